#include "eval/smoothness.hpp"

#include <algorithm>
#include <cmath>

#include "core/expression.hpp"
#include "core/parallel.hpp"

namespace gen {

Smoothness smoothness(const Matrix& features, std::size_t steps) {
    const auto here = xt::view(doubles(features), xt::range(0, features.rows() - 1));
    const auto next = xt::view(doubles(features), xt::range(1, features.rows()));
    const DoubleVector squares = xt::mean(xt::square(next - here), {1});
    const auto per_unit = static_cast<double>(steps - 1);
    const auto largest = std::max_element(squares.begin(), squares.end());
    const double mean = tree_sum(squares.data(), squares.size()) / static_cast<double>(squares.size());
    return {mean * per_unit * per_unit, std::sqrt(*largest), (static_cast<double>(largest - squares.begin()) + 0.5) / per_unit};
}

Smoothness over_all(const std::vector<Smoothness>& paths) {
    Smoothness all =
        *std::max_element(paths.begin(), paths.end(), [](const Smoothness& a, const Smoothness& b) { return a.largest_jump < b.largest_jump; });
    std::vector<double> lengths;
    for (const Smoothness& path : paths) lengths.push_back(path.path_length);
    all.path_length = tree_sum(lengths.data(), lengths.size()) / static_cast<double>(lengths.size());
    return all;
}

}  // namespace gen
