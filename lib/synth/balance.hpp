#pragma once

#include <cstdint>

namespace gen::synth {

/// The class of row `i` of a set where each run of `classes` rows has every class once, in random order. A function of (seed, i).
std::int32_t balanced_label(std::uint64_t seed, std::uint32_t i, std::uint32_t classes);

}  // namespace gen::synth
