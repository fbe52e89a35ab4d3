#include "formats/bytes.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "core/error.hpp"
#include "formats/posix.hpp"

namespace gen {
namespace {

std::vector<std::byte> read_to_end(int descriptor, const std::string& name) {
    std::vector<std::byte> content;
    for (std::size_t used = 0;;) {
        if (content.size() - used < 65536) content.resize(std::max<std::size_t>(content.size() * 2, 1 << 20));
        const std::size_t wanted = content.size() - used;
        const std::size_t got = read_fully(descriptor, content.data() + used, wanted, name);
        used += got;
        if (got == wanted) continue;
        content.resize(used);
        return content;
    }
}

}  // namespace

struct Bytes::File {
    File() = default;
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() {
        if (descriptor > 2) ::close(descriptor);
    }
    int descriptor = -1;
    std::vector<std::byte> content;  // where there is no regular file
};

Bytes Bytes::open(const std::string& path) {
    Bytes bytes;
    bytes.name_ = path == "-" ? "stdin" : path;
    auto file = std::make_shared<File>();
    file->descriptor = path == "-" ? STDIN_FILENO : open_file(path, O_RDONLY | O_CLOEXEC);
    if (file->descriptor < 0) fail_errno(path, errno);
    if (path == "-" && ::isatty(STDIN_FILENO) != 0) fail_usage("stdin is a terminal: redirect a file or a pipe into it, or name the input");
    struct stat status = {};
    if (::fstat(file->descriptor, &status) != 0) fail_errno(bytes.name_, errno);
    if (S_ISDIR(status.st_mode)) fail_io(bytes.name_, ": is a directory, expected a file");
    if (S_ISREG(status.st_mode) && path != "-") {
        bytes.size_ = static_cast<std::size_t>(status.st_size);
    } else {
        file->content = read_to_end(file->descriptor, bytes.name_);
        bytes.size_ = file->content.size();
        if (file->descriptor > 2) ::close(file->descriptor);
        file->descriptor = -1;
    }
    bytes.file_ = std::move(file);
    return bytes;
}

Bytes Bytes::of(std::string name, std::vector<std::byte> content) {
    Bytes bytes;
    bytes.name_ = std::move(name);
    bytes.size_ = content.size();
    auto file = std::make_shared<File>();
    file->content = std::move(content);
    bytes.file_ = std::move(file);
    return bytes;
}

void Bytes::read(std::size_t offset, std::size_t n, void* out) const {
    if (offset > size_ || n > size_ - offset) fail(name_, ": ends after ", size_, " bytes, expected at least ", offset, " + ", n);
    if (n == 0) return;
    if (file_->descriptor < 0) {
        std::memcpy(out, file_->content.data() + offset, n);
        return;
    }
    const std::size_t got = read_fully_at(file_->descriptor, offset, out, n, name_);
    if (got < n) fail_io(name_, ": became shorter while it was read");
}

std::vector<std::byte> Bytes::read(std::size_t offset, std::size_t n) const {
    if (offset > size_ || n > size_ - offset) fail(name_, ": ends after ", size_, " bytes, expected at least ", offset, " + ", n);
    std::vector<std::byte> out(n);
    read(offset, n, out.data());
    return out;
}

std::vector<std::byte> Bytes::head(std::size_t n) const { return read(0, std::min(n, size_)); }

void Bytes::visit(const std::function<void(std::span<const std::byte>)>& take) const {
    constexpr std::size_t piece = 1 << 20;
    std::vector<std::byte> buffer(std::min(piece, size_));
    for (std::size_t offset = 0; offset < size_; offset += piece) {
        const std::size_t n = std::min(piece, size_ - offset);
        read(offset, n, buffer.data());
        take({buffer.data(), n});
    }
}

std::string hex(std::span<const std::byte> bytes) {
    constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (const std::byte b : bytes) {
        out += digits[std::to_integer<unsigned>(b) >> 4];
        out += digits[std::to_integer<unsigned>(b) & 15];
    }
    return out;
}

}  // namespace gen
