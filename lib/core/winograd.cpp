#include "core/winograd.hpp"

#include <algorithm>
#include <array>
#include <mutex>

#include "core/kernels.hpp"
#include "core/parallel.hpp"
#include "core/patch_kernels.hpp"
#include "core/product.hpp"
#include "core/winograd_kernels.hpp"
#include "core/work_time.hpp"

namespace gen {
namespace {

constexpr std::size_t points = 9;
// Those of a weight that are sums: the others, at the corners, are a quarter of the weight as it lies.
constexpr std::size_t sums = 5;
constexpr std::size_t none = ~std::size_t{0};
constexpr std::size_t sum_at[points] = {none, 0, none, 1, 2, 3, none, 4, none};
// Of a product: with fewer a weight is read for too little, with more they leave the second-level cache.
constexpr std::size_t wanted_tiles = 128;
constexpr std::size_t weight_numbers = std::size_t{768} * 1024;  // sums of a weight that are there at once, unless they are kept

/// The points of some tiles or of a weight's gradient, or a weight's sums: matrices of as many rows and columns, one after the other.
struct Points {
    real* data;
    std::size_t rows;
    std::size_t columns;

    std::size_t plane() const { return rows * columns; }
    real* row(std::size_t i) const { return data + i * columns; }
    MutablePanel matrix(std::size_t point) const { return matrix(point, {0, columns}); }
    MutablePanel matrix(std::size_t point, Rows some) const { return {data + point * plane() + some.begin, rows, some.count(), columns}; }
};

/// One thread's, kept from call to call.
struct Room {
    Matrix large;   // points of tiles of the larger maps
    Matrix small;   // and of the smaller ones
    Matrix weight;  // sums of the weight, or points of its gradient
    Matrix lines;   // that are put together, or beyond the edge
};

Room& room() {
    thread_local Room kept;
    return kept;
}

Points take(Matrix& buffer, std::size_t count, std::size_t rows, std::size_t columns) {
    if (buffer.size() < count * rows * columns) buffer.resize(count, rows * columns);
    return {buffer.data(), rows, columns};
}

/// Numbers that are 0 at first.
real* zeros(Matrix& buffer, std::size_t numbers) {
    if (buffer.size() < numbers) buffer.resize(1, numbers);
    std::fill_n(buffer.data(), numbers, real{0});
    return buffer.data();
}

class WinogradConvolution final : public Convolution {
public:
    WinogradConvolution(const ConvGeometry& g, const Arithmetic& arithmetic)
        : Convolution(g),
          engine_(arithmetic.engine),
          across_(g.small_width / 2),
          tiles_(g.small_height / 2 * across_),
          slices_(std::min(g.filters, (sums * 4 * g.channels * g.filters + weight_numbers - 1) / weight_numbers)) {}

    void forward(const Operand& in, const Matrix& weight, const real* bias, Matrix& small, Rows rows) const override;
    void adjoint(const Operand& in, const Matrix& weight, const real* bias, Matrix& large, Rows rows) const override;
    void weight_gradient(const Operand& large, const Operand& small, Rows images, Rows part, bool add, Matrix& grad) const override;
    void keep_weight() override { keeps_weight_ = true; }
    bool gradient_at_once() const override { return true; }

private:
    template <class Use>
    void for_each_product(Rows images, const Use& use) const;
    template <class Use>
    void for_each_slice(const Matrix& weight, Points& formed, const Use& use) const;
    void form(const Matrix& weight, Rows filters, const Points& to) const;
    template <class Use>
    void for_each_factor(std::size_t point, const Matrix& weight, const Points& some, Rows filters, const Use& use) const;
    Points of_large(const Matrix& large, Rows images) const;
    Points of_small(const Matrix& small, Rows images, Rows filters) const;
    void to_small(const Points& from, const real* bias, Matrix& small, Rows images, Rows filters) const;
    void to_large(const Points& from, const real* bias, Matrix& large, Rows images) const;
    void to_gradient(const Points& from, Rows part, bool add, Matrix& grad) const;

    void large_image(const real* image, const Points& to, std::size_t first_tile) const;
    void image_of(const Points& from, std::size_t first_tile, const real* bias_line, real* lines, real* image) const;
    /// The four pixels of a tile of a smaller map.
    template <class Number>
    std::array<Number*, 4> pixels(Number* map, std::size_t tile) const;
    /// The four rows of the weight for one parity of pixels, from channel `c` on.
    template <class Number>
    std::array<Number*, 4> taps(Number* weight, std::size_t parity, std::size_t c) const;

