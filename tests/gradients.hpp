#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "core/matrix.hpp"
#include "core/random.hpp"
#include "nn/sequential.hpp"

namespace gen {

inline Matrix normals(std::size_t rows, std::size_t columns, std::uint64_t seed) {
    Matrix m(rows, columns);
    for (std::size_t i = 0; i < rows; ++i) random_normal({seed, Purpose::synth, 0}, static_cast<std::uint32_t>(i), m.row(i), columns);
    return m;
}

/// Every number of `gradient` against central differences of `loss` in the number of `at` in the same place. In the double build to 1e-7, in float
/// to what float allows.
template <class Loss>
void check_gradient(Matrix& at, const Matrix& gradient, const Loss& loss) {
    constexpr bool is_double = sizeof(real) == 8;
    constexpr double step = is_double ? 1e-5 : 1e-2;
    constexpr double tolerance = is_double ? 1e-7 : 5e-2;
    REQUIRE(at.size() == gradient.size());
    double worst = 0;
    for (std::size_t i = 0; i < at.size(); ++i) {
        const real kept = at.data()[i];
        at.data()[i] = kept + static_cast<real>(step);
        const double above = loss();
        at.data()[i] = kept - static_cast<real>(step);
        const double below = loss();
        at.data()[i] = kept;
        const double difference = (above - below) / (2 * step);
        worst = std::max(worst, std::abs(difference - static_cast<double>(gradient.data()[i])) / std::max(1.0, std::abs(difference)));
    }
    CHECK(worst < tolerance);
}

/// Every gradient of a network; `loss` also leaves them in each parameter's grad.
template <class Loss>
void check_network(Sequential& network, const Loss& loss) {
    for (std::size_t i = 0; i < network.size(); ++i)
        for (Parameter& p : network.layer(i).parameters()) {
            CAPTURE(network.name());
            CAPTURE(i);
            CAPTURE(p.name);
            loss();
            const Matrix gradient = p.grad;
            check_gradient(p.value, gradient, loss);
        }
}

}  // namespace gen
