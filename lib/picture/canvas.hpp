#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "picture/color.hpp"

namespace gen::picture {

/// Pixels, red-green-blue, row by row, at first white.
class Canvas {
public:
    Canvas() = default;
    Canvas(std::size_t width, std::size_t height);

    std::size_t width() const { return width_; }
    std::size_t height() const { return height_; }
    Color at(std::size_t x, std::size_t y) const;
    void set(std::size_t x, std::size_t y, Color color);
    /// Mixes `color` into a pixel; coverage 0 ... 1.
    void blend(std::size_t x, std::size_t y, Color color, double coverage);
    const std::uint8_t* row(std::size_t y) const { return pixels_.data() + 3 * width_ * y; }
    std::uint8_t* row(std::size_t y) { return pixels_.data() + 3 * width_ * y; }
    bool is_grey() const;

private:
    std::size_t width_ = 0;
    std::size_t height_ = 0;
    std::vector<std::uint8_t> pixels_;
};

/// The same picture in fewer pixels: each is the mean of the area that it covers.
Canvas shrink(const Canvas& canvas, std::size_t width, std::size_t height);

}  // namespace gen::picture
