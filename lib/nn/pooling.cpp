#include "nn/pooling.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "nn/maps.hpp"

namespace gen {
namespace {

/// Calls use(y, x) for every pixel of maps.
template <class Use>
void each_pixel(const Shape& maps, const Use& use) {
    for (std::size_t y = 0; y < maps[1]; ++y)
        for (std::size_t x = 0; x < maps[2]; ++x) use(y, x);
}

}  // namespace

Pool::Pool(const Shape& input, std::size_t kernel, std::size_t stride, LayerHints hints)
    : TangentLayer(expect_maps(input, 0, "pool"), {}, hints), kernel_(kernel), stride_(stride) {
    if (input_[1] < kernel || input_[2] < kernel) fail("a pool of ", kernel, "x", kernel, " does not fit maps of ", text(input_));
    output_ = {input_[0], (input_[1] - kernel) / stride + 1, (input_[2] - kernel) / stride + 1};
}

void AvgPool::forward(const Flow& f, Rows rows) const {
    const std::size_t channels = input_[0];
    const real part = real{1} / static_cast<real>(kernel_ * kernel_);
    for (std::size_t i = rows.begin; i < rows.end; ++i)
        each_pixel(output_, [&](std::size_t y, std::size_t x) {
            real* const out = f.y->row(i) + (y * output_[2] + x) * channels;
            std::fill_n(out, channels, real{0});
            for (std::size_t ky = 0; ky < kernel_; ++ky)
                for (std::size_t kx = 0; kx < kernel_; ++kx) {
                    const real* const in = f.x->row(i) + ((y * stride_ + ky) * input_[2] + x * stride_ + kx) * channels;
                    for (std::size_t c = 0; c < channels; ++c) out[c] += part * in[c];
                }
        });
}

void AvgPool::backward(const Flow& f, Rows rows) const {
    if (f.dx == nullptr) return;
    const std::size_t channels = input_[0];
    const real part = real{1} / static_cast<real>(kernel_ * kernel_);
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        std::fill_n(f.dx->row(i), f.dx->columns(), real{0});
        each_pixel(output_, [&](std::size_t y, std::size_t x) {
            const real* const d = f.dy->row(i) + (y * output_[2] + x) * channels;
            for (std::size_t ky = 0; ky < kernel_; ++ky)
                for (std::size_t kx = 0; kx < kernel_; ++kx) {
                    real* const in = f.dx->row(i) + ((y * stride_ + ky) * input_[2] + x * stride_ + kx) * channels;
                    for (std::size_t c = 0; c < channels; ++c) in[c] += part * d[c];
                }
        });
    }
}

void MaxPool::reserve(Memory& memory, std::size_t rows, std::size_t) const { memory.rows.resize(rows, count(output_)); }

void MaxPool::forward(const Flow& f, Rows rows) const {
    const std::size_t channels = input_[0];
    for (std::size_t i = rows.begin; i < rows.end; ++i)
        each_pixel(output_, [&](std::size_t y, std::size_t x) {
            const std::size_t at = (y * output_[2] + x) * channels;
            real* const out = f.y->row(i) + at;
            real* const winner = f.memory->rows.row(i) + at;  // which pixel of the square, as a number
            for (std::size_t k = 0; k < kernel_ * kernel_; ++k) {
                const real* const in = f.x->row(i) + ((y * stride_ + k / kernel_) * input_[2] + x * stride_ + k % kernel_) * channels;
                for (std::size_t c = 0; c < channels; ++c)
                    if (k == 0 || in[c] > out[c]) {
                        out[c] = in[c];
                        winner[c] = static_cast<real>(k);
                    }
            }
        });
}

void MaxPool::tangent(const Flow& f, const Flow& t, Rows rows) const {
    const std::size_t channels = input_[0];
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        std::copy_n(f.memory->rows.row(i), t.y->columns(), t.memory->rows.row(i));
        each_pixel(output_, [&](std::size_t y, std::size_t x) {
            const std::size_t at = (y * output_[2] + x) * channels;
            for (std::size_t c = 0; c < channels; ++c) {
                const auto k = static_cast<std::size_t>(f.memory->rows(i, at + c));
                (*t.y)(i, at + c) = t.x->row(i)[((y * stride_ + k / kernel_) * input_[2] + x * stride_ + k % kernel_) * channels + c];
            }
        });
    }
}

