#include "tools/common/command_line/signals.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <ctime>

#include "formats/unfinished.hpp"

namespace gen {
namespace {

constexpr int stop_signals[] = {SIGTERM, SIGUSR1, SIGHUP, SIGINT};
constexpr int deadly_signals[] = {SIGTERM, SIGUSR1, SIGHUP,  SIGINT, SIGUSR2, SIGQUIT, SIGPIPE,
                                  SIGALRM, SIGXCPU, SIGSEGV, SIGBUS, SIGFPE,  SIGILL,  SIGABRT};

std::atomic<double> stopped_at = 0;  // 0: not yet
std::atomic<bool> interrupted = false;
std::string last_line;

static_assert(std::atomic<double>::is_always_lock_free && std::atomic<bool>::is_always_lock_free, "signal handlers use them");

double now() {
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

void on_signal(int number) {
    if (number == SIGINT && interrupted.exchange(true)) {
        remove_unfinished();
        _exit(128 + SIGINT);
    }
    double none = 0;
    stopped_at.compare_exchange_strong(none, now());
}

void leave(int) {
    pollfd error{STDERR_FILENO, POLLOUT, 0};
    if (poll(&error, 1, 0) == 1) (void)!write(STDERR_FILENO, last_line.data(), last_line.size());
    remove_unfinished();
    _exit(75);
}

/// The signal's own action follows, as the handler is in force once.
void clear_up(int number) {
    remove_unfinished();
    raise(number);
}

void act(int number, void (*handler)(int)) {
    struct sigaction before{};
    sigaction(number, nullptr, &before);
    if ((before.sa_flags & SA_SIGINFO) == 0 && before.sa_handler == SIG_IGN) return;
    struct sigaction action{};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(number, &action, nullptr);
}

}  // namespace

void clear_up_on_signals() {
    for (const int number : deadly_signals) {
        struct sigaction action{}, before{};
        action.sa_handler = clear_up;
        action.sa_flags = SA_RESETHAND;
        sigemptyset(&action.sa_mask);
        sigaction(number, &action, &before);
        if ((before.sa_flags & SA_SIGINFO) != 0 || before.sa_handler != SIG_DFL) sigaction(number, &before, nullptr);
    }
}

void catch_stop_signals() {
    for (const int number : stop_signals) act(number, on_signal);
}

void leave_on_stop_signals(const std::string& line) {
    last_line = line + '\n';
    for (const int number : stop_signals) act(number, leave);
    if (!stop_requested()) return;
    std::signal(SIGALRM, leave);
    alarm(1);
}

bool stop_requested(double seconds_ago) {
    const double at = stopped_at;
    return at > 0 && (seconds_ago <= 0 || now() - at >= seconds_ago);
}

std::string stop_message(const std::string& kept) { return "stopped: " + kept + "; run the same command with --resume to go on"; }

}  // namespace gen