    Engine engine_;
    std::size_t across_;  // tiles
    std::size_t tiles_;   // of an image
    std::size_t slices_;  // of the weight's columns
    bool keeps_weight_ = false;
    mutable std::once_flag is_kept_;
    mutable Matrix kept_;  // sums of the weight
};

template <class Use>
void WinogradConvolution::for_each_product(Rows images, const Use& use) const {
    const std::size_t together = (wanted_tiles + tiles_ - 1) / tiles_;
    const std::size_t products = (images.count() + together - 1) / together;
    for (std::size_t i = 0; i < products; ++i) {
        const Rows some = row_block(images.count(), products, i);
        use(Rows{images.begin + some.begin, images.begin + some.end});
    }
}

template <class Number>
std::array<Number*, 4> WinogradConvolution::pixels(Number* map, std::size_t tile) const {
    const ConvGeometry& g = geometry();
    const std::size_t line = g.small_width * g.filters;
    Number* const first = map + tile / across_ * 2 * line + tile % across_ * 2 * g.filters;
    return {first, first + g.filters, first + line, first + line + g.filters};
}

template <class Number>
std::array<Number*, 4> WinogradConvolution::taps(Number* weight, std::size_t parity, std::size_t c) const {
    const ConvGeometry& g = geometry();
    const auto tap = [&](std::size_t ky, std::size_t kx) { return weight + ((ky * g.kernel_width + kx) * g.channels + c) * g.filters; };
    const std::size_t y = parity / 2;
    const std::size_t x = parity % 2;
    return {tap(y, x), tap(y, x + 2), tap(y + 2, x), tap(y + 2, x + 2)};
}

/// Calls use(filters, sums of the weight) for some filters at a time. `formed`: those that are there already from call to call, where they are all.
template <class Use>
void WinogradConvolution::for_each_slice(const Matrix& weight, Points& formed, const Use& use) const {
    const Rows all = {0, geometry().filters};
    if (keeps_weight_) {
        std::call_once(is_kept_, [&] { form(weight, all, take(kept_, sums, 4 * geometry().channels, all.end)); });
        return use(all, Points{kept_.data(), 4 * geometry().channels, all.end});
    }
    for (std::size_t i = 0; i < slices_; ++i) {
        const Rows filters = row_block(all.end, slices_, i);
        if (slices_ > 1 || formed.data == nullptr) {
            formed = take(room().weight, sums, 4 * geometry().channels, filters.count());
            form(weight, filters, formed);
        }
        use(filters, formed);
    }
}

void WinogradConvolution::form(const Matrix& weight, Rows filters, const Points& to) const {
    const ConvGeometry& g = geometry();
    const std::size_t together = filters.count() == g.filters ? g.channels : 1;  // rows without a gap
    const TimedWork timed(Work::patches);
    for (std::size_t parity = 0; parity < 4; ++parity)
        for (std::size_t c = 0; c < g.channels; c += together)
            winograd_kernels().sum(taps(weight.data() + filters.begin, parity, c).data(), together * filters.count(), to.row(parity * g.channels + c),
                                   to.plane());
}

/// Calls use(part, factor): what the columns `part` of the points of larger maps are multiplied with. `some` are the sums for these filters.
template <class Use>
void WinogradConvolution::for_each_factor(std::size_t point, const Matrix& weight, const Points& some, Rows filters, const Use& use) const {
    const ConvGeometry& g = geometry();
    const std::size_t pair = 2 * g.channels;
    if (sum_at[point] != none) return use(Rows{0, 2 * pair}, some.matrix(sum_at[point]));
    for (std::size_t parity = 0; parity < 2; ++parity) {
        const std::size_t tap = (point / 3 + parity) * g.kernel_width + point % 3;  // point 0 has taps 0 and 1, point 2 taps 2 and 3
        use(Rows{parity * pair, (parity + 1) * pair}, Panel{weight.row(tap * g.channels) + filters.begin, pair, filters.count(), g.filters});
    }
}

Points WinogradConvolution::of_large(const Matrix& large, Rows images) const {
    const Points to = take(room().large, points, images.count() * tiles_, 4 * geometry().channels);
    const TimedWork timed(Work::patches);
    for (std::size_t i = 0; i < images.count(); ++i) large_image(large.row(images.begin + i), to, i * tiles_);
    return to;
}

Points WinogradConvolution::of_small(const Matrix& small, Rows images, Rows filters) const {
    const Points to = take(room().small, points, images.count() * tiles_, filters.count());
    const TimedWork timed(Work::patches);
    for (std::size_t i = 0; i < images.count(); ++i)
        for (std::size_t t = 0; t < tiles_; ++t)
            winograd_kernels().widen(pixels(small.row(images.begin + i) + filters.begin, t).data(), to.columns, to.row(i * tiles_ + t), to.plane());
    return to;
}

void WinogradConvolution::to_small(const Points& from, const real* bias, Matrix& small, Rows images, Rows filters) const {
    const TimedWork timed(Work::patches);
    for (std::size_t i = 0; i < images.count(); ++i)
        for (std::size_t t = 0; t < tiles_; ++t)
            winograd_kernels().narrow(from.row(i * tiles_ + t), from.plane(), from.columns, bias,
                                      pixels(small.row(images.begin + i) + filters.begin, t).data());
}

void WinogradConvolution::to_large(const Points& from, const real* bias, Matrix& large, Rows images) const {
    const ConvGeometry& g = geometry();
    const std::size_t line = (g.small_width + 1) * 2 * g.channels;
    const TimedWork timed(Work::patches);
    real* const lines = zeros(room().lines, 6 * line + g.width * g.channels);
    real* const bias_line = lines + 6 * line;
    if (bias != nullptr) patch_kernels().fill_positions(bias_line, bias, g.width, g.channels);
    for (std::size_t i = 0; i < images.count(); ++i) image_of(from, i * tiles_, bias_line, lines, large.row(images.begin + i));
}

void WinogradConvolution::to_gradient(const Points& from, Rows part, bool add, Matrix& grad) const {
    const ConvGeometry& g = geometry();
    const TimedWork timed(Work::patches);
    Matrix& whole = room().large;
    const bool in_place = !add && part.count() == g.patch();
    if (!in_place) whole.resize(g.patch(), g.filters);
    real* const out = in_place ? grad.data() : whole.data();
    for (std::size_t parity = 0; parity < 4; ++parity)
        winograd_kernels().narrow(from.row(parity * g.channels), from.plane(), g.channels * g.filters, nullptr, taps(out, parity, 0).data());
    if (in_place) return;
    real* const to = grad.row(part.begin);
    const std::size_t numbers = part.count() * g.filters;
    if (add)
        kernels().add_scaled(whole.row(part.begin), 1, numbers, to);
    else
        std::copy_n(whole.row(part.begin), numbers, to);
}

/// Of the pixels from 4 t - padding on, in both directions, tile t sees six.
void WinogradConvolution::large_image(const real* image, const Points& to, std::size_t first_tile) const {
    const ConvGeometry& g = geometry();
    const std::size_t seen = 6 * g.channels;
    real* const beyond = zeros(room().lines, 4 * seen);                                 // three rows of a tile at the edge, and one of zeros
    const auto row = [&](std::size_t y, std::size_t x, real* clipped) -> const real* {  // counted from the start of the padding
        if (y < g.padding || y >= g.padding + g.height) return beyond + 3 * seen;
        const real* const line = image + (y - g.padding) * g.width * g.channels;
        if (x >= g.padding && x + 6 <= g.padding + g.width) return line + (x - g.padding) * g.channels;
        for (std::size_t i = 0; i < 6; ++i) {
            const bool inside = x + i >= g.padding && x + i < g.padding + g.width;
            if (inside)
                std::copy_n(line + (x + i - g.padding) * g.channels, g.channels, clipped + i * g.channels);
            else
                std::fill_n(clipped + i * g.channels, g.channels, real{0});
        }
        return clipped;
    };
    for (std::size_t t = 0; t < tiles_; ++t)
        for (std::size_t parity = 0; parity < 2; ++parity) {
            const std::size_t y = t / across_ * 4 + parity;
            const std::size_t x = t % across_ * 4;
            const real* const rows[] = {row(y, x, beyond), row(y + 2, x, beyond + seen), row(y + 4, x, beyond + 2 * seen)};
            winograd_kernels().difference(rows, 2 * g.channels, to.row(first_tile + t) + parity * 2 * g.channels, to.plane());
        }
}

void WinogradConvolution::image_of(const Points& from, std::size_t first_tile, const real* bias_line, real* lines, real* image) const {
    const ConvGeometry& g = geometry();
    const std::size_t pair = 2 * g.channels;
    const std::size_t line = (g.small_width + 1) * pair;
    const std::size_t skipped = g.padding * g.channels;
    const std::size_t width = g.width * g.channels;
    const auto out = [&](std::size_t y, const auto& write) {
        if (y >= g.padding && y < g.padding + g.height) write(image + (y - g.padding) * width);
    };
    const WinogradKernels& k = winograd_kernels();
    for (std::size_t parity = 0; parity < 2; ++parity) {
        real* const x[] = {lines, lines + line, lines + 2 * line};
        real* const above = lines + 3 * line;  // x[2] of the tiles above
        std::fill_n(above, line, real{0});
        for (std::size_t t = 0; t < tiles_; t += across_) {
            const std::size_t y = t / across_ * 4 + parity;
            for (std::size_t a = 0; a < 3; ++a)
                k.join(from.row(first_tile + t) + 3 * a * from.plane() + parity * pair, from.plane(), across_, from.columns, pair, x[a]);
            out(y, [&](real* to) { k.join_even(x[0] + skipped, above + skipped, bias_line, width, to); });
            out(y + 2, [&](real* to) { k.join_odd(x[0] + skipped, x[1] + skipped, x[2] + skipped, bias_line, width, to); });
            std::copy_n(x[2], line, above);
        }
        std::fill_n(x[0], line, real{0});
        out(2 * g.small_height + parity, [&](real* to) { k.join_even(x[0] + skipped, above + skipped, bias_line, width, to); });
    }
}

void WinogradConvolution::forward(const Operand& in, const Matrix& weight, const real* bias, Matrix& small, Rows rows) const {
    expect_fit(*in.full, small, weight, rows);
    Points formed = {};
    for_each_product(rows, [&](Rows images) {
        const Points x = of_large(*in.full, images);
        for_each_slice(weight, formed, [&](Rows filters, const Points& w) {
            const Points y = take(room().small, points, x.rows, filters.count());
            for (std::size_t i = 0; i < points; ++i)
                for_each_factor(i, weight, w, filters, [&](Rows part, Panel factor) {
                    product(engine_, x.matrix(i, part), Op::plain, factor, Op::plain, part.begin > 0, y.matrix(i));
                });
            to_small(y, bias != nullptr ? bias + filters.begin : nullptr, small, images, filters);
        });
    });
}

void WinogradConvolution::adjoint(const Operand& in, const Matrix& weight, const real* bias, Matrix& large, Rows rows) const {
    expect_fit(large, *in.full, weight, rows);
    Points formed = {};
    for_each_product(rows, [&](Rows images) {
        const Points x = take(room().large, points, images.count() * tiles_, 4 * geometry().channels);
        for_each_slice(weight, formed, [&](Rows filters, const Points& w) {
            const Points y = of_small(*in.full, images, filters);
            const bool add = filters.begin > 0;
            for (std::size_t i = 0; i < points; ++i)
                for_each_factor(i, weight, w, filters, [&](Rows part, Panel factor) {
                    product(engine_, y.matrix(i), Op::plain, factor, Op::transposed, add, x.matrix(i, part));
                });
        });
        to_large(x, bias, large, images);
    });
}

void WinogradConvolution::weight_gradient(const Operand& large, const Operand& small, Rows images, Rows part, bool add, Matrix& grad) const {
    expect_fit(*large.full, *small.full, grad, images);
    expect_part(part);
    if (part.count() == 0) return;
    const Points w = take(room().weight, points, 4 * geometry().channels, geometry().filters);
    if (images.count() == 0) std::fill_n(w.data, points * w.plane(), real{0});
    for_each_product(images, [&](Rows some) {
        const Points x = of_large(*large.full, some);
        const Points y = of_small(*small.full, some, {0, w.columns});
        for (std::size_t i = 0; i < points; ++i)
            product(engine_, x.matrix(i), Op::transposed, y.matrix(i), Op::plain, some.begin > images.begin, w.matrix(i));
    });
    to_gradient(w, part, add, grad);
}

}  // namespace

bool has_winograd(const ConvGeometry& g) {
    return g.kernel_height == 4 && g.kernel_width == 4 && g.stride == 2 && g.height + 2 * g.padding == 2 * g.small_height + 2 &&
           g.width + 2 * g.padding == 2 * g.small_width + 2 && g.small_height % 2 == 0 && g.small_width % 2 == 0;
}

std::unique_ptr<Convolution> make_winograd_convolution(const ConvGeometry& geometry, const Arithmetic& arithmetic) {
    return std::make_unique<WinogradConvolution>(geometry, arithmetic);
}

}  // namespace gen
