#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "formats/bytes.hpp"

namespace gen {

/// A compressed file, or an archive (tar, 7z, zip; compressed or not), from its beginning to its end, by libarchive. Only these formats and the
/// compressions of packing.hpp are switched on; those for which libarchive would run other programs are not. Throws Fault::input for what is damaged,
/// encrypted, or unpacks to absurdly much: more than `most` bytes, or more than limit::absurd_times what it is packed in.
class ArchiveReader {
public:
    enum class Holds { one_file, members };

    ArchiveReader(const Bytes& file, Holds holds, std::size_t most);
    ~ArchiveReader();
    ArchiveReader(const ArchiveReader&) = delete;
    ArchiveReader& operator=(const ArchiveReader&) = delete;

    struct Member {
        std::string name;
        std::string same_as;  // a hard link to an earlier one; empty: it has bytes of its own
    };
    /// The next regular file; nothing at the end.
    std::optional<Member> next();
    /// Up to n bytes of it; fewer at its end only.
    std::size_t read(std::byte* out, std::size_t n);

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The first n bytes of what was compressed, fewer when there are fewer.
std::vector<std::byte> unpacked_head(const Bytes& packed, std::size_t n);

/// All that was compressed, kept as a Spool keeps it. Throws Fault::input for more than `most` bytes, or than limit::unpacked says.
Bytes unpacked(const Bytes& packed, std::size_t most);
Bytes unpacked(const Bytes& packed);

}  // namespace gen
