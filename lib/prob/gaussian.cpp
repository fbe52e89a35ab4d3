#include "prob/gaussian.hpp"

#include <cmath>
#include <numbers>

#include "core/kernels.hpp"
#include "core/portable/functions.hpp"

namespace gen {
namespace {

const double log_two_pi = std::log(2 * std::numbers::pi);

}  // namespace

double gaussian_kl(const GaussianRow& q, const GaussianPrior& prior, double factor, real* d_mean, real* d_logvar) {
    return kernels().gaussian_kl(q.mean, q.logvar, q.n, static_cast<real>(prior.mean), static_cast<real>(prior.sd), static_cast<real>(factor), d_mean,
                                 d_logvar);
}

double log_density(const GaussianPrior& prior, const real* z, std::size_t n) {
    double squares = 0;
    for (std::size_t j = 0; j < n; ++j) {
        const double distance = (static_cast<double>(z[j]) - prior.mean) / prior.sd;
        squares += distance * distance;
    }
    return -0.5 * squares - static_cast<double>(n) * (0.5 * log_two_pi + math::log(prior.sd));
}

double log_density_of_draw(const GaussianRow& q, const real* noise) {
    double sum = 0;
    for (std::size_t j = 0; j < q.n; ++j) {
        const auto e = static_cast<double>(noise[j]);
        sum += e * e + static_cast<double>(q.logvar[j]);
    }
    return -0.5 * (sum + static_cast<double>(q.n) * log_two_pi);
}

void reparameterise(const GaussianRow& q, const real* noise, real* z) { kernels().reparameterise(q.mean, q.logvar, noise, q.n, z); }

void reparameterise_gradient(const GaussianRow& q, const real* noise, const real* dz, real* d_mean, real* d_logvar) {
    kernels().reparameterise_gradient(q.logvar, noise, dz, q.n, d_mean, d_logvar);
}

}  // namespace gen
