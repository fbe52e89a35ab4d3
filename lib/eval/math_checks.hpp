#pragma once

#include <cstdint>
#include <vector>

#include "core/parallel.hpp"
#include "eval/check.hpp"
#include "eval/formulas.hpp"

namespace gen {

/// The identities behind a VAE's objective, on cases where everything is known. Groups hold a reference to `parallel`.
std::vector<CheckGroup> math_check_groups(std::uint64_t seed, Parallel& parallel, const Formulas& formulas = {});

/// KL(q || p) and KL(p || q) of two normal distributions in every way there is. Throws Fault::usage where a divergence, or its variance, is not
/// finite.
std::vector<CheckGroup> gaussian_check_groups(const Normal& q, const Normal& p, std::uint64_t seed, Parallel& parallel,
                                              const Formulas& formulas = {});

}  // namespace gen
