#include "formats/confined.hpp"

#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <new>
#include <utility>

#include "core/error.hpp"
#include "formats/posix.hpp"

namespace gen {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool is_sanitized = true;  // sanitizers map terabytes and call what the filter refuses
#else
constexpr bool is_sanitized = false;
#endif

#if defined(__x86_64__)
constexpr std::uint32_t architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t architecture = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t architecture = 0;
#endif

constexpr int cannot_answer = 4;   // the child's status
constexpr unsigned patience = 12;  // seconds on the clock for one of processor time, on a machine with much else to do

enum class Outcome : std::uint64_t { answer, error, out_of_memory, other };

/// In front of what the child sends.
struct Head {
    Outcome outcome;
    std::uint64_t fault;
    std::uint64_t bytes;
};

std::size_t address_space() {
    std::ifstream pages("/proc/self/statm");
    std::size_t count = 0;
    pages >> count;
    return count * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

void limit_to(int resource, rlim_t most) {
    rlimit limits{};
    if (getrlimit(static_cast<__rlimit_resource_t>(resource), &limits) != 0) return;
    limits.rlim_cur = std::min(limits.rlim_cur, most);
    limits.rlim_max = std::min(limits.rlim_max, most + (resource == RLIMIT_CPU ? 1 : 0));
    setrlimit(static_cast<__rlimit_resource_t>(resource), &limits);
}

/// False where the kernel knows no filters.
bool allow_only_memory_and_writing() {
    constexpr int allowed[] = {SYS_write,  SYS_mmap,           SYS_munmap,    SYS_mremap,       SYS_brk,          SYS_madvise, SYS_mprotect,
                               SYS_futex,  SYS_rt_sigprocmask, SYS_exit,      SYS_exit_group,   SYS_rt_sigreturn, SYS_close,   SYS_restart_syscall,
                               SYS_getpid, SYS_gettimeofday,   SYS_getrandom, SYS_clock_gettime};
    constexpr std::size_t calls = std::size(allowed);
    sock_filter program[4 + calls + 2];
    std::size_t n = 0;
    const auto add = [&](std::uint16_t code, std::uint32_t k, std::uint8_t if_true, std::uint8_t if_false) {
        program[n++] = sock_filter{code, if_true, if_false, k};
    };
    add(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch), 0, 0);
    add(BPF_JMP | BPF_JEQ | BPF_K, architecture, 1, 0);
    add(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS, 0, 0);
    add(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr), 0, 0);
    for (std::size_t i = 0; i < calls; ++i)
        add(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(allowed[i]), static_cast<std::uint8_t>(calls - i), 0);
    add(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM, 0, 0);
    add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0);
    const sock_fprog filter = {.len = static_cast<unsigned short>(n), .filter = program};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0) == 0;
}

void close_all_but(int kept) {
#ifdef SYS_close_range
    const auto fd = static_cast<unsigned>(kept);
    if ((fd == 0 || syscall(SYS_close_range, 0U, fd - 1, 0U) == 0) && syscall(SYS_close_range, fd + 1, ~0U, 0U) == 0) return;
#endif
    for (int other = 0; other < 4096; ++other)
        if (other != kept) close(other);
}

void confine(const Confinement& limits, std::size_t space, int way_back) {
    for (int number = 1; number < SIGRTMIN; ++number) std::signal(number, SIG_DFL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_DUMPABLE, 0);
    close_all_but(way_back);
    limit_to(RLIMIT_CORE, 0);
    limit_to(RLIMIT_CPU, limits.seconds);
    if (is_sanitized) return;
    limit_to(RLIMIT_AS, space + limits.memory);
    if (architecture != 0) allow_only_memory_and_writing();
}

void send(int fd, Outcome outcome, Fault fault, const void* data, std::size_t bytes) {
    const Head head = {outcome, static_cast<std::uint64_t>(fault), bytes};
    try {
        write_fully(fd, &head, sizeof head, "");
        write_fully(fd, data, bytes, "");
    } catch (const Error&) {
        _exit(cannot_answer);
    }
}

/// The child's whole life.
[[noreturn]] void answer(int fd, const std::function<std::vector<std::byte>()>& work) {
    try {
        const std::vector<std::byte> bytes = work();
        send(fd, Outcome::answer, Fault::input, bytes.data(), bytes.size());
    } catch (const Error& error) {
        send(fd, Outcome::error, error.fault(), error.what(), std::strlen(error.what()));
    } catch (const std::bad_alloc&) {
        send(fd, Outcome::out_of_memory, Fault::io, nullptr, 0);
    } catch (...) {
        send(fd, Outcome::other, Fault::io, nullptr, 0);
    }
    _exit(0);
}

