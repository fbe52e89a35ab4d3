#include "formats/hdf5/start.hpp"

#include <hdf5.h>
#include <signal.h>
#include <stdio_ext.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <new>
#include <string_view>

#include "formats/unfinished.hpp"

namespace gen::h5 {
namespace {

void end_without_memory(int) {
    constexpr std::string_view words = "hdf5: out of memory\n";
    (void)!::write(STDERR_FILENO, words.data(), words.size());
    remove_unfinished();
    _exit(4);
}

bool is_starting = false;

/// While it lives, a crash is taken for lack of memory, and so is a call of exit(). The stack is one of its own, as HDF5 may have used up the other.
class CrashIsNoMemory {
public:
    CrashIsNoMemory() {
        static const int registered = std::atexit([] {
            if (is_starting) end_without_memory(0);
        });
        is_starting = registered == 0;
        const stack_t own = {.ss_sp = stack_, .ss_flags = 0, .ss_size = sizeof stack_};
        sigaltstack(&own, &stack_before_);
        struct sigaction action{};
        action.sa_handler = end_without_memory;
        action.sa_flags = SA_ONSTACK;
        for (std::size_t i = 0; i < std::size(crashes); ++i) sigaction(crashes[i], &action, &before_[i]);
    }
    ~CrashIsNoMemory() {
        is_starting = false;
        for (std::size_t i = 0; i < std::size(crashes); ++i) sigaction(crashes[i], &before_[i], nullptr);
        sigaltstack(&stack_before_, nullptr);
    }
    CrashIsNoMemory(const CrashIsNoMemory&) = delete;
    CrashIsNoMemory& operator=(const CrashIsNoMemory&) = delete;

private:
    static constexpr int crashes[] = {SIGSEGV, SIGABRT, SIGBUS};
    char stack_[1 << 14];
    stack_t stack_before_{};
    struct sigaction before_[std::size(crashes)]{};
};

/// While it lives, what is printed to stderr is held, and then forgotten.
class Silence {
public:
    Silence() { (void)std::setvbuf(stderr, held_, _IOFBF, sizeof held_); }
    ~Silence() {
        __fpurge(stderr);
        (void)std::setvbuf(stderr, nullptr, _IONBF, 0);
    }
    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;

private:
    char held_[1 << 14];
};

bool start() {
    H5dont_atexit();  // too late where somebody else has started it
    return H5open() >= 0 && H5PLset_loading_state(0) >= 0 && H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr) >= 0;
}

}  // namespace

void start_library() {
    const CrashIsNoMemory crash;
    const Silence silence;
    if (!start()) throw std::bad_alloc();
}

}  // namespace gen::h5
