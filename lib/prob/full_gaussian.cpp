#include "prob/full_gaussian.hpp"

#include <cmath>
#include <numbers>
#include <utility>

#include "core/error.hpp"
#include "prob/cholesky.hpp"

namespace gen {

FullGaussian::FullGaussian(std::vector<double> mean, std::vector<double> covariance) : mean_(std::move(mean)), covariance_(std::move(covariance)) {
    const std::size_t d = dimensions();
    if (covariance_.size() != d * d) fail("a normal distribution has ", d, " means and ", covariance_.size(), " covariances, expected ", d * d);
    if (!cholesky(covariance_, d, lower_)) fail("the covariance of a normal distribution is not positive definite");
    inverse_ = inverse_of_lower(lower_, d);
    for (std::size_t k = 0; k < d; ++k) log_determinant_ += 2 * std::log(lower_[k * d + k]);
}

double FullGaussian::squared_length(const double* v, std::size_t stride) const {
    const std::size_t d = dimensions();
    double sum = 0;
    for (std::size_t i = 0; i < d; ++i) {
        double white = 0;
        for (std::size_t k = 0; k <= i; ++k) white += inverse_[i * d + k] * v[k * stride];
        sum += white * white;
    }
    return sum;
}

double FullGaussian::log_density(const std::vector<double>& z) const {
    std::vector<double> distance(dimensions());
    for (std::size_t k = 0; k < distance.size(); ++k) distance[k] = z[k] - mean_[k];
    return -0.5 * (squared_length(distance.data(), 1) + log_determinant_ + static_cast<double>(dimensions()) * std::log(2 * std::numbers::pi));
}

double FullGaussian::entropy() const { return 0.5 * (log_determinant_ + static_cast<double>(dimensions()) * (1 + std::log(2 * std::numbers::pi))); }

std::vector<double> FullGaussian::at(const std::vector<double>& noise) const {
    std::vector<double> z = mean_;
    for (std::size_t i = 0; i < z.size(); ++i)
        for (std::size_t k = 0; k <= i; ++k) z[i] += lower_[i * z.size() + k] * noise[k];
    return z;
}

double kl(const FullGaussian& q, const FullGaussian& p) {
    const std::size_t d = q.dimensions();
    if (p.dimensions() != d) fail("normal distributions of ", d, " and ", p.dimensions(), " dimensions have no divergence");
    std::vector<double> distance(d);
    for (std::size_t k = 0; k < d; ++k) distance[k] = q.mean_[k] - p.mean_[k];
    double sum = p.squared_length(distance.data(), 1) - static_cast<double>(d) + p.log_determinant_ - q.log_determinant_;
    for (std::size_t k = 0; k < d; ++k) sum += p.squared_length(q.lower_.data() + k, d);  // tr(P^-1 Q), column by column of Q's factor
    return 0.5 * sum;
}

FullGaussian diagonal_gaussian(std::vector<double> mean, const std::vector<double>& variance) {
    const std::size_t d = variance.size();
    std::vector<double> covariance(d * d);
    for (std::size_t k = 0; k < d; ++k) covariance[k * d + k] = variance[k];
    return {std::move(mean), std::move(covariance)};
}

}  // namespace gen
