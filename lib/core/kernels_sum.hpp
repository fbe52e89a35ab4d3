#pragma once

// Sums that vectorise. Only files built once per level include this.

#include <cstddef>

namespace gen::GEN_LEVEL {
namespace {

#ifdef GEN_PORTABLE

/// The sum of term(i), i < n. In one order that is written down, so that no compiler makes another: of eight sums, the k-th of every eighth term.
template <class Term>
[[gnu::always_inline]] inline double sum_of(std::size_t n, const Term& term) {
    constexpr std::size_t lanes = 8;
    constexpr std::size_t together = 64;
    double sums[lanes] = {};
    double terms[together];
    std::size_t begin = 0;
    for (; begin + together <= n; begin += together) {
#pragma omp simd
        for (std::size_t i = 0; i < together; ++i) terms[i] = term(begin + i);
        for (std::size_t i = 0; i < together; i += lanes)
            for (std::size_t k = 0; k < lanes; ++k) sums[k] += terms[i + k];
    }
#pragma omp simd
    for (std::size_t i = begin; i < n; ++i) terms[i - begin] = term(i);
    for (std::size_t i = begin; i < n; ++i) sums[i % lanes] += terms[i - begin];
    return ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
}

#else

/// The sum of term(i), i < n, in the order that this build's vectors make of it.
template <class Term>
[[gnu::always_inline]] inline double sum_of(std::size_t n, const Term& term) {
    double sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::size_t i = 0; i < n; ++i) sum += term(i);
    return sum;
}

#endif

}  // namespace
}  // namespace gen::GEN_LEVEL
