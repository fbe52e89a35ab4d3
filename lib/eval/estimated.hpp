#pragma once

#include <span>

namespace gen {

/// A mean and its standard error, which is 0 for one number.
struct Estimated {
    double value = 0;
    double error = 0;
};

Estimated estimated(std::span<const double> values);

/// The middle one of some numbers, the upper of two.
double median_of(std::span<const double> values);

}  // namespace gen
