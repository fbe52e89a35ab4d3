#include "prob/isotropic_gaussian.hpp"

namespace gen {

void IsotropicGaussian::draw(const Stream& stream, std::uint32_t row, const Tempering& how, real* z) const {
    draw_normal(stream, row, z, dimensions(), how.truncation);
    for (std::size_t j = 0; j < dimensions(); ++j)
        z[j] = static_cast<real>(gaussian_.mean + how.temperature * gaussian_.sd * static_cast<double>(z[j]));
}

double IsotropicGaussian::log_density(const real* z, double factor, real* dz) const {
    for (std::size_t j = 0; dz != nullptr && j < dimensions(); ++j)
        dz[j] += static_cast<real>(factor * ((gaussian_.mean - static_cast<double>(z[j])) / (gaussian_.sd * gaussian_.sd)));
    return gen::log_density(gaussian_, z, dimensions());
}

std::optional<double> IsotropicGaussian::kl(const GaussianRow& q, double factor, real* d_mean, real* d_logvar) const {
    return gaussian_kl(q, gaussian_, factor, d_mean, d_logvar);
}

std::vector<PriorAxis> IsotropicGaussian::axes() const { return std::vector<PriorAxis>(dimensions(), {gaussian_.mean, gaussian_.sd}); }

}  // namespace gen
