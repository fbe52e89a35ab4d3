#pragma once

#include "prob/components.hpp"
#include "prob/prior.hpp"

namespace gen {

/// The mean of K diagonal Gaussians N(m_k, e^v_k), as a VampPrior is one (Tomczak and Welling, 2018, eq. 9).
class DiagonalMixture : public Prior {
public:
    /// mean, logvar: [K, d]. Throws Fault::input for K = 0 and for shapes that do not fit.
    DiagonalMixture(Matrix mean, Matrix logvar);
    /// A row's component comes from Purpose::component of the stream's seed and step.
    void draw(const Stream& stream, std::uint32_t row, const Tempering& how, real* z) const override;
    double log_density(const real* z, double factor = 0, real* dz = nullptr) const override;
    /// Gaussians with the mean and the standard deviation of each dimension.
    std::vector<PriorAxis> axes() const override;

private:
    Matrix mean_;
    Matrix logvar_;
    DiagonalGaussians components_;
};

}  // namespace gen
