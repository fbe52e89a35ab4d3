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
    return lstat(path.c_str(), &there) == 0 && there.st_ino == open.st_ino && there.st_dev == open.st_dev;
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

PartFile::PartFile(const std::string& target, std::string name, mode_t mode) : path_(part_name(target)), name_(std::move(name)) {
    try {
        while (!make()) remove_stale();
        if (mode != 0 && fchmod(fd_->get(), mode) != 0) fail_errno(name_, errno);
    } catch (const Error&) {
        if (is_there_) unlink(path_.c_str());
        throw;
    }
}

PartFile::~PartFile() {
    if (is_there_ && is_in_place()) unlink(path_.c_str());
}

/// False where there is a file already.
bool PartFile::make() {
    fd_ = std::make_unique<Descriptor>(open_file(path_, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (fd_->get() < 0) {
        if (errno == EEXIST) return false;
        // What failed is not the file itself, which may be writable.
        if (errno == EACCES || errno == EPERM || errno == EROFS) fail_errno(join(name_, ": no file can be made in its folder"), errno);
        fail_errno(name_, errno);
    }
    is_there_ = true;
    // Between our open and our lock another process may have taken it for one that was left.
    const bool locked = lock(fd_->get(), name_);
    is_there_ = names(path_, fd_->get(), name_);
    if (!locked && is_there_) fail_busy(name_);
    return is_there_;
}

void PartFile::remove_stale() const {
    struct stat info{};
    if (lstat(path_.c_str(), &info) != 0) {
        if (errno == ENOENT) return;
        fail_errno(path_, errno);
    }
    if (!S_ISREG(info.st_mode)) fail_io(path_, ": is in the way: no regular file");
    int number = -1;
    for (const int flags : {O_RDWR, O_RDONLY})
        if (number < 0) number = open_file(path_, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (number < 0) {
        if (errno == ENOENT) return;
        fail_errno(path_, errno);
    }
    const Descriptor old(number);
    if (!lock(old.get(), path_)) fail_busy(name_);
    if (names(path_, old.get(), path_) && unlink(path_.c_str()) != 0 && errno != ENOENT) fail_errno(path_, errno);
}

bool PartFile::is_in_place() const try { return names(path_, fd_->get(), name_); } catch (const Error&) {
    return true;
}

void PartFile::take_place(const std::string& target) {
    if (!is_in_place()) {
        is_there_ = false;
        fail_io(name_, ": another process has replaced ", path_);
    }
    if (std::rename(path_.c_str(), target.c_str()) != 0) fail_errno(name_, errno);
    is_there_ = false;
}

}  // namespace gen
