#include "core/convolution.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/parallel.hpp"
#include "core/patch_kernels.hpp"
#include "core/product.hpp"
#include "core/work_time.hpp"

namespace gen {
namespace {

// A product with fewer rows wastes its time on packing the weight; a larger buffer leaves the second-level cache.
constexpr std::size_t wanted_rows = 400;
constexpr std::size_t buffer_numbers = std::size_t{512} * 1024;

void gather(const ConvGeometry& g, const real* image, std::size_t first_line, std::size_t lines, Rows part, real* columns) {
    patch_kernels().gather(g, image, first_line, lines, part.begin, part.end, columns);
}
void gather(const ConvGeometry& g, const Rounded* image, std::size_t first_line, std::size_t lines, Rows part, Rounded* columns) {
    patch_kernels().gather_rounded(g, image, first_line, lines, part.begin, part.end, columns);
}

class PatchConvolution final : public Convolution {
public:
    PatchConvolution(const ConvGeometry& g, const Arithmetic& arithmetic)
        : Convolution(g),
          arithmetic_(arithmetic),
          patches_are_images_(g.padding == 0 && ((g.patch() == g.channels && g.stride == 1) || g.patch() == g.large_size())) {}

    void forward(const Operand& in, const Matrix& weight, const real* bias, Matrix& small, Rows rows) const override;
    void adjoint(const Operand& in, const Matrix& weight, const real* bias, Matrix& large, Rows rows) const override;
    void weight_gradient(const Operand& large, const Operand& small, Rows images, Rows part, bool add, Matrix& grad) const override;
    /// Products in bf16 take half the time, and half of that again where they have more rows.
    std::size_t gradient_products() const override {
        const std::size_t all = Convolution::gradient_products();
        return arithmetic_.precision == Precision::bf16 ? (all + 3) / 4 : all;
    }

private:
    /// Calls product(lines) for ranges of lines of the small maps of `images` images, counted through; each with `columns` numbers a position.
    template <class Product>
    void for_each_product(std::size_t images, std::size_t columns, const Product& product) const;
    /// Calls visit(image, first line, lines) for each image that has some of `lines`.
    template <class Visit>
    void for_each_image(Rows lines, const Visit& visit) const;
    template <class Number>
    static Number* column_buffer(std::size_t numbers);
    /// The patches of lines of the images of large from `first_image` on; columns `part`.
    template <class Maps>
    auto patches(const Maps& large, std::size_t first_image, Rows lines, Rows part) const;

