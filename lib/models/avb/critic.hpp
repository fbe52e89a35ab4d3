#pragma once

#include <cstddef>
#include <vector>

#include "models/avb/avb.hpp"
#include "train/passage.hpp"

namespace gen {

/// T of each row's x and some codes: on x and z beside each other, or as the product of two towers. Rows do not look at each other.
class AvbCritic {
public:
    /// For each row of `x`, as T sees it, `each` rows of `codes`.
    AvbCritic(AvbModel& avb, const Matrix& x, const Matrix& codes, Arena& arena, std::size_t each);

    void reserve(std::size_t rows, Trains trains, std::size_t shards = 1);
    void forward(Pipeline& pipeline, Trains trains);
    /// What steps that ask for T, or say what its gradient is, look at.
    Pipeline::Uses ends() const;
    /// T of row `code` of the codes.
    double value(std::size_t code) const;
    /// dL/dT of all codes of a row, before the way back.
    void set_gradient(std::size_t row, const double* d);
    /// To the codes, or where that is null to the weights.
    void backward(Pipeline& pipeline, Matrix* d_codes);
    std::vector<Passage*> passages();

private:
    const AvbSpec& spec() const { return avb_->spec; }
    void join(Rows rows);
    void split(Rows rows, Matrix& d_codes);

    AvbModel* avb_;
    const Matrix* x_;
    const Matrix* codes_;
    Arena* arena_;
    std::size_t each_;
    Matrix joined_;  // x and z beside each other
    Matrix d_joined_;
    std::vector<double> gradient_;  // dL/dT of each code
    Passage network_;
    Passage tower_;
};

}  // namespace gen
