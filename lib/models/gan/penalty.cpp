#include "models/gan/penalty.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/kernels.hpp"

namespace gen {

void GanPenalty::reserve(const Sequential& discriminator, std::size_t rows, const Mode& mode) {
    for (Matrix* const m : {&x_, &dx_, &v_}) arena_->take(*m, rows, discriminator.inputs());
    for (Trace* const trace : {&trace_, &tangent_}) {
        trace->mode = mode;
        discriminator.reserve(*trace, rows, true);
    }
    values_.resize(rows);
}

void GanPenalty::add(Pipeline& pipeline, const Sequential& discriminator, std::function<void(std::size_t i, real* x)> point, Pipeline::Uses uses) {
    uses.push_back(&x_);
    pipeline.rows([this, point = std::move(point)](Rows rows, std::size_t) {
        for (std::size_t i = rows.begin; i < rows.end; ++i) point(i, x_.row(i));
    }, uses);
    discriminator.open(trace_, true);
    discriminator.add_forward(pipeline, x_, trace_, Trains::yes);
    pipeline.rows([this](Rows rows, std::size_t) {
        for (std::size_t i = rows.begin; i < rows.end; ++i) {
            real* const dy = trace_.dy.back().row(i);
            std::fill_n(dy, trace_.dy.back().columns(), real{0});
            dy[0] = 1;
        }
    }, {&trace_.dy.back()});
    discriminator.add_backward(pipeline, x_, trace_, Trains::yes, &dx_);
    pipeline.rows([this](Rows rows, std::size_t) { judge(rows); }, {&dx_, &v_});
    discriminator.add_tangent(pipeline, x_, trace_, v_, tangent_);
}

// The penalty of each point, and v, its derivative by the gradient there.
void GanPenalty::judge(Rows rows) {
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
