#include "eval/scores/training_neighbours.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "eval/scores/neighbours.hpp"

namespace gen {
namespace {

std::vector<double> distances_of(const Neighbours& found) {
    std::vector<double> out;
    for (const real square : found.squares) out.push_back(std::sqrt(static_cast<double>(square)));
    return out;
}

Estimated mean_distance(const Matrix& x, const Matrix& of, Parallel& parallel) { return estimated(distances_of(nearest_rows(x, of, 1, parallel))); }

}  // namespace

TrainingNeighbours training_neighbours(const Matrix& train, const Matrix& test, const Matrix& samples, Parallel& parallel) {
    const Neighbours found = nearest_rows(samples, train, 1, parallel);
    TrainingNeighbours out = {found.rows, distances_of(found), std::vector<std::uint32_t>(samples.rows()), {}};
    std::iota(out.order.begin(), out.order.end(), 0U);
    std::stable_sort(out.order.begin(), out.order.end(), [&](std::uint32_t a, std::uint32_t b) { return out.distances[a] < out.distances[b]; });
    const Estimated own = estimated(out.distances);
    const Estimated of_test = mean_distance(test, train, parallel);
    const double ratio = own.value / of_test.value;
    out.ratio = {ratio, std::hypot(own.error, ratio * of_test.error) / of_test.value};
    return out;
}

Estimated generalisation_gap(const Matrix& train, const Matrix& test, const Matrix& samples, Parallel& parallel) {
    const Estimated of_test = mean_distance(test, samples, parallel);
    const Estimated of_train = mean_distance(train, samples, parallel);
    return {of_test.value - of_train.value, std::hypot(of_test.error, of_train.error)};
}

}  // namespace gen
