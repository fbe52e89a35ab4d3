#include "eval/scores/training_neighbours.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace gen {
namespace {

std::vector<double> distances_of(const Neighbours& found) {
    std::vector<double> out;
    for (std::size_t i = 0; i < found.count(); ++i) out.push_back(std::sqrt(static_cast<double>(found.square(i))));
    return out;
}

Estimated mean_distance(const Neighbours& found) { return estimated(distances_of(found)); }

}  // namespace

TrainingNeighbours training_neighbours(const Matrix& train, const Matrix& test, const Matrix& samples, Parallel& parallel) {
    return training_neighbours(nearest_rows(samples, train, 1, parallel), nearest_rows(test, train, 1, parallel));
}

TrainingNeighbours training_neighbours(const Neighbours& of_samples, const Neighbours& of_test) {
    TrainingNeighbours out;
    for (std::size_t i = 0; i < of_samples.count(); ++i) out.rows.push_back(static_cast<std::uint32_t>(of_samples.nearest(i)));
    out.distances = distances_of(of_samples);
    out.order.resize(out.rows.size());
    std::iota(out.order.begin(), out.order.end(), 0U);
    std::stable_sort(out.order.begin(), out.order.end(), [&](std::uint32_t a, std::uint32_t b) { return out.distances[a] < out.distances[b]; });
    const Estimated own = estimated(out.distances);
    const Estimated beside = mean_distance(of_test);
    const double ratio = own.value / beside.value;
    out.ratio = {ratio, std::hypot(own.error, ratio * beside.error) / beside.value};
    return out;
}

Estimated generalisation_gap(const Matrix& train, const Matrix& test, const Matrix& samples, Parallel& parallel) {
    const Estimated of_test = mean_distance(nearest_rows(test, samples, 1, parallel));
    const Estimated of_train = mean_distance(nearest_rows(train, samples, 1, parallel));
    return {of_test.value - of_train.value, std::hypot(of_test.error, of_train.error)};
}

}  // namespace gen
