#pragma once

#include <cstdint>
#include <vector>

#include "core/matrix.hpp"
#include "core/parallel.hpp"
#include "eval/estimated.hpp"
#include "eval/scores/neighbours.hpp"

namespace gen {

/// The nearest training row of each sample, to be looked at side by side.
struct TrainingNeighbours {
    std::vector<std::uint32_t> rows;   // of the training set
    std::vector<double> distances;     // Euclidean
    std::vector<std::uint32_t> order;  // samples, those nearest to a training row first
    Estimated ratio;                   // their mean distance to that of real test rows: 0 for copies, about 1 for fresh draws
};

/// All [rows, features]. Throws Fault::input where rows differ in length or there are none.
TrainingNeighbours training_neighbours(const Matrix& train, const Matrix& test, const Matrix& samples, Parallel& parallel);
/// The same where neighbours are known: the nearest training row of each sample, and of each test row.
TrainingNeighbours training_neighbours(const Neighbours& of_samples, const Neighbours& of_test);

/// The mean distance of test rows to their nearest sample less that of training rows. Above 0 where samples lie nearer to what was learnt from than
/// to what was not: the gap between training and test likelihoods that an explicit model has, with the nearest sample in place of a density. Its mean
/// is exactly 0 for samples that never saw the training rows, whatever their quality. In the units of features.
Estimated generalisation_gap(const Matrix& train, const Matrix& test, const Matrix& samples, Parallel& parallel);

}  // namespace gen
