#include "tools/common/command_line/signals.hpp"

#include <unistd.h>

#include <csignal>

namespace gen {
namespace {

volatile std::sig_atomic_t stop_flag = 0;
volatile std::sig_atomic_t interrupted = 0;

void on_signal(int number) {
    if (number == SIGINT && interrupted != 0) _exit(128 + SIGINT);
    if (number == SIGINT) interrupted = 1;
    stop_flag = 1;
}

}  // namespace

void catch_stop_signals() {
    for (const int number : {SIGTERM, SIGUSR1, SIGHUP, SIGINT}) {
        struct sigaction before{};
        sigaction(number, nullptr, &before);
        if ((before.sa_flags & SA_SIGINFO) == 0 && before.sa_handler == SIG_IGN) continue;
        struct sigaction action{};
        action.sa_handler = on_signal;
        action.sa_flags = SA_RESTART;
        sigemptyset(&action.sa_mask);
        sigaction(number, &action, nullptr);
    }
}

bool stop_requested() { return stop_flag != 0; }

}  // namespace gen
