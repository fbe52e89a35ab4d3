#pragma once

#include <cstdint>

#include "core/matrix.hpp"
#include "core/random.hpp"

namespace gen {

/// Draws of N(shift, scale^2 I).
inline Matrix gaussian_rows(std::size_t rows, std::size_t columns, std::uint64_t seed, double scale = 1, double shift = 0) {
    Matrix m(rows, columns);
    for (std::size_t i = 0; i < rows; ++i) {
        random_normal({seed, Purpose::check}, static_cast<std::uint32_t>(i), m.row(i), columns);
        for (std::size_t j = 0; j < columns; ++j) m(i, j) = static_cast<real>(static_cast<double>(m(i, j)) * scale + shift);
    }
    return m;
}

}  // namespace gen
