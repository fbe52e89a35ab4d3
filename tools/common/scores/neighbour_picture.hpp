#pragma once

#include "core/parallel.hpp"
#include "eval/scores/score_rows.hpp"
#include "picture/canvas.hpp"

namespace gen {

/// Samples, those nearest to a training image first, and beside each of them the training images that are nearest to it by features, with their
/// distances: two samples a row. Throws Fault::usage where there are no pictures of 1 or 3 channels.
picture::Canvas neighbour_picture(const ScoreRows& samples, const ScoreRows& train, Parallel& parallel);

}  // namespace gen