void MaxPool::backward(const Flow& f, Rows rows) const {
    if (f.dx == nullptr) return;
    const std::size_t channels = input_[0];
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        std::fill_n(f.dx->row(i), f.dx->columns(), real{0});
        each_pixel(output_, [&](std::size_t y, std::size_t x) {
            const std::size_t at = (y * output_[2] + x) * channels;
            for (std::size_t c = 0; c < channels; ++c) {
                const auto k = static_cast<std::size_t>(f.memory->rows(i, at + c));
                f.dx->row(i)[((y * stride_ + k / kernel_) * input_[2] + x * stride_ + k % kernel_) * channels + c] += f.dy->row(i)[at + c];
            }
        });
    }
}

Upsample::Upsample(const Shape& input, std::size_t scale)
    : TangentLayer(expect_maps(input, 0, "upsample"), {}, {.backward_reads_x = false}), scale_(scale) {
    output_ = {input_[0], input_[1] * scale, input_[2] * scale};
    static_cast<void>(count(output_));
}

void Upsample::forward(const Flow& f, Rows rows) const {
    const std::size_t channels = input_[0];
    for (std::size_t i = rows.begin; i < rows.end; ++i)
        each_pixel(output_, [&](std::size_t y, std::size_t x) {
            std::copy_n(f.x->row(i) + (y / scale_ * input_[2] + x / scale_) * channels, channels, f.y->row(i) + (y * output_[2] + x) * channels);
        });
}

void Upsample::backward(const Flow& f, Rows rows) const {
    if (f.dx == nullptr) return;
    const std::size_t channels = input_[0];
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        std::fill_n(f.dx->row(i), f.dx->columns(), real{0});
        each_pixel(output_, [&](std::size_t y, std::size_t x) {
            real* const in = f.dx->row(i) + (y / scale_ * input_[2] + x / scale_) * channels;
            const real* const d = f.dy->row(i) + (y * output_[2] + x) * channels;
            for (std::size_t c = 0; c < channels; ++c) in[c] += d[c];
        });
    }
}

PixelShuffle::PixelShuffle(const Shape& input, std::size_t scale)
    : TangentLayer(expect_maps(input, 0, "pixel-shuffle"), {}, {.backward_reads_x = false}), scale_(scale) {
    if (input_[0] % (scale * scale) != 0) fail("pixel-shuffle by ", scale, " takes a multiple of ", scale * scale, " channels, expected ", input_[0]);
    output_ = {input_[0] / (scale * scale), input_[1] * scale, input_[2] * scale};
}

std::size_t PixelShuffle::place(std::size_t y, std::size_t x, std::size_t channel) const {
    return (y / scale_ * input_[2] + x / scale_) * input_[0] + channel * scale_ * scale_ + y % scale_ * scale_ + x % scale_;
}

void PixelShuffle::forward(const Flow& f, Rows rows) const {
    const std::size_t channels = output_[0];
    for (std::size_t i = rows.begin; i < rows.end; ++i)
        each_pixel(output_, [&](std::size_t y, std::size_t x) {
            for (std::size_t c = 0; c < channels; ++c) f.y->row(i)[(y * output_[2] + x) * channels + c] = f.x->row(i)[place(y, x, c)];
        });
}

void PixelShuffle::backward(const Flow& f, Rows rows) const {
    if (f.dx == nullptr) return;
    const std::size_t channels = output_[0];
    for (std::size_t i = rows.begin; i < rows.end; ++i)
        each_pixel(output_, [&](std::size_t y, std::size_t x) {
            for (std::size_t c = 0; c < channels; ++c) f.dx->row(i)[place(y, x, c)] = f.dy->row(i)[(y * output_[2] + x) * channels + c];
        });
}

}  // namespace gen
