#include "eval/scores/sharpness.hpp"

#include <cstddef>
#include <span>
#include <vector>

#include "core/error.hpp"

namespace gen {
namespace {

struct Grey {
    std::size_t height;
    std::size_t width;
    std::vector<double> values;
    double at(std::size_t y, std::size_t x) const { return values[y * width + x]; }
};

/// ITU-R BT.601.
constexpr double luma[] = {.299, .587, .114};

Grey grey_of(const real* image, const Shape& shape) {
    Grey out = {shape[1], shape[2], std::vector<double>(shape[1] * shape[2])};
    for (std::size_t c = 0; c < shape[0]; ++c) {
        const double weight = shape[0] == 3 ? luma[c] : 1 / static_cast<double>(shape[0]);
        for (std::size_t i = 0; i < out.values.size(); ++i) out.values[i] += weight * static_cast<double>(image[c * out.values.size() + i]);
    }
    return out;
}

double mean_of(std::span<const double> values) { return tree_sum(values.data(), values.size()) / static_cast<double>(values.size()); }

double laplacian_variance(const Grey& image) {
    std::vector<double> values;
    for (std::size_t y = 1; y + 1 < image.height; ++y)
        for (std::size_t x = 1; x + 1 < image.width; ++x)
            values.push_back(image.at(y - 1, x) + image.at(y + 1, x) + image.at(y, x - 1) + image.at(y, x + 1) - 4 * image.at(y, x));
    const double mean = mean_of(values);
    for (double& v : values) v = (v - mean) * (v - mean);
    return mean_of(values);
}

double gradient_energy(const Grey& image) {
    std::vector<double> values;
    for (std::size_t y = 0; y + 1 < image.height; ++y)
        for (std::size_t x = 0; x + 1 < image.width; ++x) {
            const double right = image.at(y, x + 1) - image.at(y, x);
            const double down = image.at(y + 1, x) - image.at(y, x);
            values.push_back(right * right + down * down);
        }
    return mean_of(values);
}

}  // namespace

Sharpness sharpness(const Matrix& images, const Shape& shape, Parallel& parallel) {
    if (shape.size() != 3 || shape[1] < 3 || shape[2] < 3)
        fail("sharpness of images ", text(shape), ", expected pictures at least 3 pixels high and wide");
    std::vector<double> laplacians(images.rows());
    std::vector<double> gradients(images.rows());
    const std::size_t blocks = row_blocks(images.rows());
    parallel.run(blocks, [&](std::size_t block) {
        const Rows rows = row_block(images.rows(), blocks, block);
        for (std::size_t i = rows.begin; i < rows.end; ++i) {
            const Grey grey = grey_of(images.row(i), shape);
            laplacians[i] = laplacian_variance(grey);
            gradients[i] = gradient_energy(grey);
        }
    });
    return {estimated(laplacians), estimated(gradients)};
}

}  // namespace gen
