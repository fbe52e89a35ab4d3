#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "picture/canvas.hpp"

namespace gen::picture {

/// Pictures of one size: 0 black ... 255 white.
struct Tiles {
    std::size_t channels = 1;  // 1 or 3
    std::size_t height = 0;
    std::size_t width = 0;
    std::vector<std::uint8_t> pixels;   // [N,C,H,W]
    std::vector<std::string> captions;  // one a tile, or none

    std::size_t count() const { return pixels.size() / (channels * height * width); }
};

struct SheetPlan {
    std::size_t columns = 0;
    std::size_t scale = 1;  // pixels of the sheet for one of a tile
    std::size_t gap = 2;    // between tiles, in pixels of the sheet
    bool captions = false;
    bool interleave = false;  // a row of every set in turn, instead of one set under another
};

/// How many tiles beside each other make `count` of them about as wide as high.
std::size_t near_square_columns(std::size_t count, std::size_t tile_width, std::size_t tile_height);

/// The largest whole factor that leaves a sheet of `columns` x `rows` tiles within about 1100 pixels and a tile within 96; at least 1.
std::size_t handy_scale(std::size_t columns, std::size_t rows, std::size_t tile_width, std::size_t tile_height);

/// Where everything lies on a sheet of sets with these numbers of tiles.
class SheetLayout {
public:
    SheetLayout(std::vector<std::size_t> counts, std::size_t tile_width, std::size_t tile_height, const SheetPlan& plan);

    struct Corner {
        std::size_t x;
        std::size_t y;
    };
    Corner corner(std::size_t set, std::size_t tile) const;
    std::size_t width() const;
    std::size_t height() const;
    const SheetPlan& plan() const { return plan_; }

private:
    std::size_t top_of_row(std::size_t set, std::size_t row) const;
    std::size_t rows(std::size_t set) const { return (counts_[set] + plan_.columns - 1) / plan_.columns; }
    std::size_t row_height() const;

    std::vector<std::size_t> counts_;
    std::size_t tile_width_;
    std::size_t tile_height_;
    SheetPlan plan_;
};

/// The sheet: tiles on white, row by row. All sets have the same tile size.
Canvas contact_sheet(const std::vector<Tiles>& sets, const SheetPlan& plan);

}  // namespace gen::picture
