#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "core/matrix.hpp"

namespace gen {

/// [H][W][C] as [C][H][W], which is `shape`.
template <class Number>
void put_channels_first(const Shape& shape, std::vector<Number>& values) {
    const std::size_t channels = shape[0];
    const std::size_t pixels = shape[1] * shape[2];
    std::vector<Number> out(values.size());
    for (std::size_t c = 0; c < channels; ++c)
        for (std::size_t i = 0; i < pixels; ++i) out[c * pixels + i] = values[i * channels + c];
    values = std::move(out);
}

}  // namespace gen
