#pragma once

#include <cstddef>

#include "core/real.hpp"

namespace gen {

/// N(mean, sd^2) in every dimension: the prior p(z).
struct GaussianPrior {
    double mean = 0;
    double sd = 1;
};

/// q(z|x): a diagonal Gaussian as an encoder gives it, one row: n means, n log-variances.
struct GaussianRow {
    const real* mean;
    const real* logvar;
    std::size_t n;
};

/// KL(q || prior) in nats, summed over dimensions: Kingma and Welling, 2014, appendix B, for a general prior. Adds `factor` times the gradients
/// to d_mean and d_logvar unless they are null.
double gaussian_kl(const GaussianRow& q, const GaussianPrior& prior, double factor, real* d_mean, real* d_logvar);

/// log p(z) in nats, z of n numbers.
double log_density(const GaussianPrior& prior, const real* z, std::size_t n);
/// log q(z|x) in nats of z = mean + e^(logvar/2) noise: it depends on the log-variances and the noise alone.
double log_density_of_draw(const GaussianRow& q, const real* noise);

/// z = mean + e^(logvar/2) noise: Kingma and Welling, 2014, eq. 10.
void reparameterise(const GaussianRow& q, const real* noise, real* z);
/// Adds dL/dz times dz/dmean and dz/dlogvar.
void reparameterise_gradient(const GaussianRow& q, const real* noise, const real* dz, real* d_mean, real* d_logvar);

}  // namespace gen
