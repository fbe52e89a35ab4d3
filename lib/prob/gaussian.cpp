#include "prob/gaussian.hpp"

#include "core/kernels.hpp"

namespace gen {

double gaussian_kl(const GaussianRow& q, const GaussianPrior& prior, double factor, real* d_mean, real* d_logvar) {
    return kernels().gaussian_kl(q.mean, q.logvar, q.n, static_cast<real>(prior.mean), static_cast<real>(prior.sd), static_cast<real>(factor),
                                 d_mean, d_logvar);
}

void reparameterise(const GaussianRow& q, const real* noise, real* z) { kernels().reparameterise(q.mean, q.logvar, noise, q.n, z); }

void reparameterise_gradient(const GaussianRow& q, const real* noise, const real* dz, real* d_mean, real* d_logvar) {
    kernels().reparameterise_gradient(q.logvar, noise, dz, q.n, d_mean, d_logvar);
}

}  // namespace gen
