#pragma once

#include <algorithm>
#include <cstddef>
#include <string>

#include "core/error.hpp"
#include "formats/held.hpp"
#include "formats/picture_turn.hpp"

namespace gen {

/// For decoders of pictures. That so many bytes may be taken for a picture of a file: waits for the turn of a large one, refuses one that is too
/// large.
inline void expect_room(const std::string& name, std::size_t width, std::size_t height, std::size_t bytes, std::size_t file_bytes) {
    if (bytes <= limit::large_picture) return;
    expect_holdable(join(name, ": a picture of ", width, "x", height, " pixels"), bytes, file_bytes, limit::picture_times);
    PictureTurn::ask(bytes);
}

/// How many rows are decoded at a time.
inline std::size_t band_rows(std::size_t row_bytes) {
    constexpr std::size_t band_bytes = 256 << 10;
    return std::max<std::size_t>(1, band_bytes / std::max<std::size_t>(1, row_bytes));
}

}  // namespace gen
