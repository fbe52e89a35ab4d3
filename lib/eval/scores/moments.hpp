#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/matrix.hpp"
#include "core/parallel.hpp"

namespace gen {

/// The mean and the covariance of rows, all that the Frechet distance looks at.
struct Moments {
    std::size_t count = 0;           // of rows; 0: not known
    std::vector<double> mean;        // [d]
    std::vector<double> covariance;  // [d, d], divisor count - 1 (as numpy.cov has it); 0 for a single row

    std::size_t dimensions() const { return mean.size(); }
};

/// Of the rows of x [n, d], centred before they are multiplied, in double precision. Throws Fault::input where there is none.
Moments moments_of(const Matrix& x, Parallel& parallel);
/// Of these rows.
Moments moments_of(const Matrix& x, std::span<const std::uint32_t> rows, Parallel& parallel);

}  // namespace gen
