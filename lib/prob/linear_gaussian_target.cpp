#include <cmath>
#include <numbers>

#include "core/error.hpp"
#include "core/linear_algebra.hpp"
#include "core/random.hpp"
#include "prob/full_gaussian.hpp"
#include "prob/target.hpp"

namespace gen {
namespace {

constexpr double noise_sd = 0.5;

std::vector<std::string> names(std::size_t dimensions) {
    std::vector<std::string> all;
    for (std::size_t j = 1; j <= dimensions; ++j) all.push_back(join("z_", j));
    return all;
}

class LinearGaussianTarget : public Target {
public:
    LinearGaussianTarget(std::size_t dimensions, std::uint64_t seed) : Target(names(dimensions)), w_(dimensions * dimensions), y_(dimensions) {
        Draws draws({seed, Purpose::target, 0});
        for (double& w : w_) w = draws.normal() / std::sqrt(static_cast<double>(dimensions));
        std::vector<double> z(dimensions);
        for (double& number : z) number = draws.normal();
        for (std::size_t i = 0; i < dimensions; ++i) {
            y_[i] = noise_sd * draws.normal();
            for (std::size_t j = 0; j < dimensions; ++j) y_[i] += w_[i * dimensions + j] * z[j];
        }
    }

    double log_density(const real* z, double factor, real* dz) const override {
        const std::size_t d = dimensions();
        const double constant = 0.5 * std::log(2 * std::numbers::pi);
        double log_p = -static_cast<double>(d) * (2 * constant + std::log(noise_sd));
        for (std::size_t j = 0; j < d; ++j) {
            log_p -= 0.5 * static_cast<double>(z[j]) * static_cast<double>(z[j]);
            if (dz != nullptr) dz[j] -= static_cast<real>(factor * static_cast<double>(z[j]));
        }
        for (std::size_t i = 0; i < d; ++i) {
            double off = y_[i];
            for (std::size_t j = 0; j < d; ++j) off -= w_[i * d + j] * static_cast<double>(z[j]);
            off /= noise_sd;
            log_p -= 0.5 * off * off;
            for (std::size_t j = 0; dz != nullptr && j < d; ++j) dz[j] += static_cast<real>(factor * off / noise_sd * w_[i * d + j]);
        }
        return log_p;
    }

    // N(C W'y / s^2, C), C = (I + W'W / s^2)^-1; p(y) = N(0, W W' + s^2 I).
    PosteriorFacts facts() const override {
        const std::size_t d = dimensions();
        const double variance = noise_sd * noise_sd;
        const DoubleMatrix w = tensor(w_, d, d);
        const DoubleMatrix precision = square_of(w) / variance + xt::eye<double>(d);
        const DoubleMatrix inverse = square_of(inverse_of_lower(cholesky(precision).value()));
        const DoubleVector pull = times(transposed(w), tensor(y_)) / variance;
        const DoubleMatrix of_y = square_of(transposed(w)) + variance * xt::eye<double>(d);
        return {.log_evidence = FullGaussian(std::vector<double>(d), numbers(of_y)).log_density(y_),
                .mean = numbers(times(inverse, pull)),
                .covariance = numbers(inverse)};
    }

private:
    std::vector<double> w_;  // [d, d]
    std::vector<double> y_;
};

}  // namespace

std::unique_ptr<Target> linear_gaussian_target(std::size_t dimensions, std::uint64_t seed) {
    return std::make_unique<LinearGaussianTarget>(dimensions, seed);
}

}  // namespace gen
