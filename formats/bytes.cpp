#include "formats/bytes.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <utility>

#include "core/error.hpp"
#include "formats/posix.hpp"

namespace gen {
namespace {

// What is open, at most so many at once: a system allows a program about a thousand descriptors, and users name more files.
constexpr int most_kept = 64;
std::atomic<int> kept_open = 0;

}  // namespace

struct Bytes::File {
    File() = default;
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() {
        if (keeps) --kept_open;
        if (descriptor > 2 && !shared) ::close(descriptor);
    }

    // Closes a regular file that is one too many; each read will open it again.
    void keep_or_close(const std::string& at, const struct stat& status) {
        keeps = kept_open.fetch_add(1) < most_kept;
        if (keeps) return;
        --kept_open;
        path = at;
        device = status.st_dev;
        number = status.st_ino;
        ::close(std::exchange(descriptor, -1));
    }

    int descriptor = -1;
    std::shared_ptr<const Descriptor> shared;  // whose it is, where others may have it too
    bool keeps = false;                        // counted in `kept_open`
    std::string path;                          // of a file to be opened again
    dev_t device = 0;
    ino_t number = 0;
    std::vector<std::byte> content;  // where there is no regular file
    Reader reader;                   // in place of both
};

// A file that was not kept open, for one read.
struct Bytes::Reopened {
    Reopened(const File& file, const std::string& name) {
        if (file.path.empty()) return;
        descriptor = open_file(file.path, O_RDONLY | O_CLOEXEC);
        if (descriptor < 0) fail_errno(name, errno);
        struct stat status = {};
        const bool same = ::fstat(descriptor, &status) == 0 && status.st_dev == file.device && status.st_ino == file.number;
        if (same) return;
        ::close(descriptor);
        fail_io(name, ": became another file while it was read");
    }
    ~Reopened() {
        if (descriptor >= 0) ::close(descriptor);
    }
    Reopened(const Reopened&) = delete;
    Reopened& operator=(const Reopened&) = delete;
    int descriptor = -1;
};

Bytes Bytes::of_regular(std::string name, const std::string& path, int descriptor, const struct stat& status) {
    Bytes bytes;
    bytes.name_ = std::move(name);
    auto file = std::make_shared<File>();
    file->descriptor = descriptor;
    bytes.size_ = static_cast<std::size_t>(status.st_size);
    file->keep_or_close(path, status);
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

Bytes Bytes::of(std::string name, std::shared_ptr<const Descriptor> file, std::size_t size) {
    Bytes bytes;
    bytes.name_ = std::move(name);
    bytes.size_ = size;
    auto opened = std::make_shared<File>();
    opened->descriptor = file->get();
    opened->shared = std::move(file);
    bytes.file_ = std::move(opened);
    return bytes;
}

Bytes Bytes::from(std::string name, std::size_t size, Reader read) {
    Bytes bytes = of(std::move(name), {});
    bytes.size_ = size;
    auto file = std::make_shared<File>();
    file->reader = std::move(read);
    bytes.file_ = std::move(file);
    return bytes;
}

Bytes Bytes::part(std::size_t offset, std::size_t n, std::string name) const {
    if (offset > size_ || n > size_ - offset) fail(name, ": ends after ", size_, " bytes, expected at least ", offset, " + ", n);
    Bytes bytes = *this;
    bytes.name_ = std::move(name);
    bytes.begin_ += offset;
    bytes.size_ = n;
    return bytes;
}

void Bytes::read(std::size_t offset, std::size_t n, void* out) const {
    if (offset > size_ || n > size_ - offset) fail(name_, ": ends after ", size_, " bytes, expected at least ", offset, " + ", n);
    if (n == 0) return;
    offset += begin_;
    if (file_->reader) return file_->reader(offset, n, static_cast<std::byte*>(out));
    if (file_->descriptor < 0 && file_->path.empty()) {
        std::memcpy(out, file_->content.data() + offset, n);
        return;
    }
    const Reopened again(*file_, name_);
    const std::size_t got = read_fully_at(again.descriptor < 0 ? file_->descriptor : again.descriptor, offset, out, n, name_);
    if (got < n) fail_io(name_, ": became shorter while it was read");
}

const std::byte* Bytes::memory() const {
    const bool is_file = file_->reader || file_->descriptor >= 0 || !file_->path.empty();
    return is_file ? nullptr : file_->content.data() + begin_;
}

bool Bytes::visit_file(const std::function<void(int file, std::size_t begin)>& use) const {
    if (file_->reader || (file_->descriptor < 0 && file_->path.empty())) return false;
    const Reopened again(*file_, name_);
    use(again.descriptor < 0 ? file_->descriptor : again.descriptor, begin_);
    return true;
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
