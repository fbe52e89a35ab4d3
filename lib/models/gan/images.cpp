#include "models/gan/images.hpp"

#include <vector>

#include "core/kernels.hpp"

namespace gen {

GanImages::GanImages(const Gan& gan)
    : ImageModel({gan.spec.input, gan.spec.latent, gan.spec.classes, gan.spec.bounded()}), gan_(&gan), generator_(gan) {}

std::unique_ptr<Prior> GanImages::prior(Parallel&) const { return noise_prior(gan_->spec.noise, latent()); }

void GanImages::images(const Matrix& z, Rows rows, const Drawing& how, Parallel& parallel, const Use& use, std::span<const std::int32_t> labels) {
    const std::size_t n = pixels();
    const bool clamps = has_range();
    generator_.generate(z, rows, parallel,
                        [&](std::size_t i, const real* made) {
                            if (!clamps) return use(i, made);
                            thread_local std::vector<real> x;
                            x.assign(made, made + n);
                            kernels().clamp(x.data(), n, 0, 1);  // rounding, or a generator without bounds
                            use(i, x.data());
                        },
                        labels, {how.seed, Purpose::sample_layers, 0});
}

Rendering GanImages::rendering() const {
    Rendering made = {.network = &gan_->generator, .clamped = has_range()};
    if (gan_->spec.bounded()) {
        made.low = gan_->spec.low;
        made.scale = 1 / (gan_->spec.high - gan_->spec.low);
    }
    return made;
}

}  // namespace gen
