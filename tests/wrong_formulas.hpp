#pragma once

#include <algorithm>
#include <cmath>
#include <string_view>
#include <vector>

#include "eval/formulas.hpp"

namespace gen {

/// Formulas with one mistake each, as they are made: to see that checks can fail.
namespace wrong {

inline GaussianRow with_logvar(const GaussianRow& q, std::vector<real>& logvar, real factor) {
    logvar.assign(q.logvar, q.logvar + q.n);
    for (real& l : logvar) l *= factor;
    return {q.mean, logvar.data(), q.n};
}

/// -log-variance for log-variance.
inline double kl_sign(const GaussianRow& q, const GaussianPrior& p, double factor, real* d_mean, real* d_logvar) {
    std::vector<real> logvar;
    return gaussian_kl(with_logvar(q, logvar, -1), p, factor, d_mean, d_logvar);
}

/// Without the 1/2, in the gradient too.
inline double kl_half(const GaussianRow& q, const GaussianPrior& p, double factor, real* d_mean, real* d_logvar) {
    return 2 * gaussian_kl(q, p, 2 * factor, d_mean, d_logvar);
}

/// The standard deviation in place of the variance. The gradient is the right one.
inline double kl_sd(const GaussianRow& q, const GaussianPrior& p, double factor, real* d_mean, real* d_logvar) {
    double nats = gaussian_kl(q, p, factor, d_mean, d_logvar);
    for (std::size_t j = 0; j < q.n; ++j) {
        const double l = static_cast<double>(q.logvar[j]) - 2 * std::log(p.sd);
        nats += 0.5 * (std::exp(0.5 * l) - std::exp(l));
    }
    return nats;
}

/// (mean^2 + e^l - 1 - l) / 2 as it stands, in float: it cancels.
inline double kl_naive(const GaussianRow& q, const GaussianPrior& p, double factor, real* d_mean, real* d_logvar) {
    gaussian_kl(q, p, factor, d_mean, d_logvar);
    double nats = 0;
    for (std::size_t j = 0; j < q.n; ++j) {
        const auto sd = static_cast<float>(p.sd);
        const float l = static_cast<float>(q.logvar[j]) - 2 * std::log(sd);
        const float distance = (static_cast<float>(q.mean[j]) - static_cast<float>(p.mean)) / sd;
        nats += static_cast<double>(-0.5F * (1 + l - distance * distance - std::exp(l)));
    }
    return nats;
}

/// What is negative or no number becomes 0.
inline double kl_clipped(const GaussianRow& q, const GaussianPrior& p, double factor, real* d_mean, real* d_logvar) {
    return std::max(0.0, gaussian_kl(q, p, factor, d_mean, d_logvar));
}

/// Another p(z) than the one that is asked for.
inline double kl_standard(const GaussianRow& q, const GaussianPrior&, double factor, real* d_mean, real* d_logvar) {
    return gaussian_kl(q, {}, factor, d_mean, d_logvar);
}

inline double density_half(const GaussianPrior& p, const real* z, std::size_t n) {
    double squares = 0;
    for (std::size_t j = 0; j < n; ++j) squares += std::pow((static_cast<double>(z[j]) - p.mean) / p.sd, 2);
    return log_density(p, z, n) - 0.5 * squares;
}

inline double draw_density_sign(const GaussianRow& q, const real* noise) {
    std::vector<real> logvar;
    return log_density_of_draw(with_logvar(q, logvar, -1), noise);
}

/// The variance in place of the standard deviation.
inline void draw_variance(const GaussianRow& q, const real* noise, real* z) {
    std::vector<real> logvar;
    reparameterise(with_logvar(q, logvar, 2), noise, z);
}

inline void gradient_half(const GaussianRow& q, const real* noise, const real* dz, real* d_mean, real* d_logvar) {
    reparameterise_gradient(q, noise, dz, d_mean, d_logvar);
    std::vector<real> unused(q.n);
    reparameterise_gradient(q, noise, dz, unused.data(), d_logvar);
}

inline double normal_sd(const Normal& q, const Normal& p) {
    return std::log(p.sd / q.sd) + (q.sd + std::pow(q.mean - p.mean, 2)) / (2 * p.sd * p.sd) - 0.5;
}

/// Draws of q are called generated and those of p real.
inline double labels_exchanged(double logit, double label, bool is_real, double& derivative) {
    return Formulas().discriminator_loss(logit, 1 - label, !is_real, derivative);
}

inline double full_swapped(const FullGaussian& q, const FullGaussian& p) { return kl(p, q); }

}  // namespace wrong

struct WrongFormulas {
    std::string_view name;
    Formulas formulas;
};

inline std::vector<WrongFormulas> wrong_formulas() {
    return {
        {"none", {}},
        {"kl-sign", {.gaussian_kl = wrong::kl_sign}},
        {"kl-half", {.gaussian_kl = wrong::kl_half}},
        {"kl-sd", {.gaussian_kl = wrong::kl_sd}},
        {"kl-naive", {.gaussian_kl = wrong::kl_naive}},
        {"kl-clipped", {.gaussian_kl = wrong::kl_clipped}},
        {"kl-standard", {.gaussian_kl = wrong::kl_standard}},
        {"density-half", {.log_density = wrong::density_half}},
        {"draw-density-sign", {.log_density_of_draw = wrong::draw_density_sign}},
        {"draw-variance", {.reparameterise = wrong::draw_variance}},
        {"gradient-half", {.reparameterise_gradient = wrong::gradient_half}},
        {"normal-sd", {.normal_kl = wrong::normal_sd}},
        {"labels-exchanged", {.discriminator_loss = wrong::labels_exchanged}},
        {"full-swapped", {.full_kl = wrong::full_swapped}},
    };
}

}  // namespace gen
