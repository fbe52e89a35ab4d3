#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/dataset.hpp"
#include "formats/hdf5/number_type.hpp"

namespace gen::h5 {

enum class Filter : std::uint8_t { deflate, shuffle, fletcher32, lzf };

constexpr bool compresses(Filter filter) { return filter == Filter::deflate || filter == Filter::lzf; }

struct StoredChunk {
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;       // 0: never written
    unsigned skipped_filters = 0;  // bit i: filter i was not applied
};

/// Where the numbers of a data set lie, without a handle of HDF5's.
struct StoredSet {
    enum class Storage : std::uint8_t { nothing, here, contiguous, chunked };
    std::string path;       // "/images"
    std::string type_name;  // as a list shows it: "u8", "bool", "text", "compound"
    std::string refusal;    // why its numbers cannot be read: "is of a compound type, expected integers or floats"; empty: they can
    bool is_text = false;   // one text of fixed length
    bool is_bool = false;   // numbers that h5py wrote of bool
    NumberType number;
    Shape shape;
    std::size_t number_bytes = 0;  // as stored; of text its length
    Storage storage = Storage::nothing;
    std::vector<std::byte> content;                 // of Storage::here; of text without padding
    std::uint64_t offset = 0;                       // of Storage::contiguous
    Shape chunk;                                    // of Storage::chunked: its shape,
    std::vector<Filter> filters;                    // in the order in which they were applied,
    std::vector<StoredChunk> chunks;                // row-major over the grid
    std::vector<std::byte> fill;                    // one number, for what was never written; empty: 0
    std::optional<std::vector<std::string>> words;  // of a small array of text, also of variable length
    std::vector<Attribute> attributes;              // those that are text or numbers
};

/// A name that leads to something else.
struct StoredLink {
    std::string path;    // "/soft"
    std::string target;  // of the same file: absolute, or below the group of the link
    std::string file;    // of an external link: the other one; else empty
};

/// What a group says of itself, as AnnData's do that hold a sparse matrix.
struct StoredGroup {
    std::string path;  // "/X"
    std::vector<Attribute> attributes;
};

/// What HDF5 knows of a file: plain data, which can be checked without it.
struct Structure {
    std::vector<Attribute> attributes;  // of the root
    std::vector<StoredSet> sets;        // by path
    std::vector<StoredGroup> groups;    // of anyone: those that say what they hold
    std::vector<StoredLink> links;      // of anyone; none is followed
    std::string damage;                 // why the walk ended early, of ours; empty: it did not
};

enum class Whose {
    ours,    // what could lead out of the file is damage: links, external storage, virtual data sets; so are two names for one object
    anyone,  // such things are passed over
};

/// A structure as bytes, and back. Throws Fault::input where they are not what pack() gives.
std::vector<std::byte> pack(Structure structure);
Structure unpack(std::span<const std::byte> bytes, const std::string& name);

}  // namespace gen::h5