/// Reads until the other end is closed or the time is over: then false. Throws Fault::io with `name`.
bool receive(int fd, std::vector<std::byte>& out, std::size_t most, std::chrono::steady_clock::time_point end, const std::string& name) {
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
        pollfd waiting{fd, POLLIN, 0};
        const int ready = left > 0 ? poll(&waiting, 1, static_cast<int>(left)) : 0;
        if (ready < 0 && errno == EINTR) continue;
        if (ready < 0) fail_errno(name, errno);
        if (ready == 0 || out.size() > most) return false;
        const std::size_t before = out.size();
        out.resize(before + (std::size_t{1} << 16));
        const ssize_t n = read(fd, out.data() + before, out.size() - before);
        out.resize(before + static_cast<std::size_t>(std::max<ssize_t>(n, 0)));
        if (n == 0) return true;
        if (n < 0 && errno != EINTR && errno != EAGAIN) fail_errno(name, errno);
    }
}

class Child {
public:
    explicit Child(pid_t number) : number_(number) {}
    ~Child() {
        if (number_ <= 0) return;
        kill(number_, SIGKILL);
        end();
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    void stop() const { kill(number_, SIGKILL); }
    /// Waits for it; its status, or nothing where somebody else has taken it.
    int end() {
        int status = 0;
        const pid_t number = std::exchange(number_, 0);
        while (waitpid(number, &status, 0) < 0)
            if (errno != EINTR) return 0;
        return status;
    }

private:
    pid_t number_;
};

}  // namespace

std::vector<std::byte> confined(const std::string& name, const std::function<std::vector<std::byte>()>& work, const Confinement& limits) {
    const std::size_t space = address_space();
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) fail_errno(name, errno);
    const Descriptor in(ends[0]);
    auto out = std::make_unique<Descriptor>(ends[1]);
    const pid_t number = fork();
    if (number < 0) fail_errno(join(name, ": no process to read it in"), errno);
    if (number == 0) {
        confine(limits, space, out->get());
        answer(out->get(), work);
    }
    Child child(number);
    out.reset();
    std::vector<std::byte> sent;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(limits.seconds * patience);
    const bool complete = receive(in.get(), sent, sizeof(Head) + limits.answer, end, name);
    if (!complete) child.stop();
    const int status = child.end();
    Head head{};
    if (sent.size() >= sizeof head) std::memcpy(&head, sent.data(), sizeof head);
    if (!complete || sent.size() < sizeof head || sent.size() - sizeof head != head.bytes) {
        if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
            fail(name, ": damaged: reading its structure takes longer than ", limits.seconds, " s");
        if (!complete) fail(name, ": damaged: reading its structure takes too long, or gives too much");
        if (WIFEXITED(status) && WEXITSTATUS(status) == cannot_answer)
            fail_io(name, ": the process that reads its structure ended early, out of memory perhaps");
        if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) fail_io(name, ": the process that reads its structure was killed");
        fail(name, ": damaged: HDF5 cannot read its structure", WIFSIGNALED(status) ? join(" (signal ", WTERMSIG(status), ")") : "");
    }
    if (head.outcome == Outcome::answer) {
        sent.erase(sent.begin(), sent.begin() + sizeof head);
        return sent;
    }
    if (head.outcome == Outcome::out_of_memory) fail(name, ": damaged: reading its structure takes more than ", limits.memory, " bytes of memory");
    if (head.outcome != Outcome::error || head.fault > static_cast<std::uint64_t>(Fault::diverged)) fail(name, ": damaged");
    throw Error(static_cast<Fault>(head.fault), std::string(reinterpret_cast<const char*>(sent.data()) + sizeof head, head.bytes));
}

std::string confinement_gap() {
    if (is_sanitized) return "this build has sanitizers: the process that reads HDF5 is a child, without limits of memory and calls";
    if (architecture == 0)
        return "calls are not filtered on this processor: the process that reads HDF5 is a child with limits of memory and time only";
    if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0)
        return "this kernel has no seccomp: the process that reads HDF5 is a child with limits of memory and time only";
    return "";
}

}  // namespace gen
