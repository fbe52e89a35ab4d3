#include "formats/tiles.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"

namespace gen {

void check_showable(const Images& images, const std::string& name) {
    const Shape& shape = images.shape;
    if (images.are_points()) fail(name, ": /images holds vectors of ", images.pixels(), " numbers, expected images, or nothing but vectors of 2");
    if (shape[1] != 1 && shape[1] != 3) fail(name, ": /images has ", shape[1], " channels, expected 1 or 3");
    if (!std::isfinite(images.range.low) || !std::isfinite(images.range.high)) fail(name, ": /images has no finite @range, so no black and no white");
}

std::string label_name(std::int32_t label, const std::vector<std::string>& classes) {
    const auto at = static_cast<std::size_t>(label);
    return label >= 0 && at < classes.size() ? classes[at] : text(label);
}

picture::Tiles tiles_of(const Images& images, const std::string& name, std::size_t first, std::size_t count) {
    constexpr std::size_t at_once = 256;
    const std::size_t pixels = images.pixels();
    picture::Tiles tiles = {images.shape[1], images.shape[2], images.shape[3], {}, {}};
    tiles.pixels.resize(count * pixels);
    std::vector<real> block(std::min(count, at_once) * pixels);
    const double scale = 255 / (images.range.high - images.range.low);
    for (std::size_t done = 0; done < count; done += at_once) {
        const std::size_t rows = std::min(at_once, count - done);
        read_rows(images, name, first + done, rows, block.data());
        std::uint8_t* out = tiles.pixels.data() + done * pixels;
        for (std::size_t i = 0; i < rows * pixels; ++i)
            out[i] = static_cast<std::uint8_t>(std::lround(std::clamp((static_cast<double>(block[i]) - images.range.low) * scale, 0.0, 255.0)));
    }
    if (!images.labels.empty())
        for (std::size_t i = first; i < first + count; ++i) tiles.captions.push_back(label_name(images.labels[i], images.classes));
    return tiles;
}

}  // namespace gen
