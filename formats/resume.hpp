#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/document.hpp"
#include "formats/provenance.hpp"

namespace gen {

/// Options that may differ between a checkpoint and the run that continues from it, where the learning rate follows this schedule.
std::vector<std::string_view> free_options(std::string_view lr_schedule);

/// Whether one run wrote both, or one that continued the other.
bool are_of_one_run(const Document& a, const Document& b);

/// Why a run must not go on from a checkpoint: the first input or recorded option that differs, as in "was made with --lr 0.001, this run has
/// --lr 0.01". "" when nothing does. Options named in `free` may differ.
std::string difference_of_runs(const Document& checkpoint, const Provenance& run, std::span<const std::string_view> free);

}  // namespace gen
