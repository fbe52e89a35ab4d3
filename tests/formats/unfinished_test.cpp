#include "formats/unfinished.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "formats/output_folder.hpp"
#include "formats/streams.hpp"
#include "tests/formats/scratch.hpp"

using namespace gen;

TEST_CASE("unfinished: what a process has begun is removed where it ends without destructors, finished files stay") {
    const test::Scratch scratch;
    Output finished(scratch.path("finished"));
    finished.commit(std::string("whole"));
    Output begun(scratch.path("begun"));
    OutputFolder folder(scratch.path("folder"), false, [](std::string_view) { return true; });
    folder.make_folder("a");
    for (int i = 0; i < 300; ++i) folder.write("a/" + std::to_string(i), "picture");
    CHECK(std::filesystem::exists(scratch.path("begun.part")));
    CHECK(std::filesystem::exists(scratch.path("folder.part/a/299")));

    const pid_t child = fork();
    if (child == 0) {
        remove_unfinished();
        _exit(0);
    }
    waitpid(child, nullptr, 0);
    CHECK(std::filesystem::exists(scratch.path("begun.part")));

    remove_unfinished();
    CHECK_FALSE(std::filesystem::exists(scratch.path("begun.part")));
    CHECK_FALSE(std::filesystem::exists(scratch.path("folder.part")));
    CHECK(std::filesystem::exists(scratch.path("finished")));
}
