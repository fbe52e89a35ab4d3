#include "prob/mixture.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/error.hpp"
#include "core/linear_algebra.hpp"
#include "core/portable/functions.hpp"
#include "prob/components.hpp"

namespace gen {
namespace {

void check(const MixtureComponent& c, std::size_t number, std::size_t d) {
    if (c.mean.size() != d || c.covariance.size() != d * d)
        fail("mixture: component ", number, " has ", c.mean.size(), " means and ", c.covariance.size(), " covariances, expected ", d, " and ", d * d);
    if (!(c.weight > 0 && std::isfinite(c.weight))) fail("mixture: component ", number, " has weight ", c.weight, ", expected a number above 0");
}

}  // namespace

GaussianMixture::GaussianMixture(std::vector<MixtureComponent> components) : components_(std::move(components)) {
    if (components_.empty()) fail("mixture of 0 components, expected at least 1");
    const std::size_t d = dimensions_ = components_.front().mean.size();
    double total = 0;
    for (std::size_t c = 0; c < components_.size(); ++c) {
        check(components_[c], c, d);
        total += components_[c].weight;
    }
    double sum = 0;
    for (std::size_t c = 0; c < components_.size(); ++c) {
        MixtureComponent& component = components_[c];
        component.weight /= total;
        cumulative_.push_back(sum += component.weight);
        const std::optional<DoubleMatrix> lower = cholesky(tensor(component.covariance, d, d));
        if (!lower) fail("mixture: the covariance of component ", c, " is not positive definite");
        const double constant = math::log(component.weight) - 0.5 * static_cast<double>(d) * std::log(2 * std::numbers::pi);
        factors_.push_back({constant - xt::sum(xt::log(xt::diagonal(*lower)))(), numbers(*lower), numbers(inverse_of_lower(*lower))});
    }
}

void GaussianMixture::log_joint(Panel z, double* out, std::vector<double>& scratch) const {
    const std::size_t d = dimensions_;
    const std::size_t n = z.rows;
    scratch.resize((d + 1) * n);
    double* const distance = scratch.data();  // [d, n]: loops over rows vectorise
    double* const white = distance + d * n;   // [n]
    for (std::size_t c = 0; c < components_.size(); ++c) {
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t k = 0; k < d; ++k) distance[k * n + i] = static_cast<double>(z.data[i * z.stride + k]) - components_[c].mean[k];
        double* const log_p = out + c * n;
        std::fill_n(log_p, n, factors_[c].constant);
        for (std::size_t row = 0; row < d; ++row) {
            const double* const inverse = factors_[c].inverse.data() + row * d;
            std::fill_n(white, n, 0.0);
            for (std::size_t k = 0; k <= row; ++k)
                for (std::size_t i = 0; i < n; ++i) white[i] += inverse[k] * distance[k * n + i];
            for (std::size_t i = 0; i < n; ++i) log_p[i] -= 0.5 * white[i] * white[i];
        }
    }
}

double GaussianMixture::log_density(const real* z) const {
    thread_local std::vector<double> joint;
    thread_local std::vector<double> scratch;
    joint.resize(components_.size());
    log_joint({z, 1, dimensions_, dimensions_}, joint.data(), scratch);
    return softmax(joint.data(), joint.size());
}

void GaussianMixture::log_density(Panel z, std::span<double> out, Parallel& parallel) const {
    check_shape("mixture: z", z, z.rows, dimensions_);
    if (out.size() != z.rows) fail("mixture: room for ", out.size(), " densities, expected ", z.rows);
    const std::size_t blocks = row_blocks(z.rows);
    parallel.run(blocks, [&](std::size_t block) {
        const Rows rows = row_block(z.rows, blocks, block);
        for (std::size_t i = rows.begin; i < rows.end; ++i) out[i] = log_density(z.data + i * z.stride);
    });
}

void GaussianMixture::draw(const Stream& stream, std::uint32_t row, real* z) const {
    const std::size_t d = dimensions_;
    Draws draws(stream, row);
    const double at = draws.uniform();
    const auto found = std::upper_bound(cumulative_.begin(), cumulative_.end() - 1, at);
    const auto c = static_cast<std::size_t>(found - cumulative_.begin());
    thread_local std::vector<double> noise;
    noise.resize(d);
    for (double& x : noise) x = draws.normal();
    for (std::size_t i = 0; i < d; ++i) {
        double x = components_[c].mean[i];
        for (std::size_t k = 0; k <= i; ++k) x += factors_[c].lower[i * d + k] * noise[k];
        z[i] = static_cast<real>(x);
    }
}

}  // namespace gen
