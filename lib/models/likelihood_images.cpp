#include "models/likelihood_images.hpp"

#include <utility>
#include <vector>

#include "core/kernels.hpp"

namespace gen {
namespace {

// Points are none, unless the likelihood is of pixels.
bool makes_pixels(const Shape& shape, const Likelihood& likelihood) {
    const bool are_points = shape[1] == 1 && shape[2] == 1;
    return !are_points || likelihood.needs_unit_range();
}

}  // namespace

LikelihoodImages::LikelihoodImages(const Sequential& decoder, std::size_t latent, const Likelihood& likelihood, const ImageForm& form,
                                   MakePrior prior)
    : ImageModel({form.shape, latent, form.classes, makes_pixels(form.shape, likelihood), form.class_names}),
      network_(&decoder),
      likelihood_(likelihood),
      prior_(std::move(prior)),
      decoder_(decoder) {}

void LikelihoodImages::images(const Matrix& z, Rows rows, const Drawing& how, Parallel& parallel, MutablePanel out,
                              std::span<const std::int32_t> labels) {
    const bool clamped = has_range() && !likelihood_.needs_unit_range();
    const std::size_t n = pixels();
    decoder_.decode(
        z, rows, parallel,
        [&](std::size_t i, const real* o) {
            real* const x = out.data + (i - rows.begin) * out.stride;
            if (how.draws_pixels)
                likelihood_.draw({how.seed, Purpose::pixels, 0}, static_cast<std::uint32_t>(i), o, n, x);
            else
                likelihood_.mean(o, n, x);
            if (clamped) kernels().clamp(x, n, 0, 1);
        },
        labels);
}

Rendering LikelihoodImages::rendering() const {
    return {.network = network_,
            .components = likelihood_.components,
            .squashed = likelihood_.squashed(),
            .clamped = likelihood_.needs_bytes() || has_range()};
}

}  // namespace gen
