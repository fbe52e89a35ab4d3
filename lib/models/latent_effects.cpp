#include "models/latent_effects.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>

namespace gen {
namespace {

constexpr std::size_t draws = 4;
constexpr std::size_t rows_of_one = 2 * draws;  // of one dimension: of each draw one at either quantile

/// Of dimensions first ... first+count-1.
Matrix moved(const Matrix& middle, const std::vector<PriorAxis>& axes, std::size_t first, std::size_t count) {
    Matrix z(count * rows_of_one, middle.columns());
    for (std::size_t i = 0; i < z.rows(); ++i) {
        const std::size_t j = first + i / rows_of_one;
        std::copy_n(middle.row(i % rows_of_one / 2), z.columns(), z.row(i));
        z(i, j) = static_cast<real>(axes[j].quantile(i % 2 == 0 ? 0.1 : 0.9));
    }
    return z;
}

double square_distance(const Matrix& images, std::size_t a, std::size_t b) {
    double sum = 0;
    for (std::size_t k = 0; k < images.columns(); ++k) {
        const double change = static_cast<double>(images(a, k)) - static_cast<double>(images(b, k));
        sum += change * change;
    }
    return sum;
}

}  // namespace

std::vector<double> latent_effects(ImageModel& model, Parallel& parallel) {
    constexpr std::size_t at_once = 32;  // dimensions
    const std::unique_ptr<Prior> prior = model.prior(parallel);
    const std::vector<PriorAxis> axes = prior->axes();
    const Matrix middle = draw(*prior, draws, {0, Purpose::prior, 0});
    std::vector<double> effects(axes.size());
    for (std::size_t first = 0; first < axes.size(); first += at_once) {
        const Matrix z = moved(middle, axes, first, std::min(at_once, axes.size() - first));
        Matrix images(z.rows(), model.pixels());
        std::vector<std::int32_t> labels(model.classes() > 0 ? z.rows() : 0);
        for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = static_cast<std::int32_t>(i / 2 % model.classes());
        model.images(z, {0, z.rows()}, {}, parallel, panel(images), labels);
        for (std::size_t i = 0; i < z.rows(); i += 2)
            effects[first + i / rows_of_one] += square_distance(images, i, i + 1) / static_cast<double>(draws * images.columns());
    }
    return effects;
}

}  // namespace gen
