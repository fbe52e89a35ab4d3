#include "core/winograd/convolution.hpp"

#include <algorithm>
#include <mutex>
#include <type_traits>

#include "core/kernels.hpp"
#include "core/parallel.hpp"
#include "core/product.hpp"
#include "core/winograd/tiles.hpp"
#include "core/work_time.hpp"

namespace gen {
namespace {

using namespace winograd;

// Of a product: with fewer a weight is read for too little, with more they leave the second-level cache.
constexpr std::size_t wanted_tiles = 128;
constexpr std::size_t weight_numbers = std::size_t{768} * 1024;  // sums of a weight that are there at once, unless they are kept

/// One thread's, kept from call to call, beside Convolution::buffer() for points of the larger maps.
struct Room {
    Matrix small;     // points of the smaller maps
    Matrix sums;      // of the weight, or of its gradient
    Matrix gradient;  // all of it, where a part is wanted
};

Room& room() {
    thread_local Room kept;
    return kept;
}

template <class Do>
void patches(const Do& work) {
    const TimedWork timed(Work::patches);
    work();
}

class WinogradConvolution final : public Convolution {
public:
    WinogradConvolution(const ConvGeometry& g, const Arithmetic& arithmetic)
        : Convolution(g),
          engine_(arithmetic.engine),
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
    template <class Number, class Use>
    void for_each_factor(std::size_t point, Number* weight, const Points& some, Rows filters, const Use& use) const;
    void whole_gradient(const Operand& large, const Operand& small, Rows images, real* grad) const;
    /// The four rows of the weight for one parity of pixels, from channel `c` on.
    template <class Number>
    Four<Number> taps(Number* weight, std::size_t parity, std::size_t c) const;

