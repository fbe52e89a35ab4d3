#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "formats/bytes.hpp"

namespace gen {

/// The entries of a zip file, found through its central directory (zip64 too); stored or deflated, not encrypted. Nothing is unpacked before it
/// is asked for, and nothing beyond the size that the directory gives. PKWARE's APPNOTE.TXT, 4.3.
class ZipReader {
public:
    struct Entry {
        std::string name;
        std::size_t offset = 0;  // of the local header
        std::size_t packed = 0;
        std::size_t size = 0;
        std::uint32_t checksum = 0;
        unsigned method = 0;  // 0 stored, 8 deflated
        bool encrypted = false;
    };

    /// Throws Fault::input when the directory is not whole.
    explicit ZipReader(Bytes file);

    const Bytes& file() const { return file_; }
    const std::vector<Entry>& entries() const { return entries_; }
    /// Throws when the entry is damaged, of another method or too large to be held (held.hpp).
    std::vector<std::byte> read(const Entry& entry) const;
    /// The same as bytes to be read at any place: what is stored lies where it lies.
    Bytes content(const Entry& entry) const;
    /// Its first n bytes; fewer when there are fewer.
    std::vector<std::byte> head(const Entry& entry, std::size_t n) const;

private:
    std::size_t data_offset(const Entry& entry) const;

    Bytes file_;
    std::vector<Entry> entries_;
};

bool is_zip(const Bytes& bytes);

}  // namespace gen
