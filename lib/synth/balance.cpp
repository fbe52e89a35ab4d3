#include "synth/balance.hpp"

#include "core/random.hpp"

namespace gen::synth {
namespace {

// Steps of Purpose::synth from here on are for orders of classes, those below for the rows.
constexpr std::uint64_t first_order = std::uint64_t{1} << 32;

}  // namespace

std::int32_t balanced_label(std::uint64_t seed, std::uint32_t i, std::uint32_t classes) {
    const Stream stream{seed, Purpose::synth, first_order + i / classes};
    return static_cast<std::int32_t>(random_order(stream, classes)[i % classes]);
}

}  // namespace gen::synth
