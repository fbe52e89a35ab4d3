#include "eval/estimated.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/parallel.hpp"

namespace gen {

Estimated estimated(std::span<const double> values) {
    const auto n = static_cast<double>(values.size());
    Estimated e = {tree_sum(values.data(), values.size()) / n, 0};
    double squares = 0;
    for (const double v : values) squares += (v - e.value) * (v - e.value);
    if (values.size() > 1) e.error = std::sqrt(squares / (n - 1) / n);
    return e;
}

double median_of(std::span<const double> values) {
    std::vector<double> sorted(values.begin(), values.end());
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    return *middle;
}

}  // namespace gen
