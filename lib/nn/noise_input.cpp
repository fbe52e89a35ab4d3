#include "nn/noise_input.hpp"

#include <algorithm>
#include <vector>

#include "core/error.hpp"
#include "core/kernels.hpp"
#include "core/matmul.hpp"
#include "nn/maps.hpp"

namespace gen {

AppendNoise::AppendNoise(const Shape& input, std::size_t size)
    : RandomLayer(input, {count(input) + size}, true, {.backward_reads_x = false}), size_(size) {
    if (input.size() == 3 && input[0] > 1 && positions(input) > 1) fail("append-noise takes no maps of ", text(input), "; put flatten before it");
}

void AppendNoise::forward(const Flow& f, Rows rows) const {
    const std::size_t n = f.x->columns();
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        std::copy_n(f.x->row(i), n, f.y->row(i));
        draw_normals(f, i, f.y->row(i) + n, size_);
    }
}

void AppendNoise::tangent(const Flow&, const Flow& t, Rows rows) const {
    const std::size_t n = t.x->columns();
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        std::copy_n(t.x->row(i), n, t.y->row(i));
        std::fill_n(t.y->row(i) + n, size_, real{0});
    }
}

void AppendNoise::backward(const Flow& f, Rows rows) const {
    if (f.dx == nullptr) return;
    for (std::size_t i = rows.begin; i < rows.end; ++i) std::copy_n(f.dy->row(i), f.dx->columns(), f.dx->row(i));
}

MixNoise::MixNoise(const Shape& input, std::size_t size)
    : RandomLayer(input, input, true, {.in_place = true, .output_overwritable = true, .backward_reads_x = false, .gradient_from_memory = true}),
      channels_(expect_maps(input, 0, "mix-noise")[0]),
      positions_(count(input) / channels_),
      size_(size) {
    weight_ = {.name = "weight", .stored = {channels_, size}, .order = Order::transposed, .fan_in = size, .fan_out = channels_};
    weight_.value.resize(size, channels_);
}

// memory.rows: e, then on the way back the gradient of W e.
void MixNoise::reserve(Memory& memory, std::size_t rows, std::size_t) const { memory.rows.resize(rows, size_ + channels_); }

void MixNoise::forward(const Flow& f, Rows rows) const {
    thread_local std::vector<real> mixed;
    mixed.resize(channels_);
    copy_rows(*f.x, rows, *f.y);
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        real* const noise = f.memory->rows.row(i);
        draw_normals(f, i, noise, size_);
        matmul({noise, 1, size_, size_}, Op::plain, panel(weight_.value), Op::plain, 0, {mixed.data(), 1, channels_, channels_});
        for (std::size_t p = 0; p < positions_; ++p) kernels().add_scaled(mixed.data(), 1, channels_, f.y->row(i) + p * channels_);
    }
}

void MixNoise::backward(const Flow& f, Rows rows) const {
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        real* const sum = f.memory->rows.row(i) + size_;
        std::fill_n(sum, channels_, real{0});
        kernels().add_column_sums(f.dy->row(i), positions_, channels_, sum);
    }
    if (f.dx != nullptr) copy_rows(*f.dy, rows, *f.dx);
}

void MixNoise::weight_gradient(const Flow& f, Rows rows, std::size_t, Rows part, bool add) {
    const Matrix& m = f.memory->rows;
    const Panel noise = {m.row(rows.begin) + part.begin, rows.count(), part.count(), m.columns()};
    const Panel gradient = {m.row(rows.begin) + size_, rows.count(), channels_, m.columns()};
    matmul(noise, Op::transposed, gradient, Op::plain, add ? real{1} : real{0}, panel(weight_.grad, part));
}

void MixNoise::tangent(const Flow&, const Flow& t, Rows rows) const { copy_rows(*t.x, rows, *t.y); }

// The noise does not change; what is sent back to it may.
void MixNoise::backward_tangent(const Flow& f, const Flow& t, Rows rows) const {
    for (std::size_t i = rows.begin; i < rows.end; ++i) std::copy_n(f.memory->rows.row(i), size_, t.memory->rows.row(i));
    backward(t, rows);
}

void MixNoise::tangent_weight_gradient(const Flow&, const Flow& t, Rows rows, std::size_t parameter, Rows part) {
    if (t.dy != nullptr) weight_gradient(t, rows, parameter, part, true);
}

}  // namespace gen