    Engine engine_;
    std::size_t slices_;  // of the weight's columns
    bool keeps_weight_ = false;
    mutable std::once_flag is_kept_;
    mutable Matrix kept_;  // sums of the weight
};

/// use(tiles, whether there were some before) for some images at a time.
template <class Use>
void WinogradConvolution::for_each_product(Rows images, const Use& use) const {
    const std::size_t of_image = Tiles::of_image(geometry());
    const std::size_t together = (wanted_tiles + of_image - 1) / of_image;
    const std::size_t products = (images.count() + together - 1) / together;
    for (std::size_t i = 0; i < products; ++i) {
        const Rows some = row_block(images.count(), products, i);
        use(Tiles(geometry(), {images.begin + some.begin, images.begin + some.end}), i > 0);
    }
}

template <class Number>
Four<Number> WinogradConvolution::taps(Number* weight, std::size_t parity, std::size_t c) const {
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
        return use(all, {kept_.data(), 4 * geometry().channels, all.end});
    }
    for (std::size_t i = 0; i < slices_; ++i) {
        const Rows filters = row_block(all.end, slices_, i);
        if (slices_ > 1 || formed.data == nullptr) {
            formed = take(room().sums, sums, 4 * geometry().channels, filters.count());
            patches([&] { form(weight, filters, formed); });
        }
        use(filters, formed);
    }
}

void WinogradConvolution::form(const Matrix& weight, Rows filters, const Points& to) const {
    const ConvGeometry& g = geometry();
    const std::size_t together = filters.count() == g.filters ? g.channels : 1;  // rows without a gap
    for (std::size_t parity = 0; parity < 4; ++parity)
        for (std::size_t c = 0; c < g.channels; c += together)
            winograd_kernels().sum(taps(weight.data() + filters.begin, parity, c), together * filters.count(), to.row(parity * g.channels + c),
                                   to.plane());
}

/// Calls use(part, factor): what the columns `part` of the points of larger maps are multiplied with, or what comes of them. `some` are the sums for
/// these filters.
template <class Number, class Use>
void WinogradConvolution::for_each_factor(std::size_t point, Number* weight, const Points& some, Rows filters, const Use& use) const {
    using Factor = std::conditional_t<std::is_const_v<Number>, Panel, MutablePanel>;
    const ConvGeometry& g = geometry();
    const std::size_t pair = 2 * g.channels;
    if (sum_at[point] != no_sum) return use(Rows{0, 2 * pair}, Factor(some.matrix(sum_at[point])));
    for (std::size_t parity = 0; parity < 2; ++parity) {
        const std::size_t tap = (point / 3 + parity) * g.kernel_width + point % 3;  // point 0 has taps 0 and 1, point 2 taps 2 and 3
        use(Rows{parity * pair, (parity + 1) * pair},
            Factor{weight + tap * g.channels * g.filters + filters.begin, pair, filters.count(), g.filters});
    }
}

void WinogradConvolution::forward(const Operand& in, const Matrix& weight, const real* bias, Matrix& small, Rows rows) const {
    expect_fit(*in.full, small, weight, rows);
    Points formed;
    for_each_product(rows, [&](const Tiles& tiles, bool) {
        const Points x = take(buffer(), points, tiles.count(), 4 * geometry().channels);
        patches([&] { tiles.of_large(*in.full, x); });
        for_each_slice(weight, formed, [&](Rows filters, const Points& some) {
            const Points y = take(room().small, points, tiles.count(), filters.count());
            for (std::size_t i = 0; i < points; ++i)
                for_each_factor(i, weight.data(), some, filters, [&](Rows part, Panel factor) {
                    const Rows with = tiles.with(i);
                    product(engine_, x.matrix(i, with, part), Op::plain, factor, Op::plain, part.begin > 0, y.matrix(i, with));
                });
            patches([&] { tiles.to_small(y, bias, filters, small); });
        });
    });
}

void WinogradConvolution::adjoint(const Operand& in, const Matrix& weight, const real* bias, Matrix& large, Rows rows) const {
    expect_fit(large, *in.full, weight, rows);
    Points formed;
    for_each_product(rows, [&](const Tiles& tiles, bool) {
        const Points x = take(buffer(), points, tiles.count(), 4 * geometry().channels);
        for_each_slice(weight, formed, [&](Rows filters, const Points& some) {
            const Points y = take(room().small, points, tiles.count(), filters.count());
            patches([&] { tiles.of_small(*in.full, filters, y); });
            for (std::size_t i = 0; i < points; ++i)
                for_each_factor(i, weight.data(), some, filters, [&](Rows part, Panel factor) {
                    const Rows with = tiles.with(i);
                    product(engine_, y.matrix(i, with), Op::plain, factor, Op::transposed, filters.begin > 0, x.matrix(i, with, part));
                });
        });
        patches([&] { tiles.to_large(x, bias, large); });
    });
}

void WinogradConvolution::whole_gradient(const Operand& large, const Operand& small, Rows images, real* grad) const {
    const ConvGeometry& g = geometry();
    const Rows filters = {0, g.filters};
    const Points some = take(room().sums, sums, 4 * g.channels, g.filters);
    if (images.count() == 0) {
        std::fill_n(grad, g.patch() * g.filters, real{0});
        return;
    }
    for_each_product(images, [&](const Tiles& tiles, bool on_top) {
        const Points x = take(buffer(), points, tiles.count(), 4 * g.channels);
        const Points y = take(room().small, points, tiles.count(), g.filters);
        patches([&] {
            tiles.of_large(*large.full, x);
            tiles.of_small(*small.full, filters, y);
        });
        for (std::size_t i = 0; i < points; ++i)
            for_each_factor(i, grad, some, filters, [&](Rows part, MutablePanel factor) {
                const Rows with = tiles.with(i);
                product(engine_, x.matrix(i, with, part), Op::transposed, y.matrix(i, with), Op::plain, on_top, factor);
            });
    });
    patches([&] {
        for (std::size_t parity = 0; parity < 4; ++parity)
            winograd_kernels().add_sums(some.row(parity * g.channels), some.plane(), g.channels * g.filters, taps(grad, parity, 0));
    });
}

void WinogradConvolution::weight_gradient(const Operand& large, const Operand& small, Rows images, Rows part, bool add, Matrix& grad) const {
    expect_fit(*large.full, *small.full, grad, images);
    expect_part(part);
    if (part.count() == 0) return;
    if (!add && part.count() == grad.rows()) return whole_gradient(large, small, images, grad.data());
    Matrix& whole = room().gradient;
    whole.resize(grad.rows(), grad.columns());
    whole_gradient(large, small, images, whole.data());
    const std::size_t numbers = part.count() * grad.columns();
    if (add)
        kernels().add_scaled(whole.row(part.begin), 1, numbers, grad.row(part.begin));
    else
        std::copy_n(whole.row(part.begin), numbers, grad.row(part.begin));
}

}  // namespace

bool has_winograd(const ConvGeometry& g) {
    return g.kernel_height == 4 && g.kernel_width == 4 && g.stride == 2 && g.padding < 4 && g.height + 2 * g.padding == 2 * g.small_height + 2 &&
           g.width + 2 * g.padding == 2 * g.small_width + 2 && std::min(g.small_height, g.small_width) >= 2;
}

std::unique_ptr<Convolution> make_winograd_convolution(const ConvGeometry& geometry, const Arithmetic& arithmetic) {
    return std::make_unique<WinogradConvolution>(geometry, arithmetic);
}

}  // namespace gen
