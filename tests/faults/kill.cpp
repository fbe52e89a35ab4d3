// Kills a process at random moments while it replaces a file again and again: kill KILLS. Afterwards the file must be whole and never older than
// the last replacement that the process reported as done.
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <iostream>

#include "core/error.hpp"
#include "core/random.hpp"
#include "formats/provenance.hpp"
#include "formats/streams.hpp"
#include "tests/formats/samples.hpp"
#include "tests/formats/scratch.hpp"

namespace {

using namespace gen;

Document numbered(std::int32_t number) {
    Document d;
    add_header(d, "tensor", std::nullopt);
    d.datasets = {test::numbers_set<float>("/ballast", Type::f32, {200'000}), dataset("/number", std::vector<std::int32_t>{number})};
    return d;
}

[[noreturn]] void replace_for_ever(const std::string& path, volatile std::int32_t* done) {
    for (;;) {
        replace_file(path, numbered(*done + 1), true);
        *done = *done + 1;
    }
}

}  // namespace

int main(int argc, char** argv) {
    const int kills = argc > 1 ? std::stoi(argv[1]) : 40;
    const test::Scratch scratch;
    const std::string path = scratch.path("model.ckpt");
    void* const shared = mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    auto* const done = static_cast<volatile std::int32_t*>(shared);
    Draws draws({0, Purpose::synth, 0});
    int left_over = 0;
    // On a slow disk a replacement takes longer than the 30 ms that are enough elsewhere: some of the processes must get to a third one.
    const auto start = std::chrono::steady_clock::now();
    replace_file(scratch.path("timed.ckpt"), numbered(0), true);
    const auto once = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start).count();
    const auto most = static_cast<std::uint32_t>(std::clamp<std::int64_t>(4 * once, 30'000, 1'000'000));
    for (int i = 0; i < kills; ++i) {
        const pid_t child = fork();
        if (child == 0) replace_for_ever(path, done);
        usleep(draws.below(most));
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        left_over += std::filesystem::exists(path + ".part");
        if (*done == 0) continue;
        const std::int32_t found = integers_of(read_document(path).require("/number"))[0];
        if (found != *done && found != *done + 1) {
            std::cout << "kill " << i << ": the file holds number " << found << ", reported was " << *done << '\n';
            return 1;
        }
        *done = found;
        if (found > 1) {
            const std::int32_t before = integers_of(read_document(path + (std::filesystem::exists(path + ".1") ? ".1" : "")).require("/number"))[0];
            if (before > found || before < found - 1) {
                std::cout << "kill " << i << ": the file before holds number " << before << " beside " << found << '\n';
                return 1;
            }
        }
    }
    std::cout << kills << " kills, " << *done << " replacements, " << left_over << " left-over parts\n";
    return *done > 0 ? 0 : 1;
}
