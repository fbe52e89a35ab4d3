#include "prob/full_gaussian.hpp"

#include <cmath>
#include <numbers>
#include <utility>

#include "core/error.hpp"
#include "core/linear_algebra.hpp"

namespace gen {
namespace {

template <class E>
double sum_of_squares(const xt::xexpression<E>& e) {
    return xt::sum(xt::square(e.derived_cast()))();
}

}  // namespace

FullGaussian::FullGaussian(std::vector<double> mean, std::vector<double> covariance) : mean_(std::move(mean)), covariance_(std::move(covariance)) {
    const std::size_t d = dimensions();
    if (covariance_.size() != d * d) fail("a normal distribution has ", d, " means and ", covariance_.size(), " covariances, expected ", d * d);
    const std::optional<DoubleMatrix> lower = cholesky(tensor(covariance_, d, d));
    if (!lower) fail("the covariance of a normal distribution is not positive definite");
    lower_ = numbers(*lower);
    inverse_ = numbers(inverse_of_lower(*lower));
    log_determinant_ = 2 * xt::sum(xt::log(xt::diagonal(*lower)))();
}

double FullGaussian::log_density(const std::vector<double>& z) const {
    const std::size_t d = dimensions();
    const double distance = sum_of_squares(times(tensor(inverse_, d, d), tensor(z) - tensor(mean_)));
    return -0.5 * (distance + log_determinant_ + static_cast<double>(d) * std::log(2 * std::numbers::pi));
}

double FullGaussian::entropy() const { return 0.5 * (log_determinant_ + static_cast<double>(dimensions()) * (1 + std::log(2 * std::numbers::pi))); }

std::vector<double> FullGaussian::at(const std::vector<double>& noise) const {
    return numbers(tensor(mean_) + times(tensor(lower_, dimensions(), dimensions()), tensor(noise)));
}

double kl(const FullGaussian& q, const FullGaussian& p) {
    const std::size_t d = q.dimensions();
    if (p.dimensions() != d) fail("normal distributions of ", d, " and ", p.dimensions(), " dimensions have no divergence");
    const DoubleMatrix inverse = tensor(p.inverse_, d, d);
    const double trace = sum_of_squares(product(inverse, tensor(q.lower_, d, d)));  // of P^-1 Q
    const double distance = sum_of_squares(times(inverse, tensor(q.mean_) - tensor(p.mean_)));
    return 0.5 * (trace + distance - static_cast<double>(d) + p.log_determinant_ - q.log_determinant_);
}

FullGaussian diagonal_gaussian(std::vector<double> mean, const std::vector<double>& variance) {
    return {std::move(mean), numbers(xt::diag(DoubleVector(tensor(variance))))};
}

}  // namespace gen
