#pragma once

#include "prob/prior.hpp"

namespace gen {

/// N(mean, sd^2), the same in every dimension.
class IsotropicGaussian : public Prior {
public:
    IsotropicGaussian(std::size_t dimensions, const GaussianPrior& gaussian) : Prior(dimensions), gaussian_(gaussian) {}
    void draw(const Stream& stream, std::uint32_t row, const Tempering& how, real* z) const override;
    double log_density(const real* z, double factor = 0, real* dz = nullptr) const override;
    std::optional<double> kl(const GaussianRow& q, double factor = 0, real* d_mean = nullptr, real* d_logvar = nullptr) const override;
    const GaussianPrior* gaussian() const override { return &gaussian_; }
    std::vector<PriorAxis> axes() const override;

private:
    GaussianPrior gaussian_;
};

}  // namespace gen
