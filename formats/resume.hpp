#pragma once

#include <span>
#include <string>
#include <string_view>

#include "formats/document.hpp"
#include "formats/provenance.hpp"

namespace gen {

/// Why a run must not go on from a checkpoint: the first input or recorded option that differs, as in "was made with --lr 0.001, this run has
/// --lr 0.01". "" when nothing does. Options named in `free` may differ.
std::string difference_of_runs(const Document& checkpoint, const Provenance& run, std::span<const std::string_view> free);

}  // namespace gen
