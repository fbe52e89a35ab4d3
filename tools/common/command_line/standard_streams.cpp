#include "tools/common/command_line/standard_streams.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <iostream>
#include <streambuf>

#include "core/error.hpp"
#include "tools/common/command_line/signals.hpp"

namespace gen {
namespace {

/// False where a stop signal has come and there is none for a while.
bool wait_for_room(int descriptor) {
    constexpr int milliseconds = 100;  // a signal may come just before poll()
    constexpr double patience = 0.5;
    pollfd waiting{descriptor, POLLOUT, 0};
    while (poll(&waiting, 1, milliseconds) == 0 || waiting.revents == 0)
        if (stop_requested(patience)) return false;
    return true;
}

}  // namespace

std::string system_message(int error) {
    std::string out = std::strerror(error);
    // "No space left", but "Is a directory": only the first letter is a capital.
    if (!out.empty()) out[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(out[0])));
    return out;
}

void guard_standard_descriptors() {
    for (int descriptor = 0; descriptor < 3; ++descriptor) {
        if (fcntl(descriptor, F_GETFD) >= 0 || errno != EBADF) continue;
        // open() takes the lowest free number. The wrong direction, so that use fails with EBADF.
        if (open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY) != descriptor) _exit(4);
    }
}

int write_all(int descriptor, const char* data, std::size_t size) {
    while (size > 0) {
        if (!wait_for_room(descriptor)) return ECANCELED;
        const ssize_t written = write(descriptor, data, size);
        if (written < 0 && (errno == EINTR || errno == EAGAIN || errno == EWOULDBLOCK)) continue;
        if (written < 0) return errno;
        data += written;
        size -= static_cast<std::size_t>(written);
    }
    return 0;
}

class StandardOutput::Buffer : public std::streambuf {
public:
    Buffer() : before_(std::cout.rdbuf(this)) { setp(bytes_.data(), bytes_.data() + bytes_.size()); }
    ~Buffer() override { std::cout.rdbuf(before_); }
    int error() const { return error_; }

protected:
    int sync() override {
        if (error_ == 0) error_ = write_all(STDOUT_FILENO, pbase(), static_cast<std::size_t>(pptr() - pbase()));
        setp(bytes_.data(), bytes_.data() + bytes_.size());
        return error_ == 0 ? 0 : -1;
    }

    int_type overflow(int_type c) override {
        if (sync() != 0) return traits_type::eof();
        if (!traits_type::eq_int_type(c, traits_type::eof())) sputc(traits_type::to_char_type(c));
        return traits_type::not_eof(c);
    }

private:
    std::array<char, 1 << 16> bytes_;
    std::streambuf* before_;
    int error_ = 0;
};

StandardOutput::StandardOutput() : buffer_(std::make_unique<Buffer>()) {}

StandardOutput::~StandardOutput() { std::cout.flush(); }

void StandardOutput::finish() {
    std::cout.flush();
    int error = buffer_->error();
    // Some file systems tell only at close that there was no room; closing a copy asks them.
    const int copy = dup(STDOUT_FILENO);
    if (copy >= 0 && close(copy) != 0 && errno != EINTR && error == 0) error = errno;
    if (error != 0) fail_io("stdout: ", system_message(error));
}

}  // namespace gen
