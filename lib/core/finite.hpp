#pragma once

#include <algorithm>
#include <cmath>
#include <span>
#include <type_traits>

#include "core/kernels.hpp"

namespace gen {

/// Whether none is infinite or no number.
template <class Number>
bool all_finite(std::span<const Number> numbers) {
    if constexpr (std::is_same_v<Number, real>)
        return kernels().all_finite(numbers.data(), numbers.size());
    else
        return std::ranges::all_of(numbers, [](Number v) { return std::isfinite(v); });
}

}  // namespace gen
