#pragma once

#include <cstdint>

#include "core/matrix.hpp"
#include "core/parallel.hpp"
#include "eval/estimated.hpp"

namespace gen {

/// How many different samples a model has, from how often two of n draws are the same: Arora, Risteski and Zhang, "Do GANs learn the distribution?",
/// 2018. It is the number of equally likely samples that would collide as often, 1 / P(two draws are the same), and so a lower bound where some are
/// drawn more often than others.
struct Birthday {
    Estimated support;             // pairs / collisions, and its standard error; infinite, NaN where there are no collisions
    double at_least = 0;           // with 95 % confidence
    std::uint64_t collisions = 0;  // among n (n - 1) / 2 pairs
    double even_chance = 0;        // of so many draws two are the same half the time: sqrt(2 log 2 support)
};

/// Pairs of samples [n, features] less than `threshold` apart (Euclidean) are the same. Throws Fault::input for fewer than 2.
Birthday birthday_support(const Matrix& samples, double threshold, Parallel& parallel);

/// Two samples are the same when they lie nearer to each other than any two different of as many real rows. So real data have no collisions, unless
/// rows are equal. Of plain strokes, as of the digit 1, samples come that near without being copies: look at them. Throws Fault::input where there
/// are no two different rows.
double duplicate_threshold(const Matrix& real_rows, Parallel& parallel);

}  // namespace gen
