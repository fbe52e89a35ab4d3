#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "formats/bytes.hpp"
#include "formats/posix.hpp"

namespace gen::h5 {

/// The bytes of a superblock that tell how long a file is; those of version 1 need the most. No file is shorter.
inline constexpr std::size_t superblock_bytes = 52;

/// Whether these are the first bytes of a file.
bool has_signature(std::span<const std::byte> head);

/// The length of the file that begins with these bytes, as its superblock claims. Throws Fault::input: "x.png: not an HDF5 file".
std::size_t file_length(std::span<const std::byte> head, const std::string& name);

/// Bytes that grow without being set to zero first.
class Buffer {
public:
    Buffer() = default;
    /// Takes over what malloc() gave.
    Buffer(void* data, std::size_t size) : data_(static_cast<std::byte*>(data)), size_(size) {}
    void resize(std::size_t size);
    std::byte* data() { return data_.get(); }
    const std::byte* data() const { return data_.get(); }
    std::size_t size() const { return size_; }

private:
    struct Free {
        void operator()(std::byte* p) const { std::free(p); }
    };
    std::unique_ptr<std::byte, Free> data_;
    std::size_t size_ = 0;
};

/// The bytes of one file: in memory, or a stretch of an open regular file. Reading is safe from several threads.
class StoredFile {
public:
    StoredFile(Buffer memory, std::string name) : memory_(std::move(memory)), data_(memory_.data()), size_(memory_.size()), name_(std::move(name)) {}
    /// Somebody else's memory, which outlives it.
    StoredFile(const std::byte* data, std::size_t size, std::string name) : data_(data), size_(size), name_(std::move(name)) {}
    StoredFile(std::shared_ptr<const Descriptor> file, std::size_t offset, std::size_t size, std::string name);
    /// A foreign file. Where it can, it reads it where it lies.
    explicit StoredFile(const Bytes& bytes);

    std::size_t size() const { return size_; }
    const std::string& name() const { return name_; }
    /// A regular file that belongs to the user.
    bool is_own() const { return is_own_; }
    /// Throws Fault::io, or Fault::input when the file has become shorter.
    void read(std::size_t at, void* out, std::size_t bytes) const;
    /// Throws Fault::input when the file has become shorter than this.
    void expect_whole() const;

    /// The whole file in the address space while the mapping lives; of a file only the pages that are looked at are loaded. For a
    /// confined process: what a file has lost since ends who looks at it.
    class Mapping {
    public:
        explicit Mapping(const StoredFile& stored);
        ~Mapping();
        Mapping(const Mapping&) = delete;
        Mapping& operator=(const Mapping&) = delete;
        const std::byte* data() const { return data_; }

    private:
        Buffer copy_;  // where the file system cannot map
        void* pages_ = nullptr;
        std::size_t page_bytes_ = 0;
        const std::byte* data_ = nullptr;
    };

private:
    std::shared_ptr<const Descriptor> file_;
    std::optional<Bytes> bytes_;
    Buffer memory_;
    const std::byte* data_ = nullptr;
    std::size_t offset_ = 0;
    bool is_own_ = false;
    std::size_t size_ = 0;
    std::string name_;
};

}  // namespace gen::h5
