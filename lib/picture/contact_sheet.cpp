#include "picture/contact_sheet.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "picture/font.hpp"
#include "picture/raster.hpp"

namespace gen::picture {
namespace {

constexpr double caption_size = 12;
constexpr std::size_t caption_height = 16;
constexpr std::size_t set_gap = 8;  // further space between sets, or between groups of interleaved rows
constexpr std::size_t handy_sheet = 1100;
constexpr std::size_t handy_tile = 96;

void draw_tile(Canvas& canvas, const Tiles& tiles, std::size_t tile, SheetLayout::Corner corner, std::size_t scale) {
    const std::size_t plane = tiles.height * tiles.width;
    const std::uint8_t* pixels = tiles.pixels.data() + tile * tiles.channels * plane;
    const std::size_t green = tiles.channels == 3 ? plane : 0;
    for (std::size_t y = 0; y < tiles.height * scale; ++y)
        for (std::size_t x = 0; x < tiles.width * scale; ++x) {
            const std::uint8_t* p = pixels + y / scale * tiles.width + x / scale;
            canvas.set(corner.x + x, corner.y + y, {p[0], p[green], p[2 * green]});
        }
}

/// A caption in the middle of a strip of its own, copied below the tile.
void draw_caption(Canvas& canvas, const std::string& caption, SheetLayout::Corner corner, std::size_t width) {
    Canvas strip(width, caption_height);
    const double room = std::max(static_cast<double>(width), text_width("0", caption_size));
    draw_label(strip, {{static_cast<double>(width) / 2, 12}, fitted(caption, caption_size, room), caption_size, Anchor::middle});
    for (std::size_t y = 0; y < caption_height; ++y) std::copy_n(strip.row(y), 3 * width, canvas.row(corner.y + y) + 3 * corner.x);
}

}  // namespace

std::size_t near_square_columns(std::size_t count, std::size_t tile_width, std::size_t tile_height) {
    const double ideal = std::sqrt(static_cast<double>(count) * static_cast<double>(tile_height) / static_cast<double>(tile_width));
    return std::clamp<std::size_t>(static_cast<std::size_t>(std::ceil(ideal - 1e-9)), 1, std::max<std::size_t>(count, 1));
}

std::size_t handy_scale(std::size_t columns, std::size_t rows, std::size_t tile_width, std::size_t tile_height) {
    const std::size_t sheet = std::max(columns * tile_width, rows * tile_height);
    return std::max<std::size_t>(1, std::min(handy_sheet / sheet, handy_tile / std::max(tile_width, tile_height)));
}

SheetLayout::SheetLayout(std::vector<std::size_t> counts, std::size_t tile_width, std::size_t tile_height, const SheetPlan& plan)
    : counts_(std::move(counts)), tile_width_(tile_width), tile_height_(tile_height), plan_(plan) {
    if (plan.columns == 0 || plan.scale == 0) fail_usage("a sheet of ", plan.columns, " columns and scale ", plan.scale, ", expected at least 1");
}

std::size_t SheetLayout::row_height() const { return tile_height_ * plan_.scale + (plan_.captions ? caption_height : plan_.gap); }

std::size_t SheetLayout::top_of_row(std::size_t set, std::size_t row) const {
    std::size_t before = 0;
    std::size_t wider = 0;  // how many of the gaps above are between sets
    if (plan_.interleave) {
        for (std::size_t other = 0; other < counts_.size(); ++other) before += std::min(rows(other), other < set ? row + 1 : row);
        wider = row;
    } else {
        for (std::size_t other = 0; other < set; ++other) before += rows(other);
        before += row;
        wider = set;
    }
    return plan_.gap + before * row_height() + (counts_.size() > 1 ? wider * set_gap : 0);
}

SheetLayout::Corner SheetLayout::corner(std::size_t set, std::size_t tile) const {
    return {plan_.gap + tile % plan_.columns * (tile_width_ * plan_.scale + plan_.gap), top_of_row(set, tile / plan_.columns)};
}

std::size_t SheetLayout::width() const { return plan_.gap + plan_.columns * (tile_width_ * plan_.scale + plan_.gap); }

std::size_t SheetLayout::height() const {
    std::size_t bottom = plan_.gap;
    for (std::size_t set = 0; set < counts_.size(); ++set)
        if (counts_[set] > 0) bottom = std::max(bottom, top_of_row(set, rows(set) - 1) + row_height());
    return bottom;
}

Canvas contact_sheet(const std::vector<Tiles>& sets, const SheetPlan& plan) {
    if (sets.empty()) fail("a contact sheet of no images");
    std::vector<std::size_t> counts;
    for (const Tiles& tiles : sets) counts.push_back(tiles.count());
    const SheetLayout layout(counts, sets[0].width, sets[0].height, plan);
    Canvas canvas(layout.width(), layout.height());
    const std::size_t shown_width = sets[0].width * plan.scale;
    for (std::size_t set = 0; set < sets.size(); ++set)
        for (std::size_t tile = 0; tile < counts[set]; ++tile) {
            const SheetLayout::Corner corner = layout.corner(set, tile);
            draw_tile(canvas, sets[set], tile, corner, plan.scale);
            if (plan.captions && !sets[set].captions.empty())
                draw_caption(canvas, sets[set].captions[tile], {corner.x, corner.y + sets[set].height * plan.scale}, shown_width);
        }
    return canvas;
}

}  // namespace gen::picture
