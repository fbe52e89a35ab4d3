#pragma once

#include <doctest/doctest.h>

#include <cstddef>

namespace gen {

/// Calls test(positions, channels) for few and many of both.
template <class Test>
void for_each_shape(const Test& test) {
    for (const std::size_t channels : {1, 2, 3, 5, 16, 31, 32, 33, 64, 70})
        for (std::size_t positions = 0; positions < 140; positions += positions < 9 ? 1 : 13) {
            CAPTURE(channels);
            CAPTURE(positions);
            test(positions, channels);
        }
}

}  // namespace gen
