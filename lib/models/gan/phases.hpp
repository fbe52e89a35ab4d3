#pragma once

#include <cstdint>

namespace gen {

/// Whose turn it is. A step takes one batch of data; usually both networks learn from it (Goodfellow et al., 2014, algorithm 1).
struct GanPhases {
    std::uint64_t d_steps = 1;       // D learns at each of so many steps, then comes G
    std::uint64_t g_steps = 1;       // which learns so often
    std::uint64_t warm_rounds = 0;   // in the first so many rounds
    std::uint64_t warm_d_steps = 1;  // there are so many D steps instead
    std::uint64_t d_epochs = 0;      // epochs of D alone, then
    std::uint64_t g_epochs = 0;      // epochs of G alone; 0: both in each epoch

    struct Turn {
        bool discriminator;
        std::uint64_t generator;  // updates
    };
    /// At step `step` (from 1), in epoch `epoch` (from 0).
    Turn at(std::uint64_t step, std::uint64_t epoch) const {
        if (d_epochs > 0 && g_epochs > 0) {
            const bool of_d = epoch % (d_epochs + g_epochs) < d_epochs;
            return {of_d, of_d ? 0U : g_steps};
        }
        const std::uint64_t warm = warm_rounds * warm_d_steps;
        const bool ends = step <= warm ? step % warm_d_steps == 0 : (step - warm) % d_steps == 0;
        return {true, ends ? g_steps : 0};
    }
};

}  // namespace gen
