#pragma once

#include <cstddef>
#include <cstdint>

#include "core/matrix.hpp"
#include "core/parallel.hpp"
#include "eval/estimated.hpp"

namespace gen {

struct TwoSampleTest {
    std::uint64_t seed = 0;
    std::size_t steps = 600;  // at most, each with `batch` rows
    std::size_t epochs = 40;  // at most
    std::size_t batch = 128;
    double rate = 1e-3;
};

/// The classifier two-sample test (Lopez-Paz and Oquab, 2017): a network learns to tell real rows from samples by one half of both; the value is its
/// accuracy on the other half, with a binomial standard error, 0 where all are told apart. 0.5: it sees no difference, though another network might.
/// Pictures {C, H, W} of 8 x 8 pixels or more are seen by convolutions, all else by dense layers. The seed decides which rows are held out, and the
/// network. Throws as held_out() does, and where the shape has another number of columns.
Estimated two_sample_test(const Matrix& real_rows, const Matrix& samples, const Shape& shape, const TwoSampleTest& how, Parallel& parallel);

}  // namespace gen
