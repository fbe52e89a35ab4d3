#include "prob/diagonal_mixture.hpp"

#include <algorithm>
#include <utility>

#include "core/expression.hpp"
#include "core/portable/functions.hpp"

namespace gen {

DiagonalMixture::DiagonalMixture(Matrix mean, Matrix logvar) : Prior(mean.columns()), mean_(std::move(mean)), logvar_(std::move(logvar)) {
    if (mean_.rows() == 0) fail("a mixture of 0 components, expected at least 1");
    check_shape("mixture: logvar", panel(logvar_), mean_.rows(), mean_.columns());
    components_.assign(panel(std::as_const(mean_)), panel(std::as_const(logvar_)));
}

void DiagonalMixture::draw(const Stream& stream, std::uint32_t row, const Tempering& how, real* z) const {
    draw_normal(stream, row, z, dimensions(), how.truncation);
    Draws draws({stream.seed, Purpose::component, stream.step}, row);
    const std::size_t k = draws.below(static_cast<std::uint32_t>(mean_.rows()));
    for (std::size_t j = 0; j < dimensions(); ++j) {
        const double sd = math::exp(0.5 * static_cast<double>(logvar_(k, j)));
        z[j] = static_cast<real>(static_cast<double>(mean_(k, j)) + how.temperature * sd * static_cast<double>(z[j]));
    }
}

double DiagonalMixture::log_density(const real* z, double factor, real* dz) const {
    thread_local std::vector<double> shares;
    shares.resize(components_.size());
    const double log_p = components_.log_mean_density(z, shares.data());
    for (std::size_t j = 0; dz != nullptr && j < dimensions(); ++j)
        dz[j] += static_cast<real>(factor * components_.gradient(j, static_cast<double>(z[j]), shares.data()));
    return log_p;
}

std::vector<PriorAxis> DiagonalMixture::axes() const {
    const auto count = static_cast<double>(mean_.rows());
    const DoubleVector mean = xt::sum(doubles(mean_) / count, {0});
    const DoubleVector square = xt::sum((xt::square(doubles(mean_)) + xt::exp(doubles(logvar_))) / count, {0});
    const DoubleVector sd = xt::sqrt(xt::maximum(square - xt::square(mean), 0.0));
    std::vector<PriorAxis> axes(dimensions());
    for (std::size_t j = 0; j < axes.size(); ++j) axes[j] = {mean(j), sd(j)};
    return axes;
}

}  // namespace gen
