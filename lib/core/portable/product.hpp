// Products of our own, by AVX2 and fused multiply-adds: the same bits on every x86-64-v3 processor, whoever made it, and from every compiler.
#pragma once

#include <cstddef>

#include "core/portable/packing.hpp"

namespace gen::portable {

/// c (rows x columns) = a (rows x inner) b (inner x columns) + beta c. Each number is summed over `inner` in order, by fused multiply-adds in blocks
/// whose sums are added one after the other: its bits depend on its row of a, its column of b and their length, not on what is computed with it.
/// Where why_not_portable() is empty.
template <class Number>
void product(std::size_t rows, std::size_t inner, std::size_t columns, const Side<Number>& a, const Side<Number>& b, Number beta, Number* c,
             std::size_t c_stride);

}  // namespace gen::portable
