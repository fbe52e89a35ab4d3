#include "models/network_images.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.hpp"
#include "core/kernels.hpp"
#include "core/portable/functions.hpp"
#include "nn/sequential.hpp"

namespace gen {

NetworkImages::NetworkImages(const Sequential& network, LatentNoise noise, Output output)
    : ImageModel({output.shape, network.inputs(), output.classes, output.logits || std::isfinite(output.low), output.class_names}),
      network_(&network),
      noise_(noise),
      low_(has_range() && !output.logits ? output.low : 0),
      scale_(has_range() && !output.logits ? 1 / (output.high - output.low) : 1),
      logits_(output.logits),
      inference_(network) {}

std::unique_ptr<Prior> NetworkImages::prior(Parallel&) const { return noise_prior(noise_, latent()); }

void NetworkImages::images(const Matrix& z, Rows rows, const Drawing& how, Parallel& parallel, MutablePanel out,
                           std::span<const std::int32_t> labels) {
    if (z.columns() != latent()) fail("latents have ", z.columns(), " dimensions, the model has ", latent());
    const auto read = [&](std::size_t first, Matrix& y) { std::copy_n(z.row(rows.begin + first), y.size(), y.data()); };
    const auto each = [&](std::size_t first, Matrix& x) {
        if (logits_) {
            for (real& v : x.values()) v = static_cast<real>(1 / (1 + math::exp(-static_cast<double>(v))));
        } else if (has_range()) {
            for (real& v : x.values()) v = (v - static_cast<real>(low_)) * static_cast<real>(scale_);
            kernels().clamp(x.data(), x.size(), 0, 1);  // rounding, or a network without bounds
        }
        for (std::size_t i = 0; i < x.rows(); ++i) std::copy_n(x.row(i), x.columns(), out.data + (first + i) * out.stride);
    };
    const Mode mode = {.noise = {how.seed, Purpose::sample_layers, 0}, .labels = labels};
    inference_.run(rows.count(), parallel, read, each, mode.part(rows.begin, rows.count()));
}

Rendering NetworkImages::rendering() const {
    return {.network = network_, .squashed = logits_, .low = low_, .scale = scale_, .clamped = has_range()};
}

}  // namespace gen
