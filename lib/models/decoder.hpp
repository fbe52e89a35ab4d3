#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "nn/inference.hpp"

namespace gen {

/// What a network makes of many rows of latent numbers, with buffers that are used again. The network outlives it.
class Decoder {
public:
    explicit Decoder(const Sequential& network) : latent_(network.inputs()), inference_(network) {}
    /// Calls use(row, o) with what comes of each row of z[rows], on several threads at once. Throws Fault::input when z does not have the model's
    /// dimensions. `labels`: the class of each row of z, for a conditional model.
    void decode(const Matrix& z, Rows rows, Parallel& parallel, const std::function<void(std::size_t row, const real* o)>& use,
                std::span<const std::int32_t> labels = {});
    /// Rows that are decoded together.
    std::size_t rows_together() const { return inference_.rows_together(); }

private:
    std::size_t latent_;
    Inference inference_;
};

}  // namespace gen
