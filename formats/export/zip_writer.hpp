#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "formats/export/exported.hpp"

namespace gen {

/// A zip file of stored entries, all of the first moment that zip knows, 1980-01-01: the same bytes for the same contents. zip64 where an entry or
/// its place has no room in 32 bits. What comes is asked for twice, first for its checksum, so that a reader needs no directory to go through it.
class ZipWriter {
public:
    static constexpr std::uint64_t largest_plain = 0xfffffffe;
    explicit ZipWriter(Sink sink, std::uint64_t largest = largest_plain) : sink_(std::move(sink)), largest_(largest) {}

    void add(const std::string& name, std::uint64_t size, const std::function<void(const Sink&)>& content);
    void add(const std::string& name, const std::string& content);
    /// The directory: nothing may be added afterwards.
    void finish();

private:
    struct Entry {
        std::string name;
        std::uint64_t size;
        std::uint64_t offset;
        std::uint32_t checksum;
    };
    void put(const std::string& bytes);
    std::string directory_entry(const Entry& entry) const;

    Sink sink_;
    std::uint64_t largest_;
    std::uint64_t at_ = 0;
    std::vector<Entry> entries_;
};

}  // namespace gen
