#pragma once

#include <functional>
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

/// Digests the items; `rows` does it with all rows of a data set.
std::string digest_of(const std::vector<DigestItem>& items, const std::function<void(const Dataset& set, Sha256& sha)>& rows);

/// rest-sha256: the same over what content-sha256 leaves out, itself included: /@producer, /@content-sha256, /provenance and /metrics with their
/// attributes. It stands on each of these data sets, so that its loss is seen, too, and the two digests together cover all that a file says. Files of
/// before have instead, where such a data set is large, its own digest as its attribute sha256.
inline constexpr std::string_view rest_digest = "rest-sha256";

/// Whether the attribute is one of these, not something that the file says.
bool is_digest_of_rest(const Dataset& set, const Attribute& attribute);

/// What rest-sha256 covers, in its order; `content`: the attribute content-sha256.
std::vector<DigestItem> rest_items(const Document& document, const Attribute& content);

/// How one of the digests that are there was found wrong or missing, "" where they are right; content-sha256 itself is not compared.
std::string damage_of_rest(const Document& document);

}  // namespace gen
