#pragma once

#include <cstdint>
#include <string>

namespace gen::fuzz {

/// Input number `number` of a run, always the same: first the seeds of the target, then seeds with a few changes, every other one mended.
std::string mutation(std::uint64_t run, std::size_t number);

}  // namespace gen::fuzz
