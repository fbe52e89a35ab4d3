#pragma once

#include "core/conv_geometry.hpp"
#include "core/winograd/kernels.hpp"
#include "core/winograd/points.hpp"

namespace gen::winograd {

/// The tiles of some images, 2 x 2 pixels of the smaller map and what they see of the larger one, between maps and points. Where a smaller map has an
/// odd width or height, the last tiles are cut: of their points those with b = 2, or a = 2, take no part. So tiles lie in an order in which the
/// others are always neighbours: those cut at the right, whole ones, those cut below, those cut at both sides.
class Tiles {
public:
    static std::size_t of_image(const ConvGeometry& geometry);

    Tiles(const ConvGeometry& geometry, Rows images);

    std::size_t count() const { return count_; }
    /// Those that this point takes part in.
    Rows with(std::size_t point) const;

    /// Points of the larger maps: columns [row parity][column parity][channel].
    void of_large(const Matrix& large, const Points& to) const;
    /// The way back, on top of `bias`, one number a channel, or of 0.
    void to_large(const Points& from, const real* bias, Matrix& large) const;
    /// Points of some filters of the smaller maps.
    void of_small(const Matrix& small, Rows filters, const Points& to) const;
    void to_small(const Points& from, const real* bias, Rows filters, Matrix& small) const;

private:
    std::size_t row(std::size_t image, std::size_t y, std::size_t x) const;
    template <class Use>
    void for_each(const Use& use) const;
    void to_image(const Points& from, std::size_t image, const real* bias_line, real* lines, real* to) const;
    template <class Number>
    Four<Number> pixels(Number* map, std::size_t y, std::size_t x, Number* beyond) const;

    ConvGeometry g_;
    Rows images_;
    std::size_t down_, across_;  // whole tiles of an image
    bool cut_below_, cut_right_;
    std::size_t right_, whole_, below_, count_;  // ends of these tiles
};

}  // namespace gen::winograd
