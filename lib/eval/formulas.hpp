#pragma once

#include <cstddef>

#include "models/adversarial/loss.hpp"
#include "prob/full_gaussian.hpp"
#include "prob/gaussian.hpp"
#include "prob/normal.hpp"

namespace gen {

/// The formulas that kl-check checks: those of trainers and estimators, in float and as they run there, and the closed forms in double. A test puts a
/// wrong one in place of a right one to see which checks fail.
struct Formulas {
    double (*gaussian_kl)(const GaussianRow& q, const GaussianPrior& prior, double factor, real* d_mean, real* d_logvar) = gen::gaussian_kl;
    double (*log_density)(const GaussianPrior& prior, const real* z, std::size_t n) = gen::log_density;
    double (*log_density_of_draw)(const GaussianRow& q, const real* noise) = gen::log_density_of_draw;
    void (*reparameterise)(const GaussianRow& q, const real* noise, real* z) = gen::reparameterise;
    void (*reparameterise_gradient)(const GaussianRow& q, const real* noise, const real* dz, real* d_mean,
                                    real* d_logvar) = gen::reparameterise_gradient;
    double (*normal_kl)(const Normal& q, const Normal& p) = gen::kl;
    double (*full_kl)(const FullGaussian& q, const FullGaussian& p) = gen::kl;
    LogitLoss discriminator_loss = adversarial_loss("non-saturating").discriminator;
};

}  // namespace gen