    Arithmetic arithmetic_;
    bool patches_are_images_;  // kernels of one pixel or of all: nothing to gather, each position's patch is the next `patch` numbers
};

template <class Number>
Number* PatchConvolution::column_buffer(std::size_t numbers) {
    const std::size_t reals = (numbers * sizeof(Number) + sizeof(real) - 1) / sizeof(real);
    if (buffer().size() < reals) buffer().resize(1, reals);
    return reinterpret_cast<Number*>(buffer().data());
}

template <class Product>
void PatchConvolution::for_each_product(std::size_t images, std::size_t columns, const Product& product) const {
    const ConvGeometry& g = geometry();
    if (patches_are_images_) return product(Rows{0, images * g.small_height});
    const std::size_t fitting = std::max<std::size_t>(buffer_numbers / (g.small_width * columns), 1);
    const std::size_t lines = std::min((wanted_rows + g.small_width - 1) / g.small_width, fitting);
    const std::size_t unit = lines < g.small_height ? 1 : g.small_height;  // whole images where they fit
    const std::size_t units = images * g.small_height / unit;
    const std::size_t products = (units * unit + lines - 1) / lines;
    for (std::size_t i = 0; i < products; ++i) {
        const Rows block = row_block(units, products, i);
        product(Rows{block.begin * unit, block.end * unit});
    }
}

template <class Visit>
void PatchConvolution::for_each_image(Rows lines, const Visit& visit) const {
    const std::size_t height = geometry().small_height;
    for (std::size_t line = lines.begin; line < lines.end;) {
        const std::size_t first = line % height;
        const std::size_t count = std::min(height - first, lines.end - line);
        visit(line / height, first, count);
        line += count;
    }
}

template <class Maps>
auto PatchConvolution::patches(const Maps& large, std::size_t first_image, Rows lines, Rows part) const {
    using Number = std::remove_cvref_t<decltype(*large.row(0))>;
    using Columns = std::conditional_t<std::is_same_v<Number, Rounded>, RoundedPanel, Panel>;
    const ConvGeometry& g = geometry();
    const std::size_t positions = lines.count() * g.small_width;
    if (patches_are_images_)
        return Columns{large.row(first_image) + lines.begin * g.small_width * g.patch() + part.begin, positions, part.count(), g.patch()};
    Number* const buffer = column_buffer<Number>(positions * part.count());
    Number* columns = buffer;
    const TimedWork timed(Work::patches);
    for_each_image(lines, [&](std::size_t image, std::size_t first, std::size_t count) {
        gather(g, large.row(first_image + image), first, count, part, columns);
        columns += count * g.small_width * part.count();
    });
    return Columns{buffer, positions, part.count(), part.count()};
}

void PatchConvolution::forward(const Operand& in, const Matrix& weight, const real* bias, Matrix& small, Rows rows) const {
    const Matrix& large = *in.full;
    expect_fit(large, small, weight, rows);
    const ConvGeometry& g = geometry();
    for_each_product(rows.count(), g.patch(), [&](Rows lines) {
        const Panel columns = patches(large, rows.begin, lines, {0, g.patch()});
        const MutablePanel out = {small.row(rows.begin) + lines.begin * g.small_width * g.filters, columns.rows, g.filters, g.filters};
        if (bias != nullptr) patch_kernels().fill_positions(out.data, bias, out.rows, g.filters);
        product(arithmetic_.engine, columns, Op::plain, panel(weight), Op::plain, bias != nullptr, out);
    });
}

void PatchConvolution::adjoint(const Operand& in, const Matrix& weight, const real* bias, Matrix& large, Rows rows) const {
    const Matrix& small = *in.full;
    expect_fit(large, small, weight, rows);
    const ConvGeometry& g = geometry();
    const auto fill = [&](std::size_t image, std::size_t images) {
        patch_kernels().fill_positions(large.row(image), bias, images * g.height * g.width, g.channels);
    };
    for_each_product(rows.count(), g.patch(), [&](Rows lines) {
        const real* const first = small.row(rows.begin) + lines.begin * g.small_width * g.filters;
        const Panel maps = {first, lines.count() * g.small_width, g.filters, g.filters};
        if (patches_are_images_) {
            if (bias != nullptr) fill(rows.begin, rows.count());
            const MutablePanel out = {large.row(rows.begin), maps.rows, g.patch(), g.patch()};
            return product(arithmetic_.engine, maps, Op::plain, panel(weight), Op::transposed, bias != nullptr, out);
        }
        real* const buffer = column_buffer<real>(maps.rows * g.patch());
        product(arithmetic_.engine, maps, Op::plain, panel(weight), Op::transposed, false, {buffer, maps.rows, g.patch(), g.patch()});
        const real* columns = buffer;
        const TimedWork timed(Work::patches);
        for_each_image(lines, [&](std::size_t image, std::size_t line, std::size_t count) {
            if (line == 0) fill(rows.begin + image, 1);
            patch_kernels().scatter(g, columns, line, count, large.row(rows.begin + image));
            columns += count * g.small_width * g.patch();
        });
    });
}

void PatchConvolution::weight_gradient(const Operand& large, const Operand& small, Rows images, Rows part, bool add, Matrix& grad) const {
    expect_fit(*large.full, *small.full, grad, images);
    const ConvGeometry& g = geometry();
    expect_part(part);
    if (part.count() == 0) return;
    if (!add) patch_kernels().fill_positions(grad.row(part.begin), nullptr, part.count(), g.filters);
    for_each_product(images.count(), part.count(), [&](Rows lines) {
        const std::size_t skipped = lines.begin * g.small_width * g.filters;
        if (arithmetic_.precision == Precision::bf16) {
            const RoundedPanel columns = patches(*large.rounded, images.begin, lines, part);
            const RoundedPanel out = {small.rounded->row(images.begin) + skipped, columns.rows, g.filters, g.filters};
            return product(columns, Op::transposed, out, Op::plain, nullptr, true, panel(grad, part));
        }
        const Panel columns = patches(*large.full, images.begin, lines, part);
        const Panel out = {small.full->row(images.begin) + skipped, columns.rows, g.filters, g.filters};
        product(arithmetic_.engine, columns, Op::transposed, out, Op::plain, true, panel(grad, part));
    });
}

}  // namespace

void Convolution::expect_fit(const Matrix& large, const Matrix& small, const Matrix& weight, Rows rows) const {
    const ConvGeometry& g = geometry_;
    if (large.columns() != g.large_size()) fail("a convolution got ", large.columns(), " numbers for its larger map, expected ", g.large_size());
    if (small.columns() != g.small_size()) fail("a convolution got ", small.columns(), " numbers for its smaller map, expected ", g.small_size());
    if (weight.rows() != g.patch() || weight.columns() != g.filters)
        fail("a convolution got a weight of ", weight.rows(), " x ", weight.columns(), ", expected ", g.patch(), " x ", g.filters);
    if (rows.begin > rows.end || rows.end > std::min(large.rows(), small.rows()))
        fail("a convolution got rows ", rows.begin, " to ", rows.end, " of ", std::min(large.rows(), small.rows()), " images");
}

Matrix& Convolution::buffer() {
    thread_local Matrix kept;
    return kept;
}

void Convolution::expect_part(Rows part) const {
    if (part.begin > part.end || part.end > geometry_.patch())
        fail("a convolution got rows ", part.begin, " to ", part.end, " of a weight of ", geometry_.patch());
}

std::unique_ptr<Convolution> make_patch_convolution(const ConvGeometry& geometry, const Arithmetic& arithmetic) {
    return std::make_unique<PatchConvolution>(geometry, arithmetic);
}

}  // namespace gen
