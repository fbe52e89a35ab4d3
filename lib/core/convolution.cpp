#include "core/convolution.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/matmul.hpp"
#include "core/parallel.hpp"
#include "core/patch_kernels.hpp"
#include "core/work_time.hpp"

namespace gen {
namespace {

// A product with fewer rows wastes its time on packing the weight; a larger buffer leaves the second-level cache.
constexpr std::size_t wanted_rows = 400;
constexpr std::size_t buffer_numbers = std::size_t{512} * 1024;

/// Kept by each thread from call to call.
real* column_buffer(std::size_t numbers) {
    thread_local Matrix buffer;
    if (buffer.size() < numbers) buffer.resize(1, numbers);
    return buffer.data();
}

class BlasConvolution final : public Convolution {
public:
    explicit BlasConvolution(const ConvGeometry& g)
        : Convolution(g), patches_are_images_(g.padding == 0 && ((g.patch() == g.channels && g.stride == 1) || g.patch() == g.large_size())) {}

    void forward(const Matrix& large, const Matrix& weight, const real* bias, Matrix& small, Rows rows) const override;
    void adjoint(const Matrix& small, const Matrix& weight, const real* bias, Matrix& large, Rows rows) const override;
    void weight_gradient(const Matrix& large, const Matrix& small, Rows images, Rows part, bool add, Matrix& grad) const override;

private:
    /// Calls product(lines) for ranges of lines of the small maps of `images` images, counted through; each with `columns` numbers a position.
    template <class Product>
    void for_each_product(std::size_t images, std::size_t columns, const Product& product) const;
    /// Calls visit(image, first line, lines) for each image that has some of `lines`.
    template <class Visit>
    void for_each_image(Rows lines, const Visit& visit) const;
    /// The patches of lines of the images of large from `first_image` on; columns `part`.
    Panel patches(const Matrix& large, std::size_t first_image, Rows lines, Rows part) const;

    bool patches_are_images_;  // kernels of one pixel or of all: nothing to gather, each position's patch is the next `patch` numbers
};

template <class Product>
void BlasConvolution::for_each_product(std::size_t images, std::size_t columns, const Product& product) const {
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
void BlasConvolution::for_each_image(Rows lines, const Visit& visit) const {
    const std::size_t height = geometry().small_height;
    for (std::size_t line = lines.begin; line < lines.end;) {
        const std::size_t first = line % height;
        const std::size_t count = std::min(height - first, lines.end - line);
        visit(line / height, first, count);
        line += count;
    }
}

Panel BlasConvolution::patches(const Matrix& large, std::size_t first_image, Rows lines, Rows part) const {
    const ConvGeometry& g = geometry();
    const std::size_t positions = lines.count() * g.small_width;
    if (patches_are_images_)
        return {large.row(first_image) + lines.begin * g.small_width * g.patch() + part.begin, positions, part.count(), g.patch()};
    real* const buffer = column_buffer(positions * part.count());
    real* columns = buffer;
    const TimedWork timed(Work::patches);
    for_each_image(lines, [&](std::size_t image, std::size_t first, std::size_t count) {
        patch_kernels().gather(g, large.row(first_image + image), first, count, part.begin, part.end, columns);
        columns += count * g.small_width * part.count();
    });
    return {buffer, positions, part.count(), part.count()};
}

void BlasConvolution::forward(const Matrix& large, const Matrix& weight, const real* bias, Matrix& small, Rows rows) const {
    expect_fit(large, small, weight, rows);
    const ConvGeometry& g = geometry();
    for_each_product(rows.count(), g.patch(), [&](Rows lines) {
        const Panel columns = patches(large, rows.begin, lines, {0, g.patch()});
        const MutablePanel out = {small.row(rows.begin) + lines.begin * g.small_width * g.filters, columns.rows, g.filters, g.filters};
        if (bias != nullptr) patch_kernels().fill_positions(out.data, bias, out.rows, g.filters);
        matmul(columns, Op::plain, panel(weight), Op::plain, bias != nullptr ? real{1} : real{0}, out);
    });
}

void BlasConvolution::adjoint(const Matrix& small, const Matrix& weight, const real* bias, Matrix& large, Rows rows) const {
    expect_fit(large, small, weight, rows);
    const ConvGeometry& g = geometry();
    const auto fill = [&](std::size_t image, std::size_t images) {
        patch_kernels().fill_positions(large.row(image), bias, images * g.height * g.width, g.channels);
    };
    for_each_product(rows.count(), g.patch(), [&](Rows lines) {
        const real* const first = small.row(rows.begin) + lines.begin * g.small_width * g.filters;
        const Panel in = {first, lines.count() * g.small_width, g.filters, g.filters};
        if (patches_are_images_) {
            if (bias != nullptr) fill(rows.begin, rows.count());
            const MutablePanel out = {large.row(rows.begin), in.rows, g.patch(), g.patch()};
            return matmul(in, Op::plain, panel(weight), Op::transposed, bias != nullptr ? real{1} : real{0}, out);
        }
        real* const buffer = column_buffer(in.rows * g.patch());
        matmul(in, Op::plain, panel(weight), Op::transposed, 0, {buffer, in.rows, g.patch(), g.patch()});
        const real* columns = buffer;
        const TimedWork timed(Work::patches);
        for_each_image(lines, [&](std::size_t image, std::size_t line, std::size_t count) {
            if (line == 0) fill(rows.begin + image, 1);
            patch_kernels().scatter(g, columns, line, count, large.row(rows.begin + image));
            columns += count * g.small_width * g.patch();
        });
    });
}

void BlasConvolution::weight_gradient(const Matrix& large, const Matrix& small, Rows images, Rows part, bool add, Matrix& grad) const {
    expect_fit(large, small, grad, images);
    const ConvGeometry& g = geometry();
    expect_part(part);
    if (part.count() == 0) return;
    if (!add) patch_kernels().fill_positions(grad.row(part.begin), nullptr, part.count(), g.filters);
    for_each_product(images.count(), part.count(), [&](Rows lines) {
        const Panel columns = patches(large, images.begin, lines, part);
        const Panel out = {small.row(images.begin) + lines.begin * g.small_width * g.filters, columns.rows, g.filters, g.filters};
        matmul(columns, Op::transposed, out, Op::plain, 1, panel(grad, part));
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

void Convolution::expect_part(Rows part) const {
    if (part.begin > part.end || part.end > geometry_.patch())
        fail("a convolution got rows ", part.begin, " to ", part.end, " of a weight of ", geometry_.patch());
}

std::unique_ptr<Convolution> make_blas_convolution(const ConvGeometry& geometry) { return std::make_unique<BlasConvolution>(geometry); }

}  // namespace gen
