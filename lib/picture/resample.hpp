#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/real.hpp"

namespace gen {

/// One picture: [channels, height, width] numbers, a plane after the other, each row by row from the top.
struct Picture {
    std::size_t channels = 0;
    std::size_t height = 0;
    std::size_t width = 0;
    std::vector<real> values;

    /// Takes the new shape; the values are then unspecified.
    void resize(std::size_t c, std::size_t h, std::size_t w);
    real* row(std::size_t c, std::size_t y) { return values.data() + (c * height + y) * width; }
    const real* row(std::size_t c, std::size_t y) const { return values.data() + (c * height + y) * width; }
};

struct PictureSize {
    std::size_t width = 0;
    std::size_t height = 0;
};

/// A rectangle to cut out; without `corner` (x, y) it is centred, half a pixel left and up where the difference is odd.
struct Crop {
    PictureSize size;
    std::optional<std::pair<std::size_t, std::size_t>> corner;
    bool is_ratio = false;  // `size` is the ratio of width to height; the largest such part is cut out

    PictureSize size_in(const Picture& picture) const;
};

/// "64x64". Throws Fault::usage, naming `option`.
PictureSize parse_picture_size(std::string_view option, std::string_view words);
/// "148x148", "108x108+35+55" or, a ratio, "1:1".
Crop parse_crop(std::string_view option, std::string_view words);

/// In place. Throws Fault::input when the rectangle does not lie inside the picture: "a crop of 148x148 does not fit a picture of 100x80".
void crop(Picture& picture, const Crop& rectangle);

/// A triangle filter as wide as a step of the coarser grid, separable: bilinear interpolation upwards, antialiased downwards. A constant stays
/// constant.
void resize(const Picture& in, const PictureSize& size, Picture& out);

/// In place: luma of ITU-R BT.601, 0.299 R + 0.587 G + 0.114 B; a picture of one channel stays what it is. Throws Fault::input for any other number
/// of channels.
void grey(Picture& picture);

}  // namespace gen
