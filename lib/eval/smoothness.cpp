#include "eval/smoothness.hpp"

#include <algorithm>
#include <cmath>

#include "core/parallel.hpp"

namespace gen {

Smoothness smoothness(const Matrix& features, std::size_t steps) {
    std::vector<double> squares(features.rows() - 1);
    for (std::size_t i = 0; i < squares.size(); ++i) {
        for (std::size_t k = 0; k < features.columns(); ++k) {
            const double difference = static_cast<double>(features(i + 1, k)) - static_cast<double>(features(i, k));
            squares[i] += difference * difference;
        }
        squares[i] /= static_cast<double>(features.columns());
    }
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
