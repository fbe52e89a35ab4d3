#pragma once

#include <cstdint>
#include <string_view>

#include "core/words.hpp"

namespace gen {

/// How the learning rate moves. Parts are joined by '+', their factors multiplied: "warmup:500+cosine".
struct Schedule {
    std::uint64_t warmup = 0;      // steps; the factor rises linearly from 1/warmup to 1
    std::uint64_t step_every = 0;  // epochs; 0: never
    double step_factor = 1;        // each time
    bool cosine = false;           // from 1 at the first step to `cosine_final` after the last (Loshchilov and Hutter, 2017, one cycle)
    double cosine_final = 0;

    /// Before step number `step` (from 0) of `total`, in epoch number `epoch` (from 0).
    double factor(std::uint64_t step, std::uint64_t epoch, std::uint64_t total) const;
    /// Whether more epochs would change the steps that were made.
    bool depends_on_total() const { return cosine; }
};

/// "constant", "step:EPOCHS,FACTOR", "cosine", "cosine:FINAL", "warmup:STEPS", joined by '+'. Throws Fault::usage.
Schedule parse_schedule(std::string_view text);
Forms schedule_forms();

}  // namespace gen
