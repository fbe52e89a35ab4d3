#include "models/vae/images.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/kernels.hpp"

namespace gen {
namespace {

Vae folded(Vae vae) {
    for (Sequential* const network : vae.networks()) network->fold();
    return vae;
}

// Points are none, unless the likelihood is of pixels.
bool makes_pixels(const VaeSpec& spec) {
    const bool are_points = spec.input[1] == 1 && spec.input[2] == 1;
    return !are_points || spec.likelihood.needs_unit_range();
}

}  // namespace

Matrix draw_prior(const Vae& vae, std::size_t count, const Drawing& how, Parallel& parallel) {
    Matrix z(count, vae.spec.latent);
    const Encoded pseudo = vae.spec.pseudo_inputs > 0 ? encode_pseudo_inputs(vae, parallel) : Encoded();
    for (std::size_t i = 0; i < count; ++i) {
        const auto row = static_cast<std::uint32_t>(i);
        draw_normal({how.seed, Purpose::prior, 0}, row, z.row(i), z.columns(), how.truncation);
        Draws draws({how.seed, Purpose::component, 0}, row);
        const std::size_t k = pseudo.mean.empty() ? 0 : draws.below(static_cast<std::uint32_t>(pseudo.mean.rows()));
        for (std::size_t j = 0; j < z.columns(); ++j) {
            const double mean = pseudo.mean.empty() ? vae.spec.prior.mean : static_cast<double>(pseudo.mean(k, j));
            const double sd = pseudo.mean.empty() ? vae.spec.prior.sd : std::exp(0.5 * static_cast<double>(pseudo.logvar(k, j)));
            z(i, j) = static_cast<real>(mean + how.temperature * sd * static_cast<double>(z(i, j)));
        }
    }
    return z;
}

VaeImages::VaeImages(Vae vae)
    : ImageModel({vae.spec.input, vae.spec.latent, vae.spec.classes, makes_pixels(vae.spec)}), vae_(folded(std::move(vae))), encoder_(vae_),
      decoder_(vae_) {}

Matrix VaeImages::draw(std::size_t count, const Drawing& how, Parallel& parallel) const { return draw_prior(vae_, count, how, parallel); }

std::vector<PriorAxis> VaeImages::prior_axes(Parallel& parallel) const {
    std::vector<PriorAxis> axes(latent(), {vae_.spec.prior.mean, vae_.spec.prior.sd});
    if (vae_.spec.pseudo_inputs == 0) return axes;
    const Encoded pseudo = encode_pseudo_inputs(vae_, parallel);
    const auto count = static_cast<double>(pseudo.mean.rows());
    for (std::size_t j = 0; j < axes.size(); ++j) {
        double mean = 0;
        double square = 0;
        for (std::size_t k = 0; k < pseudo.mean.rows(); ++k) {
            const auto m = static_cast<double>(pseudo.mean(k, j));
            mean += m / count;
            square += (m * m + std::exp(static_cast<double>(pseudo.logvar(k, j)))) / count;
        }
        axes[j] = {mean, std::sqrt(std::max(0.0, square - mean * mean))};
    }
    return axes;
}

Matrix VaeImages::encode(const Examples& data, Rows rows, Parallel& parallel) { return encoder_.encode(data, rows.begin, rows.count(), parallel).mean; }

void VaeImages::images(const Matrix& z, Rows rows, const Drawing& how, Parallel& parallel, const Use& use, std::span<const std::int32_t> labels) {
    const Likelihood& likelihood = vae_.spec.likelihood;
    const bool clamped = has_range() && !likelihood.needs_unit_range();
    const std::size_t n = pixels();
    decoder_.decode(z, rows, parallel, [&](std::size_t i, const real* o) {
        thread_local std::vector<real> x;
        x.resize(n);
        if (how.draws_pixels) likelihood.draw({how.seed, Purpose::pixels, 0}, static_cast<std::uint32_t>(i), o, n, x.data());
        else likelihood.mean(o, n, x.data());
        if (clamped) kernels().clamp(x.data(), n, 0, 1);
        use(i, x.data());
    }, labels);
}

}  // namespace gen
