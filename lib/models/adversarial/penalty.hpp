#pragma once

#include <functional>
#include <vector>

#include "train/passage.hpp"

namespace gen {

/// A penalty on the gradient of the discriminator's logit by its input, at points of its own, without backpropagation of backpropagation
/// (Sequential::add_tangent).
class GradientPenalty {
public:
    enum class Kind {
        unit,  // weight (|g| - 1)^2
        zero,  // weight/2 |g|^2
    };
    GradientPenalty(Kind kind, double weight, Sequential& discriminator, Arena& arena);
    double weight() const { return weight_; }

    /// Room for so many points.
    void reserve(std::size_t rows, const Mode& mode);
    /// `point` puts point number i in place, row by row; it looks at `uses`.
    void add(Pipeline& pipeline, std::function<void(std::size_t i, real* x)> point, Pipeline::Uses uses);
    /// What the penalty's gradient in the weights is made of.
    Pass pass();

    /// The penalty, the sum over points; its gradient is that of the mean.
    double sum() const { return tree_sum(values_.data(), values_.size()); }

private:
    void judge(Rows rows);

    Kind kind_;
    double weight_;
    Arena* arena_;
    Matrix x_;
    Matrix dx_;
    Matrix v_;
    Passage points_;
    Trace tangent_;
    std::vector<double> values_;
};

}  // namespace gen
