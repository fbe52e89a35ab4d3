#include "eval/simulated.hpp"

#include <algorithm>

#include "models/vae/prior.hpp"

namespace gen {

Simulated::Simulated(const Vae& vae, std::size_t count, std::uint64_t seed, Parallel& parallel)
    : z_(draw(*prior_of(vae, parallel), count, {seed, Purpose::prior, 0})), x_(count, vae.spec.pixels()) {
    for (std::size_t i = 0; vae.spec.classes > 0 && i < count; ++i) labels_.push_back(static_cast<std::int32_t>(i % vae.spec.classes));
    Decoder(vae).decode(
        z_, {0, count}, parallel,
        [&](std::size_t i, const real* o) {
            vae.spec.likelihood.draw({seed, Purpose::pixels, 0}, static_cast<std::uint32_t>(i), o, x_.columns(), x_.row(i));
        },
        labels_);
}

void Simulated::read(std::size_t row, real* out) const { std::copy_n(x_.row(row), x_.columns(), out); }

}  // namespace gen
