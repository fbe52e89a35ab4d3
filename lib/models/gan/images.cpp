#include "models/gan/images.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "core/kernels.hpp"

namespace gen {
namespace {

Gan folded(Gan gan) {
    gan.generator.fold();
    return gan;
}

}  // namespace

GanImages::GanImages(Gan gan)
    : ImageModel({gan.spec.input, gan.spec.latent, gan.spec.classes, gan.spec.bounded()}), gan_(folded(std::move(gan))), generator_(gan_) {}

Matrix GanImages::draw(std::size_t count, const Drawing& how, Parallel&) const {
    const bool is_normal = gan_.spec.noise == LatentNoise::normal;
    if (how.truncation > 0 && !is_normal) fail_usage("--truncation cuts off the tails of normal latent numbers, those of this model have none");
    if (how.temperature != 1 && !is_normal) fail_usage("--temperature scales normal latent numbers, those of this model lie in a fixed range");
    Matrix z(count, gan_.spec.latent);
    for (std::size_t i = 0; i < count; ++i) {
        draw_latent(gan_.spec.noise, {how.seed, Purpose::prior, 0}, static_cast<std::uint32_t>(i), z.row(i), z.columns(), how.truncation);
        if (how.temperature != 1)
            for (std::size_t j = 0; j < z.columns(); ++j) z(i, j) *= static_cast<real>(how.temperature);
    }
    return z;
}

std::vector<PriorAxis> GanImages::prior_axes(Parallel&) const {
    // One coordinate of the sphere is nearly normal with variance 1.
    const bool uniform = gan_.spec.noise == LatentNoise::uniform;
    return std::vector<PriorAxis>(latent(), {0, uniform ? 1 / std::sqrt(3.0) : 1, uniform ? PriorAxis::Form::uniform : PriorAxis::Form::normal});
}

void GanImages::images(const Matrix& z, Rows rows, const Drawing& how, Parallel& parallel, const Use& use, std::span<const std::int32_t> labels) {
    const std::size_t n = pixels();
    const bool clamps = has_range();
    generator_.generate(z, rows, parallel, [&](std::size_t i, const real* made) {
        if (!clamps) return use(i, made);
        thread_local std::vector<real> x;
        x.assign(made, made + n);
        kernels().clamp(x.data(), n, 0, 1);  // rounding, or a generator without bounds
        use(i, x.data());
    }, labels, {how.seed, Purpose::sample_layers, 0});
}

}  // namespace gen
