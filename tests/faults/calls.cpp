#include "tests/faults/calls.hpp"

#include <sys/resource.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstring>

namespace gen::test {
namespace {

Trouble fails(int error) { return {Trouble::fails, error}; }
Trouble passes(int error) { return {Trouble::passes, error}; }
const Trouble is_brief = {Trouble::is_brief, 0};
const Trouble shortens = {Trouble::shortens, 0};

}  // namespace

std::string Trouble::name() const {
    if (kind == is_brief) return "one byte";
    if (kind == shortens) return "shorter file";
    const char* const known = strerrorname_np(error);
    return known == nullptr ? std::to_string(error) : known;
}

const std::vector<Call>& calls() {
    static const std::vector<Call> list = {
        {"open", {SYS_open, SYS_openat}, {fails(EACCES), fails(EMFILE), passes(EINTR)}},
        {"read", {SYS_read, SYS_readv}, {fails(EIO), passes(EINTR), passes(EAGAIN), is_brief, shortens}},
        {"pread", {SYS_pread64, SYS_preadv}, {fails(EIO), passes(EINTR), is_brief, shortens}},
        {"write", {SYS_write, SYS_writev}, {fails(ENOSPC), fails(EDQUOT), fails(EIO), passes(EINTR), passes(EAGAIN), is_brief}},
        {"pwrite", {SYS_pwrite64, SYS_pwritev}, {fails(ENOSPC), fails(EIO), passes(EINTR), is_brief}},
        {"copy", {SYS_sendfile, SYS_splice, SYS_copy_file_range}, {fails(EIO)}},
        {"close", {SYS_close}, {fails(EIO), passes(EINTR)}},
        {"sync", {SYS_fsync, SYS_fdatasync, SYS_syncfs}, {fails(EIO), fails(ENOSPC)}},
        {"rename", {SYS_rename, SYS_renameat, SYS_renameat2}, {fails(EIO), fails(ENOSPC)}},
        {"link", {SYS_link, SYS_linkat}, {fails(EMLINK), fails(EPERM)}},
        {"unlink", {SYS_unlink, SYS_unlinkat, SYS_rmdir}, {fails(EACCES)}},
        {"mkdir", {SYS_mkdir, SYS_mkdirat}, {fails(ENOSPC)}},
        {"stat", {SYS_stat, SYS_fstat, SYS_lstat, SYS_newfstatat, SYS_statx}, {fails(EIO), fails(EACCES), shortens}},
        {"access", {SYS_access, SYS_faccessat, SYS_faccessat2}, {fails(EACCES)}},
        {"readlink", {SYS_readlink, SYS_readlinkat}, {fails(EIO)}},
        {"getdents", {SYS_getdents64}, {fails(EIO)}},
        {"getcwd", {SYS_getcwd}, {fails(ENOENT)}},
        {"chmod", {SYS_chmod, SYS_fchmod, SYS_fchmodat}, {fails(EPERM)}},
        {"flock", {SYS_flock}, {fails(EWOULDBLOCK), fails(EIO), passes(EINTR), passes(ENOLCK)}},
        {"lseek", {SYS_lseek}, {fails(EIO)}},
        {"ftruncate", {SYS_ftruncate}, {fails(EIO), fails(EFBIG)}},
        {"fallocate", {SYS_fallocate}, {fails(ENOSPC), passes(EOPNOTSUPP)}},
        {"fcntl", {SYS_fcntl}, {fails(EINVAL)}},
        {"ioctl", {SYS_ioctl}, {passes(ENOTTY)}},
        {"dup", {SYS_dup, SYS_dup2, SYS_dup3}, {fails(EMFILE)}},
        {"pipe", {SYS_pipe, SYS_pipe2}, {fails(EMFILE)}},
        {"poll", {SYS_poll, SYS_ppoll}, {fails(ENOMEM), passes(EINTR)}},
        {"clone", {SYS_clone, SYS_clone3, SYS_fork, SYS_vfork}, {fails(EAGAIN)}},
        {"wait", {SYS_wait4}, {passes(EINTR), passes(ECHILD)}},
        {"mmap", {SYS_mmap, SYS_mremap}, {fails(ENOMEM), shortens}},
        {"brk", {SYS_brk}, {fails(ENOMEM)}},
        {"mprotect", {SYS_mprotect, SYS_madvise}, {fails(ENOMEM)}},
        {"getrandom", {SYS_getrandom}, {fails(ENOSYS)}},
        {"affinity", {SYS_sched_getaffinity}, {passes(EINVAL)}},
        {"limits", {SYS_prlimit64, SYS_prctl, SYS_seccomp}, {fails(EINVAL)}},
        {"signals", {SYS_rt_sigaction, SYS_rt_sigprocmask}, {passes(EINVAL)}},
    };
    return list;
}

const std::vector<Limit>& limits() {
    constexpr long mebi = 1 << 20;
    static const std::vector<Limit> list = {
        {"memory",
         RLIMIT_AS,
         {0, mebi / 4, mebi / 2, mebi, 2 * mebi, 4 * mebi, 6 * mebi, 8 * mebi, 12 * mebi, 16 * mebi, 24 * mebi, 32 * mebi, 48 * mebi, 64 * mebi,
          96 * mebi, 128 * mebi, 192 * mebi, 256 * mebi, 512 * mebi}},
        {"descriptors", RLIMIT_NOFILE, {3, 4, 5, 6, 7, 8, 9, 10, 12, 16}},
        {"file size", RLIMIT_FSIZE, {1000, 2000, 4096, 10000, 30000, 100000}},
        {"processes", RLIMIT_NPROC, {1, 2, 3}},
    };
    return list;
}

}  // namespace gen::test
