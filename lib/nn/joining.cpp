#include "nn/joining.hpp"

#include <algorithm>
#include <vector>

#include "core/error.hpp"
#include "core/kernels.hpp"
#include "nn/maps.hpp"

namespace gen {

void Residual::forward(const Flow& f, Rows rows) const {
    const std::size_t n = rows.count() * f.y->columns();
    std::copy_n(f.x->row(rows.begin), n, f.y->row(rows.begin));
    kernels().add_scaled(f.skip->row(rows.begin), 1, n, f.y->row(rows.begin));
}

void Residual::backward(const Flow& f, Rows rows) const {
    const std::size_t n = rows.count() * f.y->columns();
    if (f.dx != nullptr) std::copy_n(f.dy->row(rows.begin), n, f.dx->row(rows.begin));
    std::copy_n(f.dy->row(rows.begin), n, f.dskip->row(rows.begin));
}

Condition::Condition(const Shape& input, std::size_t classes, std::size_t size)
    : TangentLayer(expect_maps(input, 0, "condition"), {}, {.backward_reads_x = false}),
      channels_(input_[0]),
      size_(size),
      positions_(positions(input_)) {
    output_ = input.size() == 3 ? Shape{channels_ + size, input_[1], input_[2]} : Shape{channels_ + size};
    weight_ = {.name = "weight", .stored = {classes, size}, .fan_in = classes, .fan_out = size};
    weight_.value.resize(classes, size);
}

void Condition::forward(const Flow& f, Rows rows) const {
    const Matrix& weight = weight_.value;
    if (f.mode->labels.empty()) fail("the model is conditional: it needs the class of each example");
    std::vector<real> told(size_);
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        const std::int32_t label = f.mode->labels[i];
        if (label >= static_cast<std::int32_t>(weight.rows())) fail("class ", label, " is not known to the model, it has ", weight.rows());
        if (label >= 0)
            std::copy_n(weight.row(static_cast<std::size_t>(label)), size_, told.data());
        else
            for (std::size_t j = 0; j < size_; ++j) {
                double sum = 0;
                for (std::size_t k = 0; k < weight.rows(); ++k) sum += static_cast<double>(weight(k, j));
                told[j] = static_cast<real>(sum / static_cast<double>(weight.rows()));
            }
        for (std::size_t p = 0; p < positions_; ++p) {
            real* const out = f.y->row(i) + p * (channels_ + size_);
            std::copy_n(f.x->row(i) + p * channels_, channels_, out);
            std::copy_n(told.data(), size_, out + channels_);
        }
    }
}

void Condition::tangent(const Flow&, const Flow& t, Rows rows) const {
    for (std::size_t i = rows.begin; i < rows.end; ++i)
        for (std::size_t p = 0; p < positions_; ++p) {
            real* const out = t.y->row(i) + p * (channels_ + size_);
            std::copy_n(t.x->row(i) + p * channels_, channels_, out);
            std::fill_n(out + channels_, size_, real{0});
        }
}

void Condition::backward(const Flow& f, Rows rows) const {
    if (f.dx == nullptr) return;
    for (std::size_t i = rows.begin; i < rows.end; ++i)
        for (std::size_t p = 0; p < positions_; ++p) std::copy_n(f.dy->row(i) + p * (channels_ + size_), channels_, f.dx->row(i) + p * channels_);
}

void Condition::weight_gradient(const Flow& f, Rows rows, std::size_t, Rows part, bool add) {
    Matrix& grad = weight_.grad;
    const auto share = real{1} / static_cast<real>(weight_.value.rows());
    for (std::size_t k = part.begin; k < part.end; ++k) {
        if (!add) std::fill_n(grad.row(k), size_, real{0});
        for (std::size_t i = rows.begin; i < rows.end; ++i) {
            const std::int32_t label = f.mode->labels[i];
            if (label >= 0 && static_cast<std::size_t>(label) != k) continue;
            for (std::size_t p = 0; p < positions_; ++p)
                kernels().add_scaled(f.dy->row(i) + p * (channels_ + size_) + channels_, label >= 0 ? 1 : share, size_, grad.row(k));
        }
    }
}

Table::Table(const Shape& input, std::size_t rows, std::size_t out) : Layer(input, {out}) {
    weight_ = {.name = "weight", .stored = {rows, out}, .fan_in = 1, .fan_out = out};
    weight_.value.resize(rows, out);
}

void Table::forward(const Flow& f, Rows rows) const {
    if (f.y->rows() > weight_.value.rows()) fail("a table of ", weight_.value.rows(), " rows cannot give ", f.y->rows());
    std::copy_n(weight_.value.row(rows.begin), rows.count() * f.y->columns(), f.y->row(rows.begin));
}

void Table::weight_gradient(const Flow& f, Rows rows, std::size_t, Rows part, bool add) {
    for (std::size_t k = part.begin; k < part.end; ++k) {
        if (!add) std::fill_n(weight_.grad.row(k), weight_.grad.columns(), real{0});
        if (k >= rows.begin && k < rows.end) kernels().add_scaled(f.dy->row(k), 1, f.dy->columns(), weight_.grad.row(k));
    }
}

Scale::Scale(const Shape& input)
    : Layer(input, {count(input) + 1}, {.backward_reads_x = false}),
      channels_(expect_maps(input, 0, "scale")[0]),
      positions_(count(input) / channels_) {
    weight_ = {.name = "weight", .stored = {1}, .start = 0};
    weight_.value.resize(1, 1);
}

// Rows out are in file order: the number stands behind all maps.
void Scale::forward(const Flow& f, Rows rows) const {
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        real* const y = f.y->row(i);
        for (std::size_t c = 0; c < channels_; ++c)
            for (std::size_t p = 0; p < positions_; ++p) y[c * positions_ + p] = (*f.x)(i, p * channels_ + c);
        y[f.x->columns()] = weight_.value(0, 0);
    }
}

void Scale::backward(const Flow& f, Rows rows) const {
    if (f.dx == nullptr) return;
    for (std::size_t i = rows.begin; i < rows.end; ++i)
        for (std::size_t c = 0; c < channels_; ++c)
            for (std::size_t p = 0; p < positions_; ++p) (*f.dx)(i, p* channels_ + c) = (*f.dy)(i, c * positions_ + p);
}

void Scale::weight_gradient(const Flow& f, Rows rows, std::size_t, Rows, bool add) {
    double sum = 0;
    for (std::size_t i = rows.begin; i < rows.end; ++i) sum += static_cast<double>((*f.dy)(i, f.x->columns()));
    weight_.grad(0, 0) = static_cast<real>(sum) + (add ? weight_.grad(0, 0) : 0);
}

}  // namespace gen
