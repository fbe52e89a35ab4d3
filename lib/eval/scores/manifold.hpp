#pragma once

#include <cstddef>

#include "core/matrix.hpp"
#include "core/parallel.hpp"
#include "eval/estimated.hpp"
#include "eval/scores/neighbours.hpp"

namespace gen {

/// A ball around each row, as far as its k-th nearest other row of the same set.
struct Balls {
    std::size_t k;
    bool closed;  // a row at just that distance lies within
};

/// Precision and recall (Kynkaanniemi et al., 2019, who take k = 3 and closed balls), density and coverage (Naeem et al., 2020: k = 5, open balls).
struct ManifoldScores {
    Estimated precision;  // part of the samples that lie in the ball of a real row
    Estimated recall;     // part of the real rows that lie in the ball of a sample
    Estimated density;    // in how many balls of real rows a sample lies, divided by k: 1 in the mean for equal distributions without ties
    Estimated coverage;   // part of the real rows in whose ball a sample lies
};

/// Rows, and as many of the nearest others of each as its balls need.
struct Surrounded {
    const Matrix& rows;
    const Neighbours& others;
};

/// The errors are those over rows that are counted, the balls taken as given. Throws Fault::input where rows differ in length or neighbours are too
/// few.
ManifoldScores manifold_scores(const Surrounded& real_rows, const Surrounded& samples, const Balls& precision, const Balls& density,
                               Parallel& parallel);

/// The coverage that m samples of the same distribution as the n real rows have in the mean, no ties: the probability that none of them is nearer
/// than the k-th nearest of the other n - 1, 1 - prod over i = 1 ... k of (n - i) / (n + m - i). Among the n - 1 + m others of a row in order of
/// distance, each arrangement of samples and real rows is equally likely; uncovered are those whose first k are real.
double coverage_ceiling(std::size_t n, std::size_t m, std::size_t k);

}  // namespace gen
