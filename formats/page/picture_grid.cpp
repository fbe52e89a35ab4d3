#include "formats/page/picture_grid.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "formats/page/markup.hpp"
#include "formats/png_writer.hpp"
#include "formats/svg.hpp"
#include "formats/tiles.hpp"
#include "picture/scatter.hpp"

namespace gen::page {
namespace {

picture::Canvas tile(const picture::Tiles& tiles, std::size_t number) {
    picture::Canvas canvas(tiles.width, tiles.height);
    const std::size_t plane = tiles.height * tiles.width;
    const std::uint8_t* const pixels = tiles.pixels.data() + number * tiles.channels * plane;
    for (std::size_t i = 0; i < plane; ++i) {
        const auto part = [&](std::size_t channel) { return pixels[tiles.channels == 3 ? channel * plane + i : i]; };
        canvas.set(i % tiles.width, i / tiles.width, {part(0), part(1), part(2)});
    }
    return canvas;
}

std::string map_of(const Images& images, const std::string& name, std::size_t count) {
    Matrix points(count, 2);
    read_rows(images, name, 0, count, points.data());
    picture::Cloud cloud;
    for (std::size_t i = 0; i < count; ++i) cloud.points.push_back({static_cast<double>(points(i, 0)), static_cast<double>(points(i, 1))});
    if (!images.labels.empty()) cloud.labels.assign(images.labels.begin(), images.labels.begin() + static_cast<std::ptrdiff_t>(count));
    const picture::ScatterPlan plan = {.x_title = "x[0]", .y_title = "x[1]", .classes = images.classes};
    return join("<figure class=\"chart\">", svg_text(picture::draw_scatter({cloud}, plan), SvgPlace::page), "</figure>\n");
}

/// How many pixels of the page one of a tile gets, so that small ones can be seen.
std::size_t scale_of(std::size_t width) {
    constexpr std::size_t wanted = 56;
    return std::max<std::size_t>(1, (wanted + width / 2) / width);
}

}  // namespace

std::string images_in_words(const Images& images) {
    const std::string number = text(images.count());
    const std::string_view ending = images.count() == 1 ? "" : "s";
    if (images.are_points()) return join(number, " vector", ending, " of ", images.pixels());
    const std::string_view color = images.shape[1] == 1 ? ", grey" : images.shape[1] == 3 ? ", in colour" : "";
    return join(number, " image", ending, " of ", images.shape[2], "x", images.shape[3], color);
}

std::string picture_grid(const Images& images, const std::string& name, std::size_t most) {
    constexpr std::size_t points_for_one = 40;  // as many as take the room of an image
    if (images.are_points() && images.pixels() == 2) return map_of(images, name, std::min(images.count(), points_for_one * most));
    if (images.are_points()) return "<p>Vectors of more than two numbers are not drawn.</p>\n";
    check_showable(images, name);
    const picture::Tiles tiles = tiles_of(images, name, 0, std::min(images.count(), most));
    const std::size_t scale = scale_of(tiles.width);
    std::string out = "<ul class=\"grid\">\n";
    for (std::size_t i = 0; i < tiles.count(); ++i) {
        const std::string what = join("number ", i, tiles.captions.empty() ? "" : ", class ", tiles.captions.empty() ? "" : tiles.captions[i]);
        out += join("<li><button type=\"button\"><img alt=\"", html(what), "\" width=\"", tiles.width * scale, "\" height=\"", tiles.height * scale,
                    "\" src=\"data:image/png;base64,", base64(png_bytes(tile(tiles, i))), "\"></button></li>\n");
    }
    out += "</ul>\n";
    if (tiles.count() < images.count()) out += join("<p class=\"small\">The first ", tiles.count(), " of ", images.count(), ".</p>\n");
    return out;
}

}  // namespace gen::page
