#pragma once

#include <cmath>
#include <cstddef>
#include <functional>
#include <numbers>
#include <vector>

namespace gen {

/// E f(e) over standard normal numbers e of d dimensions, by 2 or 3 nodes of Gauss and Hermite in each: exact where f is a polynomial of degree up to
/// 2 points - 1 in each of them. points^d calls.
double hermite_mean(std::size_t d, std::size_t points, const std::function<double(const std::vector<double>& e)>& f);
/// The mean and the variance of a quadratic function of e, exactly.
struct ScalarMoments {
    double mean;
    double variance;
};
ScalarMoments quadratic_moments(std::size_t d, const std::function<double(const std::vector<double>& e)>& f);

/// The integral of f over [low, high] by the trapezoidal rule, which is as good as exact where f and its derivatives vanish at both ends.
template <class F>
double trapezoid(double low, double high, std::size_t steps, F f) {
    const double width = (high - low) / static_cast<double>(steps);
    double sum = 0.5 * (f(low) + f(high));
    for (std::size_t i = 1; i < steps; ++i) sum += f(low + width * static_cast<double>(i));
    return sum * width;
}

/// E f(e), e standard normal, on +-12 standard deviations.
template <class F>
double normal_mean(F f) {
    return trapezoid(-12, 12, 2400, [&](double e) { return std::exp(-0.5 * e * e) * f(e); }) / std::sqrt(2 * std::numbers::pi);
}

}  // namespace gen
