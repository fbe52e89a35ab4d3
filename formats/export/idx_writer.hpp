#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "formats/export/exported.hpp"

namespace gen {

/// IDX, as formats/idx.hpp has it: [N,H,W] of one channel, else [N,C,H,W], or the rows of vectors; bytes or, big-endian, 32-bit floats. Labels are
/// none of it. Throws Fault::input where a dimension has no room in 32 bits.
void write_idx(const Exported& exported, const Sink& sink);

/// Labels alone, in one dimension: bytes where all fit, as MNIST's, else 32-bit whole numbers.
std::string idx_of_labels(const std::vector<std::int32_t>& labels);

}  // namespace gen
