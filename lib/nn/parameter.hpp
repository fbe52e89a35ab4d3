#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "core/matrix.hpp"

namespace gen {

/// Numbers that are learnt, in the order that is fast: a dense weight lies [in][out] in memory, whatever files say.
struct Parameter {
    std::string name = {};    // "weight", "bias": the last part of its path
    Shape stored = {};        // the shape in files, PyTorch's: dense [out,in]
    bool transposed = false;  // a stored matrix is the transpose of `value`
    std::size_t fan_in = 0;
    std::size_t fan_out = 0;
    Matrix value = {};                   // unspecified until it is initialised or read
    Matrix grad = {};                    // same shape; of the latest step
    std::array<Matrix, 2> moments = {};  // the optimiser's, same shape; empty where it keeps none
};

/// The numbers of `m` (value, a moment) in file order, and back. Sizes must agree.
Matrix to_stored(const Parameter& parameter, const Matrix& m);
Matrix from_stored(const Parameter& parameter, const Matrix& stored);

}  // namespace gen
