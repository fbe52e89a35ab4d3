#pragma once

#include <cstdint>
#include <string_view>

#include "core/words.hpp"

namespace gen {

/// How the weight of a term of a loss rises to its full value.
struct Ramp {
    enum class Kind {
        none,
        linear,    // from 0 over `steps` (Bowman et al., 2016)
        cyclical,  // `cycles` times within `steps`, linear over the first half of each, then full (Fu et al., 2019)
    };
    Kind kind = Kind::none;
    std::uint64_t steps = 0;
    std::uint64_t cycles = 4;

    /// The factor of step number `step`, from 1.
    double factor(std::uint64_t step) const;
};

/// "constant", "linear:STEPS", "cyclical:STEPS[,CYCLES]"; `option` is named where it is none of these. Throws Fault::usage.
Ramp parse_ramp(std::string_view text, std::string_view option);
Forms ramp_forms();

}  // namespace gen
