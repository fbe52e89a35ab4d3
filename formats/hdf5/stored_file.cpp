#include "formats/hdf5/stored_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <new>
#include <utility>

#include "core/error.hpp"

namespace gen::h5 {
namespace {

constexpr unsigned char signature[8] = {0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

std::uint64_t field(std::span<const std::byte> head, std::size_t at) {
    std::uint64_t value = 0;
    std::memcpy(&value, head.data() + at, sizeof value);
    return value;
}

}  // namespace

bool has_signature(std::span<const std::byte> head) {
    return head.size() >= sizeof signature && std::memcmp(head.data(), signature, sizeof signature) == 0;
}

std::size_t file_length(std::span<const std::byte> head, const std::string& name) {
    if (!has_signature(head)) fail(name, ": not an HDF5 file");
    if (head.size() < superblock_bytes) fail(name, ": truncated: ", head.size(), " bytes, expected an HDF5 superblock");
    const auto version = std::to_integer<unsigned>(head[8]);
    if (version > 3) fail(name, ": HDF5 superblock of version ", version, ", expected 0 to 3");
    const auto offset_bytes = std::to_integer<unsigned>(head[version < 2 ? 13 : 9]);
    if (offset_bytes != 8) fail(name, ": HDF5 offsets of ", offset_bytes, " bytes, expected 8");
    const std::size_t base_at = version == 0 ? 24 : version == 1 ? 28 : 12;
    const std::uint64_t base = field(head, base_at);
    const std::uint64_t end = field(head, base_at + 16);
    if (base != 0) fail(name, ": HDF5 base address ", base, ", expected 0 (no user block)");
    if (end < superblock_bytes || end > (std::uint64_t{1} << 62)) fail(name, ": damaged: HDF5 superblock gives a length of ", end, " bytes");
    return end;
}

void Buffer::resize(std::size_t size) {
    void* const moved = std::realloc(data_.get(), size == 0 ? 1 : size);
    if (moved == nullptr) throw std::bad_alloc();
    (void)data_.release();
    data_.reset(static_cast<std::byte*>(moved));
    size_ = size;
}

StoredFile::StoredFile(std::shared_ptr<const Descriptor> file, std::size_t offset, std::size_t size, std::string name)
    : file_(std::move(file)), offset_(offset), size_(size), name_(std::move(name)) {
    struct stat info{};
    is_own_ = fstat(file_->get(), &info) == 0 && S_ISREG(info.st_mode) && info.st_uid == geteuid();
}

StoredFile::StoredFile(const Bytes& bytes) : bytes_(bytes), data_(bytes.memory()), size_(bytes.size()), name_(bytes.name()) {}

void StoredFile::read(std::size_t at, void* out, std::size_t bytes) const {
    if (bytes == 0) return;
    if (at > size_ || bytes > size_ - at) fail(name_, ": bytes ", at, " to ", at + bytes, " are wanted of a file of ", size_);
    if (data_ != nullptr) return void(std::memcpy(out, data_ + at, bytes));
    if (bytes_) return bytes_->read(at, bytes, out);
    const std::size_t got = read_fully_at(file_->get(), offset_ + at, out, bytes, name_);
    if (got < bytes) fail(name_, ": truncated: ends after ", offset_ + at + got, " bytes, expected ", offset_ + size_);
}

void StoredFile::expect_whole() const {
    struct stat info{};
    if (file_ == nullptr) return;
    if (fstat(file_->get(), &info) != 0) fail_errno(name_, errno);
    const auto there = static_cast<std::size_t>(info.st_size);
    if (there < offset_ + size_) fail(name_, ": truncated: ends after ", there, " bytes, expected ", offset_ + size_);
}

StoredFile::Mapping::Mapping(const StoredFile& stored) {
    data_ = stored.data_;
    if (data_ != nullptr) return;
    const auto map = [&](int file, std::size_t begin) {
        struct stat info{};
        if (fstat(file, &info) != 0 || !S_ISREG(info.st_mode) || static_cast<std::size_t>(info.st_size) < begin + stored.size_) return;
        const std::size_t skipped = begin % static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
        page_bytes_ = skipped + stored.size_;
        pages_ = mmap(nullptr, page_bytes_, PROT_READ, MAP_PRIVATE, file, static_cast<off_t>(begin - skipped));
        if (pages_ != MAP_FAILED) data_ = static_cast<const std::byte*>(pages_) + skipped;
    };
    if (stored.bytes_)
        stored.bytes_->visit_file(map);
    else
        map(stored.file_->get(), stored.offset_);
    if (data_ != nullptr) return;
    pages_ = nullptr;
    copy_.resize(stored.size_);
    stored.read(0, copy_.data(), copy_.size());
    data_ = copy_.data();
}

StoredFile::Mapping::~Mapping() {
    if (pages_ != nullptr) munmap(pages_, page_bytes_);
}

}  // namespace gen::h5
