#include "tests/faults/tracer.hpp"

#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "formats/posix.hpp"
#include "tests/faults/main_begins.h"
#include "tests/faults/troubled_run.hpp"

namespace gen::test {
namespace {

const Call* call_of(long long number) {
    for (const Call& call : calls())
        if (std::find(call.numbers.begin(), call.numbers.end(), number) != call.numbers.end()) return &call;
    return nullptr;
}

unsigned long long result_of(int error) { return static_cast<unsigned long long>(-static_cast<long long>(error)); }

/// Calls `take` with begin, end and file of each part of a process's memory.
template <class Take>
void visit_memory(pid_t process, Take take) {
    std::ifstream maps(join("/proc/", process, "/maps"));
    for (std::string line; std::getline(maps, line);) {
        std::size_t end = 0;
        const std::uint64_t begin = std::stoull(line, &end, 16);
        const std::size_t slash = line.find('/');
        take(begin, std::stoull(line.substr(end + 1), nullptr, 16), slash == std::string::npos ? "" : line.substr(line.rfind('/') + 1));
    }
}

/// Where the loader of shared libraries lies in a process.
std::pair<std::uint64_t, std::uint64_t> loader_of(pid_t process) {
    std::pair<std::uint64_t, std::uint64_t> range = {0, 0};
    visit_memory(process, [&](std::uint64_t begin, std::uint64_t end, const std::string& file) {
        if (!file.starts_with("ld-")) return;
        if (range.first == 0) range.first = begin;
        range.second = end;
    });
    return range;
}

/// "libdnnl.so.2+0x1f"; "data-import+0x2e in archive_read_data" where the function can be told.
std::string place_of(pid_t thread) {
    user_regs_struct registers{};
    if (ptrace(PTRACE_GETREGS, thread, nullptr, &registers) != 0) return "";
    std::map<std::string, std::uint64_t> first;
    std::ostringstream place;
    visit_memory(thread, [&](std::uint64_t begin, std::uint64_t end, const std::string& file) {
        const std::uint64_t loaded = first.emplace(file, begin).first->second;
        if (begin <= registers.rip && registers.rip < end) place << file << "+0x" << std::hex << registers.rip - loaded;
    });
    const std::string found = place.str();
    if (found.empty() || found.find(".so") != std::string::npos) return found;
    const std::string command = join("addr2line -f -e /proc/", thread, "/exe ", found.substr(found.rfind('+') + 1), " 2>&1");
    const std::unique_ptr<FILE, int (*)(FILE*)> names(popen(command.c_str(), "r"), pclose);
    char name[200] = "";
    if (names == nullptr || std::fgets(name, sizeof name, names.get()) == nullptr) return found;
    return found + " in " + std::string(name).substr(0, std::string_view(name).find('\n'));
}

bool is_crash(int signal) { return signal == SIGSEGV || signal == SIGBUS || signal == SIGFPE || signal == SIGILL || signal == SIGABRT; }

/// The kernel stops the process at these calls only.
void stop_at(const std::vector<int>& numbers) {
    std::vector<sock_filter> program = {{BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(seccomp_data, nr)}};
    for (std::size_t i = 0; i < numbers.size(); ++i)
        program.push_back({BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint8_t>(numbers.size() - i), 0, static_cast<std::uint32_t>(numbers[i])});
    program.push_back({BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW});
    program.push_back({BPF_RET | BPF_K, 0, 0, SECCOMP_RET_TRACE});
    const sock_fprog filter = {static_cast<unsigned short>(program.size()), program.data()};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0) != 0) _exit(125);
}

}  // namespace

Tracer::Tracer(const Plan& plan, std::function<void()> shorten) : plan_(plan), shorten_(std::move(shorten)) {
    if (pipe2(ready_, O_CLOEXEC) != 0) fail_errno("pipe", errno);
}

Tracer::~Tracer() {
    close(ready_[0]);
    close(ready_[1]);
}

void Tracer::await() const {
    char byte = 0;
    close(ready_[1]);
    if (read(ready_[0], &byte, 1) != 1) _exit(124);
    std::vector<int> numbers = {FAULT_MAIN_BEGINS};
    for (const Call& call : calls())
        if (plan_.call == &call || (plan_.call == nullptr && plan_.last_allocation < 0 && plan_.limit == nullptr))
            numbers.insert(numbers.end(), call.numbers.begin(), call.numbers.end());
    stop_at(numbers);
}

