#pragma once

#include <span>

#include "synth/strokes.hpp"

namespace gen::synth {

/// One way of writing a digit, in units of its height; x grows to the right from about 0, y downwards from 0 to 1.
struct Skeleton {
    int digit;
    int share;  // how often this way is chosen, in relation to the others of its digit
    std::span<const Knot> knots;
};

/// All ways of writing, those of a digit beside each other, digits ascending.
std::span<const Skeleton> skeletons();

/// The ways of writing one digit.
std::span<const Skeleton> skeletons(int digit);

}  // namespace gen::synth
