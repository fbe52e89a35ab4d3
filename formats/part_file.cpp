#include "formats/part_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <string_view>
#include <utility>

#include "core/error.hpp"

namespace gen {
namespace {

/// False where another process has it; where the file system has no locks, nobody can.
bool lock(int fd, const std::string& name) {
    while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK) return false;
        if (errno == ENOLCK || errno == EOPNOTSUPP) return true;
        if (errno != EINTR) fail_errno(name, errno);
    }
    return true;
}

[[noreturn]] void fail_busy(const std::string& name) { fail_io(name, ": another process is writing it"); }

/// Whether the path names the file that is open.
bool names(const std::string& path, int fd, const std::string& name) {
    struct stat open{}, there{};
    if (fstat(fd, &open) != 0) fail_errno(name, errno);
    if (lstat(path.c_str(), &there) == 0) return there.st_ino == open.st_ino && there.st_dev == open.st_dev;
    if (errno != ENOENT) fail_errno(name, errno);
    return false;
}

/// Whether the path names another file than the open one, or none.
bool is_gone(int fd, const char* path) {
    struct stat open{}, there{};
    if (lstat(path, &there) != 0) return errno == ENOENT;
    return fstat(fd, &open) == 0 && (there.st_ino != open.st_ino || there.st_dev != open.st_dev);
}

void remove_own(int fd, const char* path) {
    if (!is_gone(fd, path)) unlink(path);
}

}  // namespace

std::string part_name(const std::string& path) {
    constexpr std::size_t longest_name = 255;
    constexpr std::string_view ending = ".part";
    const std::size_t begin = path.rfind('/') + 1;  // 0 where there is none
    if (path.size() - begin + ending.size() <= longest_name) return join(path, ending);
    // Two long names that begin alike have different parts.
    std::uint64_t mixed = 0xcbf29ce484222325;
    for (const char c : path.substr(begin)) mixed = (mixed ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    constexpr std::size_t kept = 200;
    return join(std::string_view(path).substr(0, begin + kept), '.', mixed, ending);
}

PartFile::PartFile(const std::string& target, std::string name, mode_t mode) : name_(std::move(name)), unfinished_(part_name(target), remove_own) {
    while (!make()) remove_stale();
    if (mode != 0 && fchmod(fd_->get(), mode) != 0) fail_errno(name_, errno);
}

/// False where there is a file already.
bool PartFile::make() {
    const int number = open_file(path(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (number < 0) {
        if (errno == EEXIST) return false;
        // What failed is not the file itself, which may be writable.
        if (errno == EACCES || errno == EPERM || errno == EROFS) fail_errno(join(name_, ": no file can be made in its folder"), errno);
        fail_errno(name_, errno);
    }
    unfinished_.is_there(number);
    fd_ = std::make_unique<Descriptor>(number);
    // Between our open and our lock another process may have taken it for one that was left.
    const bool locked = lock(fd_->get(), name_);
    if (!names(path(), fd_->get(), name_)) {
        unfinished_.is_finished();
        return false;
    }
    if (!locked) fail_busy(name_);
    return true;
}

void PartFile::remove_stale() const {
    struct stat info{};
    const std::string& part = path();
    if (lstat(part.c_str(), &info) != 0) {
        if (errno == ENOENT) return;
        fail_errno(part, errno);
    }
    if (!S_ISREG(info.st_mode)) fail_io(part, ": is in the way: no regular file");
    int number = -1;
    for (const int flags : {O_RDWR, O_RDONLY})
        if (number < 0) number = open_file(part, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (number < 0) {
        if (errno == ENOENT) return;
        fail_errno(part, errno);
    }
    const Descriptor old(number);
    if (!lock(old.get(), part)) fail_busy(name_);
    if (names(part, old.get(), part) && unlink(part.c_str()) != 0 && errno != ENOENT) fail_errno(part, errno);
}

void PartFile::take_place(const std::string& target) {
    if (!names(path(), fd_->get(), name_)) {
        unfinished_.is_finished();
        fail_io(name_, ": another process has replaced ", path());
    }
    if (std::rename(path().c_str(), target.c_str()) != 0) fail_errno(name_, errno);
    unfinished_.is_finished();
}

}  // namespace gen
