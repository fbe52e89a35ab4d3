#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/document.hpp"
#include "formats/sha256.hpp"

namespace gen {

/// content-sha256: what a file says, whatever HDF5 made of it (layout, compression, byte order, order of creation).
///
/// SHA-256 over all objects in bytewise order of their names, and of each: its name, NUL, its type, NUL, its dimensions, NUL, its bytes.
///   name        of a data set its path, "/parameters/encoder/0/weight"; of an attribute the path of its owner, "@" and its own name:
///               "/images@range", "/@encoding-type"
///   type        u8 i32 i64 u64 f32 f64 text; attributes of numbers are i64 or f64
///   dimensions  in decimal, "x" between: "10x1x28x28"; of a scalar none; of an attribute the number of its values
///   bytes       little-endian numbers in row-major order; of each text its UTF-8 bytes and a NUL
/// Left out: /provenance and /metrics with all that is below and on them, /@producer and /@content-sha256, attributes of groups.
struct DigestItem {
    std::string name;
    const Attribute* attribute = nullptr;  // one of the two
    const Dataset* dataset = nullptr;
};

/// What the digest covers, in its order. The items point into the document.
std::vector<DigestItem> digest_items(const Document& document);

/// Whether the digest covers the data set of this path.
bool is_digested(std::string_view path);

void digest_attribute(Sha256& sha, const DigestItem& item);

/// Name, type and dimensions of a data set; its bytes follow, then digest_end().
void digest_begin(Sha256& sha, const DigestItem& item);
void digest_end(Sha256& sha, const DigestItem& item);

/// What a data set that content-sha256 leaves out says of itself by its attribute sha256: SHA-256 of its name, type, dimensions and bytes as above.
/// HDF5 has a checksum of small ones; writers give it to those that are larger.
inline constexpr std::string_view own_digest = "sha256";
/// The path of the first one whose bytes say something else; "" where there is none.
std::string damaged_rest(const Document& document);

}  // namespace gen
