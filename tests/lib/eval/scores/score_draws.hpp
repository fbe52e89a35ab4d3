#pragma once

#include <cstddef>
#include <cstdint>

#include "core/matrix.hpp"
#include "core/random.hpp"

namespace gen {

/// N(0, sd^2 I), other rows for each seed.
inline Matrix normal_draws(std::size_t n, std::size_t columns, std::uint64_t seed, double sd = 1) {
    Matrix out(n, columns);
    for (std::size_t i = 0; i < n; ++i) {
        random_normal({seed, Purpose::check}, static_cast<std::uint32_t>(i), out.row(i), columns);
        for (std::size_t j = 0; j < columns; ++j) out(i, j) = static_cast<real>(sd * static_cast<double>(out(i, j)));
    }
    return out;
}

/// The first n rows of x, each number moved by normal noise.
inline Matrix noisy_copies(const Matrix& x, std::size_t n, double sd) {
    Matrix out = normal_draws(n, x.columns(), 99, sd);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < x.columns(); ++j) out(i, j) += x(i, j);
    return out;
}

}  // namespace gen
