#include "models/adversarial/penalty.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/kernels.hpp"

namespace gen {

GradientPenalty::GradientPenalty(Kind kind, double weight, Sequential& discriminator, Arena& arena)
    : kind_(kind), weight_(weight), arena_(&arena), points_(discriminator, x_, arena) {
    tangent_.arena = arena_;
}

void GradientPenalty::reserve(std::size_t rows, const Mode& mode) {
    const Sequential& discriminator = points_.network();
    for (Matrix* const m : {&x_, &dx_, &v_}) arena_->take(*m, rows, discriminator.inputs());
    points_.reserve(rows, mode, Trains::yes);
    tangent_.mode = mode;
    discriminator.reserve(tangent_, rows, true);
    values_.resize(rows);
}

Pass GradientPenalty::pass() {
    Pass pass = points_.pass();
    pass.v = &v_;
    pass.tangent = &tangent_;
    return pass;
}

void GradientPenalty::add(Pipeline& pipeline, std::function<void(std::size_t i, real* x)> point, Pipeline::Uses uses) {
    uses.push_back(&x_);
    pipeline.rows(
        [this, point = std::move(point)](Rows rows, std::size_t) {
            for (std::size_t i = rows.begin; i < rows.end; ++i) point(i, x_.row(i));
        },
        uses);
    points_.forward(pipeline, Trains::yes);
    pipeline.rows(
        [this](Rows rows, std::size_t) {
            for (std::size_t i = rows.begin; i < rows.end; ++i) {
                real* const dy = points_.dy().row(i);
                std::fill_n(dy, points_.dy().columns(), real{0});
                dy[0] = 1;
            }
        },
        {&points_.dy()});
    points_.backward(pipeline, &dx_);
    pipeline.rows([this](Rows rows, std::size_t) { judge(rows); }, {&dx_, &v_});
    pipeline.whole_at_end(rows_of(values_));
    points_.network().add_tangent(pipeline, x_, points_.trace(), v_, tangent_);
}

// The penalty of each point, and v, its derivative by the gradient there.
void GradientPenalty::judge(Rows rows) {
    const std::size_t n = dx_.columns();
    const auto points = static_cast<double>(dx_.rows());
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        const double square = kernels().sum_of_squares(dx_.row(i), n);
        const double norm = std::sqrt(square);
        const double slope = kind_ == Kind::zero ? weight_ : norm > 0 ? 2 * weight_ * (norm - 1) / norm : 0;
        values_[i] = kind_ == Kind::zero ? weight_ / 2 * square : weight_ * (norm - 1) * (norm - 1);
        const auto factor = static_cast<real>(slope / points);
        std::transform(dx_.row(i), dx_.row(i) + n, v_.row(i), [factor](real g) { return factor * g; });
    }
}

}  // namespace gen