void Tracer::on_call(pid_t thread) {
    user_regs_struct registers{};
    if (ptrace(PTRACE_GETREGS, thread, nullptr, &registers) != 0) return;
    if (registers.orig_rax == FAULT_MAIN_BEGINS) {
        is_in_main_ = reached_main_ = true;
        std::tie(loader_begin_, loader_end_) = loader_of(thread);
        return;
    }
    const Call* const call = call_of(static_cast<long long>(registers.orig_rax));
    if (!is_in_main_ || (call->name == "write" && registers.rdi == STDERR_FILENO)) return;
    if (++counts_[call->name] != plan_.at || call != plan_.call) return;
    const Trouble& trouble = plan_.trouble;
    // The loader of shared libraries never tries again; and what we opened ourselves waits.
    if (trouble.kind == Trouble::passes && registers.rip >= loader_begin_ && registers.rip < loader_end_) return;
    if (trouble.error == EAGAIN && registers.rdi > STDERR_FILENO && (call->name == "read" || call->name == "write")) return;
    was_hit_ = true;
    if (trouble.kind == Trouble::shortens) return shorten_();
    const unsigned long long first = registers.rdi, third = registers.rdx;
    const long long number = static_cast<long long>(registers.orig_rax);
    if (trouble.kind == Trouble::is_brief) {
        registers.rdx = std::min<unsigned long long>(third, 1);
    } else if (number == SYS_brk) {  // says that it fails by the end as it was
        registers.rdi = 0;
    } else if (number != SYS_close) {  // which is done whatever it says
        registers.orig_rax = ~0ULL;    // no call at all
        registers.rax = result_of(trouble.error);
        ptrace(PTRACE_SETREGS, thread, nullptr, &registers);
        return;
    }
    ptrace(PTRACE_SETREGS, thread, nullptr, &registers);
    ends_call_ = thread;
    at_end_ = [=](user_regs_struct& after) {
        after.rdi = first;  // as the program relies on
        after.rdx = third;
        if (number == SYS_close) after.rax = result_of(trouble.error);
    };
}

void Tracer::after_call(pid_t thread) {
    user_regs_struct registers{};
    ends_call_ = 0;
    if (ptrace(PTRACE_GETREGS, thread, nullptr, &registers) != 0) return;
    at_end_(registers);
    ptrace(PTRACE_SETREGS, thread, nullptr, &registers);
}

int Tracer::follow(pid_t child) {
    constexpr long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACESECCOMP | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE |
                             PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
    if (ptrace(PTRACE_SEIZE, child, nullptr, options) != 0) fail_errno("ptrace", errno);
    if (::write(ready_[1], "", 1) != 1) fail_errno("pipe", errno);
    int result = 0;
    for (;;) {
        int status = 0;
        const pid_t thread = waitpid(-1, &status, __WALL);
        if (thread < 0 && errno == EINTR) continue;
        if (thread < 0) return result;
        if (!WIFSTOPPED(status)) {
            if (thread == child) result = status;
            continue;
        }
        const int event = status >> 16;
        if (event == PTRACE_EVENT_SECCOMP) on_call(thread);
        if (event == PTRACE_EVENT_EXEC) is_in_main_ = reached_main_ = false;
        const bool is_end_of_call = WSTOPSIG(status) == (SIGTRAP | 0x80);
        if (is_end_of_call && thread == ends_call_) after_call(thread);
        const bool is_signal = event == 0 && !is_end_of_call;
        if (is_signal && is_crash(WSTOPSIG(status)) && crashed_in_.empty()) crashed_in_ = place_of(thread);
        ptrace(thread == ends_call_ ? PTRACE_SYSCALL : PTRACE_CONT, thread, nullptr, is_signal ? WSTOPSIG(status) : 0);
    }
}

bool can_trace() {
    const pid_t child = fork();
    if (child == 0) {
        pause();
        _exit(0);
    }
    const bool can = ptrace(PTRACE_SEIZE, child, nullptr, nullptr) == 0;
    kill(child, SIGKILL);
    waitpid(child, nullptr, __WALL);
    return can;
}

}  // namespace gen::test
