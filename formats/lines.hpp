#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "formats/bytes.hpp"

namespace gen {

/// What a packed foreign file may unpack to at most.
constexpr std::size_t unpacked_limit = std::size_t{4} << 30;

/// Text: not empty, and its first 4 KiB are printable.
bool is_text(const Bytes& bytes);

struct TextLine {
    std::string_view words;  // without line end and outer blanks
    std::size_t number;      // from 1
    std::size_t offset;      // of `words` in the file
    bool is_remark;          // it begins with '#'
};

/// Every line that is not empty, a byte order mark left out. Lines end with a line feed, or where the file has none with a carriage return. One
/// beyond 16 MiB is refused.
void for_each_line(const Bytes& bytes, const std::function<void(const TextLine&)>& visit);

/// Without blanks and carriage returns at both ends.
std::string_view trimmed(std::string_view words);

}  // namespace gen
