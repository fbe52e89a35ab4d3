#include "formats/output_folder.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include "tests/formats/scratch.hpp"

using namespace gen;
using test::message_of;
namespace fs = std::filesystem;

namespace {

bool is_ours(std::string_view path) { return path.ends_with(".ours"); }

void make(const std::string& path, const std::string& text, bool replace = false) {
    OutputFolder folder(path, replace, is_ours);
    folder.make_folder("a");
    folder.write("a/1.ours", text);
    folder.commit();
}

}  // namespace

TEST_CASE("output folder: appears whole, and not at all without a commit") {
    const test::Scratch scratch;
    {
        OutputFolder folder(scratch.path("x/"), false, is_ours);
        folder.write("1.ours", "one");
        CHECK_FALSE(fs::exists(scratch.path("x")));
        CHECK(fs::exists(scratch.path("x.part/1.ours")));
    }
    CHECK(fs::is_empty(scratch.path("")));
    make(scratch.path("x/"), "one");
    CHECK(test::slurp(scratch.path("x/a/1.ours")) == "one");
    CHECK_FALSE(fs::exists(scratch.path("x.part")));
}

TEST_CASE("output folder: one that holds something is replaced when asked for, and never where that is not ours") {
    const test::Scratch scratch;
    const std::string x = scratch.path("x");
    fs::create_directory(x);
    make(x, "empty ones are taken");
    CHECK(message_of([&] { make(x, "two"); }) == "x: holds an export already (--force replaces the folder)");
    make(x, "two", true);
    CHECK(test::slurp(x + "/a/1.ours") == "two");
    test::spill(x + "/a/mine", "");
    CHECK(message_of([&] { make(x, "three", true); }).ends_with("x: is not empty and holds a/mine; name another folder"));
    CHECK(fs::exists(x + "/a/mine"));
    test::spill(scratch.path("file"), "");
    CHECK(message_of([&] { make(scratch.path("file/"), ""); }).ends_with("file/: is there and no folder"));
    CHECK_FALSE(fs::exists(scratch.path("x.part")));
}

TEST_CASE("output folder: what a stopped export has left is taken away, what somebody else has put there is not") {
    const test::Scratch scratch;
    fs::create_directories(scratch.path("x.part/b"));
    test::spill(scratch.path("x.part/b/2.ours"), "old");
    make(scratch.path("x"), "new");
    CHECK_FALSE(fs::exists(scratch.path("x/b")));
    fs::create_directory(scratch.path("y.part"));
    test::spill(scratch.path("y.part/mine"), "");
    CHECK(message_of([&] { make(scratch.path("y"), ""); }).ends_with("y.part: is needed and holds mine"));
    CHECK(fs::exists(scratch.path("y.part/mine")));
}

TEST_CASE("output folder: two cannot write the same one, and links lead to where they lead") {
    const test::Scratch scratch;
    const OutputFolder first(scratch.path("x"), false, is_ours);
    CHECK(message_of([&] { make(scratch.path("x"), ""); }).ends_with("x: another process is writing it"));
    CHECK(fs::exists(scratch.path("x.part")));
    fs::create_directory(scratch.path("real"));
    fs::create_directory_symlink("real", scratch.path("link"));
    make(scratch.path("link/"), "through");
    CHECK(fs::is_symlink(scratch.path("link")));
    CHECK(test::slurp(scratch.path("real/a/1.ours")) == "through");
    CHECK(message_of([&] { make(scratch.path("no/x"), ""); }).ends_with("no/x: no such file or directory"));
}
