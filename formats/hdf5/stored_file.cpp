#include "formats/hdf5/stored_file.hpp"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <new>

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

/// Where a mapping lies.
struct StoredFile::Mapping::Place {
    std::atomic<std::uintptr_t> begin = 0;  // 0: free; 1: taken
    std::atomic<std::uintptr_t> end = 0;
};

namespace {

StoredFile::Mapping::Place places[64];
struct sigaction bus_action_before;

/// A page of a file that has become shorter: zeros take its place and all that follow.
void on_bus_error(int, siginfo_t* info, void*) {
    const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
    const auto at = reinterpret_cast<std::uintptr_t>(info->si_addr) / page * page;
    for (const auto& place : places) {
        const std::uintptr_t end = place.end;
        if (place.begin <= 1 || at < place.begin || at >= end) continue;
        void* const from = reinterpret_cast<void*>(at);  // NOLINT(performance-no-int-to-ptr): the address of a page
        if (mmap(from, end - at, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED) return;
    }
    sigaction(SIGBUS, &bus_action_before, nullptr);  // and again
}

StoredFile::Mapping::Place* free_place() {
    static const bool ready = [] {
        struct sigaction action{};
        action.sa_sigaction = on_bus_error;
        action.sa_flags = SA_SIGINFO;
        sigemptyset(&action.sa_mask);
        return sigaction(SIGBUS, &action, &bus_action_before) == 0;
    }();
    if (!ready) return nullptr;
    for (auto& place : places)
        if (std::uintptr_t none = 0; place.begin.compare_exchange_strong(none, 1)) return &place;
    return nullptr;
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

void StoredFile::read(std::size_t at, void* out, std::size_t bytes) const {
    if (bytes == 0) return;
    if (at > size_ || bytes > size_ - at) fail(name_, ": bytes ", at, " to ", at + bytes, " are wanted of a file of ", size_);
    if (file_ == nullptr) {
        std::memcpy(out, memory_.data() + at, bytes);
        return;
    }
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
    if (stored.file_ == nullptr) {
        data_ = stored.memory_.data();
        return;
    }
    const std::size_t skipped = stored.offset_ % static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    page_bytes_ = skipped + stored.size_;
    place_ = free_place();
    if (place_ != nullptr)
        pages_ = mmap(nullptr, page_bytes_, PROT_READ, MAP_PRIVATE, stored.file_->get(), static_cast<off_t>(stored.offset_ - skipped));
    if (place_ != nullptr && pages_ != MAP_FAILED) {
        const auto begin = reinterpret_cast<std::uintptr_t>(pages_);
        place_->end = begin + page_bytes_;
        place_->begin = begin;
        data_ = static_cast<const std::byte*>(pages_) + skipped;
        return;
    }
    if (place_ != nullptr) place_->begin = 0;
    pages_ = nullptr;
    copy_.resize(stored.size_);
    stored.read(0, copy_.data(), copy_.size());
    data_ = copy_.data();
}

StoredFile::Mapping::~Mapping() {
    if (pages_ == nullptr) return;
    munmap(pages_, page_bytes_);
    place_->begin = 0;
}

}  // namespace gen::h5
