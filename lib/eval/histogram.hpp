#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace gen {

/// How many counts are above 0.
std::size_t present(std::span<const std::uint64_t> counts);

/// KL(histogram || uniform) in nats: log n less the entropy, 0 to log n. NaN where all counts are 0.
double kl_to_uniform(std::span<const std::uint64_t> counts);

}  // namespace gen
