#pragma once

#include <cstddef>
#include <vector>

#include "core/matrix.hpp"

namespace gen {

/// How many blocks a batch is cut into: at least two where there are two rows, and blocks of about 64 rows. Blocks are the unit of the fixed
/// summation tree, so this function is part of every model's bytes.
std::size_t row_blocks(std::size_t rows);

/// Block `i` of `blocks` of 0 ... rows-1, sizes differing by at most one.
Rows row_block(std::size_t rows, std::size_t blocks, std::size_t i);

/// The sum over a fixed binary tree: pairs of neighbours, then pairs of pairs.
double tree_sum(const double* values, std::size_t n);
/// The same of one number of each.
template <class T>
double tree_sum_of(const std::vector<T>& all, double T::* number) {
    thread_local std::vector<double> values;
    values.clear();
    for (const T& each : all) values.push_back(each.*number);
    return tree_sum(values.data(), values.size());
}

}  // namespace gen
