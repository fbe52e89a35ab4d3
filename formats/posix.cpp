#include "formats/posix.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <new>

#include "core/error.hpp"

namespace gen {
namespace {

// One call moves at most this much; Linux itself stops at 2 GiB.
constexpr std::size_t most_at_once = std::size_t{1} << 30;

/// After a call that failed: returns where it is to be tried again, throws otherwise.
void wait_or_fail(int fd, short event, const std::string& name) {
    if (errno == EINTR) return;
    if (errno != EAGAIN && errno != EWOULDBLOCK) fail_errno(name, errno);
    pollfd waiting{fd, event, 0};
    if (poll(&waiting, 1, -1) < 0 && errno != EINTR) fail_errno(name, errno);
}

template <class Read>
std::size_t read_all(int fd, void* out, std::size_t bytes, const std::string& name, Read call) {
    std::size_t done = 0;
    while (done < bytes) {
        const ssize_t n = call(static_cast<char*>(out) + done, std::min(bytes - done, most_at_once), done);
        if (n == 0) break;
        if (n < 0)
            wait_or_fail(fd, POLLIN, name);
        else
            done += static_cast<std::size_t>(n);
    }
    return done;
}

/// 0 where there is none.
mode_t mode_of(const std::string& path) {
    struct stat info{};
    if (stat(path.c_str(), &info) == 0) return info.st_mode;
    if (errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG || errno == ELOOP) return 0;
    fail_errno(path, errno);
}

}  // namespace

Descriptor::~Descriptor() {
    if (fd_ > STDERR_FILENO) close(fd_);
}

void fail_errno(const std::string& name, int number) {
    if (number == ENOMEM) throw std::bad_alloc();
    std::string reason = std::strerror(number);
    if (reason.size() > 1 && std::islower(static_cast<unsigned char>(reason[1])) != 0)
        reason[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(reason[0])));
    fail_io(name, ": ", reason);
}

int open_file(const std::string& path, int flags, mode_t mode) { return open_file_in(AT_FDCWD, path, flags, mode); }

int open_file_in(int folder, const std::string& path, int flags, mode_t mode) {
    for (;;) {
        const int number = openat(folder, path.c_str(), flags, mode);
        if (number >= 0 || errno != EINTR) return number;
    }
}

bool is_there(const std::string& path) { return mode_of(path) != 0; }
bool is_folder(const std::string& path) { return S_ISDIR(mode_of(path)); }
bool is_regular_file(const std::string& path) { return S_ISREG(mode_of(path)); }

std::string followed(const std::string& path) {
    constexpr int most_links = 40;  // as many as the system follows
    std::filesystem::path file = path;
    std::error_code error;
    for (int i = 0; i < most_links; ++i) {
        const std::filesystem::path next = std::filesystem::read_symlink(file, error);
        if (error) return file.string();
        file = next.is_absolute() ? next : file.parent_path() / next;
    }
    return path;
}

std::size_t read_fully(int fd, void* out, std::size_t bytes, const std::string& name) {
    return read_all(fd, out, bytes, name, [&](char* to, std::size_t n, std::size_t) { return read(fd, to, n); });
}

std::size_t read_fully_at(int fd, std::size_t at, void* out, std::size_t bytes, const std::string& name) {
    return read_all(fd, out, bytes, name, [&](char* to, std::size_t n, std::size_t done) { return pread(fd, to, n, static_cast<off_t>(at + done)); });
}

void write_fully(int fd, const void* data, std::size_t bytes, const std::string& name) {
    const auto* from = static_cast<const char*>(data);
    while (bytes > 0) {
        const ssize_t n = write(fd, from, std::min(bytes, most_at_once));
        if (n < 0) {
            wait_or_fail(fd, POLLOUT, name);
            continue;
        }
        from += n;
        bytes -= static_cast<std::size_t>(n);
    }
}

void widen_pipe(int fd) {
#ifdef F_SETPIPE_SZ
    fcntl(fd, F_SETPIPE_SZ, 1 << 20);
#else
    (void)fd;
#endif
}

}  // namespace gen
