#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/matrix.hpp"

namespace gen {

/// How the numbers of a parameter lie in memory, whatever files say.
enum class Order {
    same,
    transposed,  // a stored [out,in] lies [in][out]
    kernel,      // a stored [a,b,kh,kw] lies [(kh kw b)][a]: a convolution's [out,in,kh,kw], a transposed one's [in,out,kh,kw]
};

/// What a model file keeps that is not learnt by gradients: running statistics, the vector of spectral normalisation.
struct Buffer {
    std::string name = {};
    Matrix value = {};    // [1, n]
    bool random = false;  // starts as standard normal numbers, else as `value` is made
};

/// Numbers that are learnt, in the order that is fast: a dense weight lies [in][out] in memory, whatever files say. What training keeps of them
/// beside lies in a LearningState (nn/learning_state.hpp).
struct Parameter {
    std::string name = {};  // "weight", "bias": the last part of its path
    Shape stored = {};      // the shape in files, PyTorch's: dense [out,in]
    Order order = Order::same;
    std::size_t fan_in = 0;
    std::size_t fan_out = 0;
    std::optional<double> start = {};  // every number at the start, whatever the initialisation
    Matrix value = {};                 // unspecified until it is initialised or read
    Matrix grad = {};                  // same shape; of the latest step, whose trainer may have it in its arena
};

/// The numbers of `m` (value, a moment) in file order, and back. Sizes must agree.
Matrix to_stored(const Parameter& parameter, const Matrix& m);
/// `rows` of them alone (a row: all that shares the first index in files), as files have them.
void to_stored(const Parameter& parameter, const Matrix& m, Rows rows, float* out);
Matrix from_stored(const Parameter& parameter, const Matrix& stored);

}  // namespace gen
