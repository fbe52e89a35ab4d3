// For compilers without libFuzzer, with the arguments that it takes: TARGET [-runs=N] [-seed=N] [FILE|FOLDER...]. The files are tried first, then N
// inputs that are made from the seeds, the same ones for the same seed. Each must be done within 5 seconds of the processor, and with a gigabyte more
// than the target has; a death is told with its number, and -print=NUMBER writes that input.
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>

#include "core/error.hpp"
#include "tests/fuzz/mutation.hpp"
#include "tests/fuzz/target.hpp"

namespace {

constexpr rlim_t spare_memory = rlim_t{1} << 30;

struct Plan {
    std::size_t runs = 1000;
    std::uint64_t seed = 0;
    std::optional<std::size_t> print;
    std::vector<std::string> files;
};

Plan plan_of(int argc, char** argv) {
    Plan plan;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word.starts_with("-runs="))
            plan.runs = std::stoul(word.substr(6));
        else if (word.starts_with("-seed="))
            plan.seed = std::stoull(word.substr(6));
        else if (word.starts_with("-print="))
            plan.print = std::stoul(word.substr(7));
        else if (std::filesystem::is_directory(word))
            for (const auto& entry : std::filesystem::directory_iterator(word)) plan.files.push_back(entry.path());
        else
            plan.files.push_back(word);
    }
    return plan;
}

std::string content_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void limit_memory() {
#ifndef __SANITIZE_ADDRESS__
    std::size_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    const rlim_t most = pages * static_cast<rlim_t>(sysconf(_SC_PAGESIZE)) + spare_memory;
    const rlimit limits{most, most};
    setrlimit(RLIMIT_AS, &limits);
#endif
}

/// SIGPROF ends what takes longer.
void be_patient() {
    const itimerval patience{{0, 0}, {5, 0}};
    setitimer(ITIMER_PROF, &patience, nullptr);
}

/// Shared with the process that tries inputs, and outlives it.
struct Tally {
    std::size_t next;  // input
    std::size_t understood;
};

std::string input(const Plan& plan, std::size_t number) {
    return number < plan.files.size() ? content_of(plan.files[number]) : gen::fuzz::mutation(plan.seed, number - plan.files.size());
}

/// What became of the process that tried it.
std::string fault(const Plan& plan, std::size_t number, int status) {
    const std::string which =
        number < plan.files.size() ? plan.files[number] : gen::join("input ", number - plan.files.size(), " of seed ", plan.seed);
    return gen::join(which, WIFSIGNALED(status) && WTERMSIG(status) == SIGPROF ? ": hangs" : ": death", " (status ", status, ")");
}

/// In a process of its own until all is done; a death is told, and the next process goes on behind it.
int run(const Plan& plan, const std::string& name) {
    void* const shared = mmap(nullptr, sizeof(Tally), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED) gen::fail_io("no memory to share");
    auto& tally = *static_cast<Tally*>(shared);
    const std::size_t all = plan.files.size() + plan.runs;
    std::size_t faults = 0;
    while (tally.next < all) {
        const pid_t worker = fork();
        if (worker == 0) {
            limit_memory();
            for (; tally.next < all; ++tally.next) {
                be_patient();
                if (gen::fuzz::try_input(input(plan, tally.next))) ++tally.understood;
            }
            _exit(0);
        }
        int status = 0;
        if (worker < 0 || waitpid(worker, &status, 0) < 0) gen::fail_io("no process to try inputs in");
        if (tally.next >= all) break;
        std::cout << name << ": " << fault(plan, tally.next, status) << std::endl;
        ++faults;
        ++tally.next;
    }
    std::cout << name << ": " << all << " inputs, " << tally.understood << " understood, " << faults << " faults\n";
    return faults == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        const Plan plan = plan_of(argc, argv);
        if (plan.print) return std::cout << gen::fuzz::mutation(plan.seed, *plan.print), 0;
        return run(plan, std::filesystem::path(argv[0]).filename());
    } catch (const std::exception& error) {
        std::cerr << argv[0] << ": " << error.what() << '\n';
        return 4;
    }
}
