#include "core/winograd/tiles.hpp"

#include <algorithm>
#include <array>

#include "core/patch_kernels.hpp"

namespace gen::winograd {
namespace {

/// So many numbers of this thread, 0 at first.
real* zeros(std::size_t numbers) {
    thread_local Matrix buffer;
    if (buffer.size() < numbers) buffer.resize(1, numbers);
    std::fill_n(buffer.data(), numbers, real{0});
    return buffer.data();
}

}  // namespace

std::size_t Tiles::of_image(const ConvGeometry& g) { return (g.small_height + 1) / 2 * ((g.small_width + 1) / 2); }

Tiles::Tiles(const ConvGeometry& g, Rows images)
    : g_(g),
      images_(images),
      down_(g.small_height / 2),
      across_(g.small_width / 2),
      cut_below_(g.small_height % 2 != 0),
      cut_right_(g.small_width % 2 != 0),
      right_(cut_right_ ? images.count() * down_ : 0),
      whole_(right_ + images.count() * down_ * across_),
      below_(whole_ + (cut_below_ ? images.count() * across_ : 0)),
      count_(images.count() * of_image(g)) {}

Rows Tiles::with(std::size_t point) const {
    const bool last_row = point / 3 == 2;
    const bool last_column = point % 3 == 2;
    return {last_column ? right_ : 0, last_row ? whole_ : last_column ? below_ : count_};
}

std::size_t Tiles::row(std::size_t image, std::size_t y, std::size_t x) const {
    const bool below = y == down_;
    const bool right = x == across_;
    if (below) return right ? below_ + image : whole_ + image * across_ + x;
    return right ? image * down_ + y : right_ + (image * down_ + y) * across_ + x;
}

/// use(image, y, x) of each tile.
template <class Use>
void Tiles::for_each(const Use& use) const {
    for (std::size_t image = 0; image < images_.count(); ++image)
        for (std::size_t y = 0; 2 * y < g_.small_height; ++y)
            for (std::size_t x = 0; 2 * x < g_.small_width; ++x) use(image, y, x);
}

/// Of a tile, those outside of the map at `beyond`.
template <class Number>
Four<Number> Tiles::pixels(Number* map, std::size_t y, std::size_t x, Number* beyond) const {
    const auto pixel = [&](std::size_t py, std::size_t px) {
        const bool inside = py < g_.small_height && px < g_.small_width;
        return inside ? map + (py * g_.small_width + px) * g_.filters : beyond;
    };
    return {pixel(2 * y, 2 * x), pixel(2 * y, 2 * x + 1), pixel(2 * y + 1, 2 * x), pixel(2 * y + 1, 2 * x + 1)};
}

void Tiles::of_small(const Matrix& small, Rows filters, const Points& to) const {
    const real* const beyond = zeros(to.columns);
    for_each([&](std::size_t image, std::size_t y, std::size_t x) {
        const auto from = pixels(small.row(images_.begin + image) + filters.begin, y, x, beyond);
        winograd_kernels().widen(from, to.columns, to.row(row(image, y, x)), to.plane());
    });
}

void Tiles::to_small(const Points& from, const real* bias, Rows filters, Matrix& small) const {
    real* const beyond = zeros(2 * from.columns);
    const real* const some = bias == nullptr ? beyond + from.columns : bias + filters.begin;
    for_each([&](std::size_t image, std::size_t y, std::size_t x) {
        const auto to = pixels(small.row(images_.begin + image) + filters.begin, y, x, beyond);
        winograd_kernels().narrow(from.row(row(image, y, x)), from.plane(), from.columns, some, to);
    });
}

/// Of the pixels from 4 t - padding on, in both directions, tile t sees six.
void Tiles::of_large(const Matrix& large, const Points& to) const {
    const std::size_t seen = 6 * g_.channels;
    real* const beyond = zeros(4 * seen);  // three rows of a tile at the edge, and one of zeros
    const auto clip = [&](const real* image, std::size_t y, std::size_t x, real* clipped) -> const real* {  // counted from the start of the padding
        if (y < g_.padding || y >= g_.padding + g_.height) return beyond + 3 * seen;
        const real* const line = image + (y - g_.padding) * g_.width * g_.channels;
        const std::size_t left = std::clamp(x, g_.padding, g_.padding + g_.width);
        const std::size_t right = std::clamp(x + 6, g_.padding, g_.padding + g_.width);
        if (right - left == 6) return line + (x - g_.padding) * g_.channels;
        std::fill_n(clipped, seen, real{0});
        std::copy_n(line + (left - g_.padding) * g_.channels, (right - left) * g_.channels, clipped + (left - x) * g_.channels);
        return clipped;
    };
    for_each([&](std::size_t image, std::size_t y, std::size_t x) {
        for (std::size_t parity = 0; parity < 2; ++parity) {
            std::array<const real*, 3> rows = {};
            for (std::size_t i = 0; i < 3; ++i) rows[i] = clip(large.row(images_.begin + image), 4 * y + 2 * i + parity, 4 * x, beyond + i * seen);
            winograd_kernels().difference(rows.data(), 2 * g_.channels, to.row(row(image, y, x)) + parity * 2 * g_.channels, to.plane());
        }
    });
}

void Tiles::to_large(const Points& from, const real* bias, Matrix& large) const {
    const std::size_t line = (g_.small_width + 1) * 2 * g_.channels;
    real* const lines = zeros(5 * line + g_.width * g_.channels);
    real* const bias_line = lines + 5 * line;
    if (bias != nullptr) patch_kernels().fill_positions(bias_line, bias, g_.width, g_.channels);
    for (std::size_t i = 0; i < images_.count(); ++i) to_image(from, i, bias_line, lines, large.row(images_.begin + i));
}

/// Two rows of the larger map for each row of tiles and each parity, one of them shared with the tiles above.
void Tiles::to_image(const Points& from, std::size_t image, const real* bias_line, real* lines, real* to) const {
    const WinogradKernels& k = winograd_kernels();
    const std::size_t pair = 2 * g_.channels;
    const std::size_t line = (g_.small_width + 1) * pair;
    const std::size_t skipped = g_.padding * g_.channels;
    const std::size_t width = g_.width * g_.channels;
    real* const x[] = {lines, lines + line, lines + 2 * line};
    real* const above = lines + 3 * line;  // x[2] of the tiles above
    const real* const nothing = lines + 4 * line;
    const auto out = [&](std::size_t y, const auto& write) {
        if (y >= g_.padding && y < g_.padding + g_.height) write(to + (y - g_.padding) * width);
    };
    for (std::size_t parity = 0; parity < 2; ++parity) {
        std::fill_n(above, line, real{0});
        for (std::size_t t = 0; 2 * t <= g_.small_height; ++t) {
            const bool is_there = 2 * t < g_.small_height;  // else the edge of the tiles above is left
            const bool cut = t == down_;
            for (std::size_t a = 0; a < (cut ? 2 : 3) && is_there; ++a) {
                const auto point = [&](std::size_t column) { return from.row(row(image, t, column)) + 3 * a * from.plane() + parity * pair; };
                k.join(point(0), from.plane(), across_, from.columns, pair, x[a]);
                if (cut_right_) k.join_cut(point(across_), from.plane(), pair, x[a] + 2 * across_ * pair);
            }
            const real* const first = is_there ? x[0] : nothing;
            out(4 * t + parity, [&](real* y) { k.join_even(first + skipped, above + skipped, bias_line, width, y); });
            if (!is_there) break;
            const real* const last = cut ? nothing : x[2];
            out(4 * t + 2 + parity, [&](real* y) { k.join_odd(x[0] + skipped, x[1] + skipped, last + skipped, bias_line, width, y); });
            std::copy_n(last, line, above);
        }
    }
}

}  // namespace gen::winograd
