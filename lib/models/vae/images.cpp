#include "models/vae/images.hpp"

#include <vector>

#include "core/kernels.hpp"
#include "models/vae/prior.hpp"

namespace gen {
namespace {

// Points are none, unless the likelihood is of pixels.
bool makes_pixels(const VaeSpec& spec) {
    const bool are_points = spec.input[1] == 1 && spec.input[2] == 1;
    return !are_points || spec.likelihood.needs_unit_range();
}

}  // namespace

VaeImages::VaeImages(const Vae& vae)
    : ImageModel({vae.spec.input, vae.spec.latent, vae.spec.classes, makes_pixels(vae.spec)}), vae_(&vae), decoder_(vae.decoder) {}

std::unique_ptr<Prior> VaeImages::prior(Parallel& parallel) const { return prior_of(*vae_, parallel); }

void VaeImages::images(const Matrix& z, Rows rows, const Drawing& how, Parallel& parallel, const Use& use, std::span<const std::int32_t> labels) {
    const Likelihood& likelihood = vae_->spec.likelihood;
    const bool clamped = has_range() && !likelihood.needs_unit_range();
    const std::size_t n = pixels();
    decoder_.decode(
        z, rows, parallel,
        [&](std::size_t i, const real* o) {
            thread_local std::vector<real> x;
            x.resize(n);
            if (how.draws_pixels)
                likelihood.draw({how.seed, Purpose::pixels, 0}, static_cast<std::uint32_t>(i), o, n, x.data());
            else
                likelihood.mean(o, n, x.data());
            if (clamped) kernels().clamp(x.data(), n, 0, 1);
            use(i, x.data());
        },
        labels);
}

Rendering VaeImages::rendering() const {
    const Likelihood& likelihood = vae_->spec.likelihood;
    return {.network = &vae_->decoder,
            .components = likelihood.components,
            .squashed = likelihood.squashed(),
            .clamped = likelihood.needs_bytes() || has_range()};
}

}  // namespace gen
