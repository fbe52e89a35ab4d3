#pragma once

#include <cstdint>
#include <span>

#include "nn/learning_state.hpp"

namespace gen {

/// Copies of networks' numbers that live beside them: moving averages (Polyak and Juditsky, 1992) and the best so far. Buffers have them too. Where
/// numbers change, networks are prepared for use.

/// The decay at update number `update` (from 1) of averages that forget the start soon: min(decay, (1 + update) / (10 + update)).
double average_decay(double decay, std::uint64_t update);

/// Averages start as the numbers that there are, unless there are some.
void start_averages(std::span<Sequential* const> networks, LearningStates& states);
void drop_averages(std::span<Sequential* const> networks, LearningStates& states);
/// average += (1 - decay) (value - average), for running statistics; weights are averaged tile by tile (nn/update.hpp).
void average_buffers(std::span<Sequential* const> networks, LearningStates& states, double decay);
/// Networks have their averages as numbers, and the other way round.
void swap_averages(std::span<Sequential* const> networks, LearningStates& states);

void keep_as_best(std::span<Sequential* const> networks, LearningStates& states);
/// Numbers, and averages where there are some, become the best.
void restore_best(std::span<Sequential* const> networks, LearningStates& states);

}  // namespace gen
