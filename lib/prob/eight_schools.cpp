#include <cmath>
#include <numbers>

#include "core/error.hpp"
#include "prob/quadrature.hpp"
#include "prob/target.hpp"

namespace gen {
namespace {

constexpr std::size_t schools = 8;
constexpr double effects[schools] = {2.8, 0.8, -0.3, 0.7, -0.1, 0.1, 1.8, 1.2};
constexpr double errors[schools] = {0.8, 0.5, 0.8, 0.6, 0.5, 0.6, 0.5, 0.4};
const double half_log_2pi = 0.5 * std::log(2 * std::numbers::pi);

std::vector<std::string> names() {
    std::vector<std::string> all = {"mu", "tau"};
    for (std::size_t j = 1; j <= schools; ++j) all.push_back(join("eta_", j));
    return all;
}

/// What is left of z once tau is known: mu and all eta_j are jointly Gaussian.
struct GivenTau {
    double log_density = 0;  // log p(y, tau)
    double mean = 0;         // of mu
    double variance = 1;
    double slope[schools];   // E[eta_j | mu] = slope_j (y_j - mu)
    double spread[schools];  // Var[eta_j | mu]
};

// y_j given mu and tau is N(mu, sigma_j^2 + tau^2), and mu a normal number with these observations.
GivenTau given(double tau) {
    GivenTau at;
    double precision = 1;
    double pull = 0;
    double square = 0;
    for (std::size_t j = 0; j < schools; ++j) {
        const double variance = errors[j] * errors[j] + tau * tau;
        precision += 1 / variance;
        pull += effects[j] / variance;
        square += effects[j] * effects[j] / variance;
        at.log_density -= half_log_2pi + 0.5 * std::log(variance);
        at.slope[j] = tau / variance;
        at.spread[j] = errors[j] * errors[j] / variance;
    }
    at.variance = 1 / precision;
    at.mean = pull / precision;
    at.log_density += -0.5 * (square - pull * pull / precision) - 0.5 * std::log(precision) - half_log_2pi - 0.5 * tau * tau;
    return at;
}

class EightSchools : public Target {
public:
    EightSchools() : Target(names()) {}

    double log_density(const real* z, double factor, real* dz) const override {
        const auto mu = static_cast<double>(z[0]);
        const auto tau = static_cast<double>(z[1]);
        double log_p = 0;
        double d_mu = -mu;
        double d_tau = -tau;
        for (std::size_t j = 0; j < dimensions(); ++j) log_p -= half_log_2pi + 0.5 * static_cast<double>(z[j]) * static_cast<double>(z[j]);
        for (std::size_t j = 0; j < schools; ++j) {
            const auto eta = static_cast<double>(z[2 + j]);
            const double off = (effects[j] - mu - tau * eta) / errors[j];
            log_p -= half_log_2pi + std::log(errors[j]) + 0.5 * off * off;
            const double slope = off / errors[j];
            d_mu += slope;
            d_tau += slope * eta;
            if (dz != nullptr) dz[2 + j] += static_cast<real>(factor * (slope * tau - eta));
        }
        if (dz != nullptr) {
            dz[0] += static_cast<real>(factor * d_mu);
            dz[1] += static_cast<real>(factor * d_tau);
        }
        return log_p;
    }

    PosteriorFacts facts() const override;
};

/// The mean over p(tau|y) of what f says of a tau.
template <class F>
double mean_over_tau(double log_evidence, const F& f) {
    return trapezoid(-10, 10, 4000, [&](double tau) {
        const GivenTau at = given(tau);
        return std::exp(at.log_density - log_evidence) * f(tau, at);
    });
}

PosteriorFacts EightSchools::facts() const {
    const std::size_t d = dimensions();
    PosteriorFacts facts = {.log_evidence = std::log(trapezoid(-10, 10, 4000, [](double tau) { return std::exp(given(tau).log_density); })),
                            .mean = std::vector<double>(d),
                            .covariance = std::vector<double>(d * d)};
    // E[z_i] and E[z_i z_j] by the law of total expectation.
    const auto mean_at = [](std::size_t i, double tau, const GivenTau& at) {
        return i == 0 ? at.mean : i == 1 ? tau : at.slope[i - 2] * (effects[i - 2] - at.mean);
    };
    const auto covariance_at = [](std::size_t i, std::size_t j, const GivenTau& at) {
        if (i == 1 || j == 1) return 0.0;
        const double by_i = i == 0 ? 1 : -at.slope[i - 2];  // through mu
        const double by_j = j == 0 ? 1 : -at.slope[j - 2];
        return by_i * by_j * at.variance + (i == j && i >= 2 ? at.spread[i - 2] : 0);
    };
    for (std::size_t i = 0; i < d; ++i)
        facts.mean[i] = mean_over_tau(facts.log_evidence, [&](double tau, const GivenTau& at) { return mean_at(i, tau, at); });
    for (std::size_t i = 0; i < d; ++i)
        for (std::size_t j = 0; j <= i; ++j) {
            const double second = mean_over_tau(facts.log_evidence, [&](double tau, const GivenTau& at) {
                return mean_at(i, tau, at) * mean_at(j, tau, at) + covariance_at(i, j, at);
            });
            facts.covariance[i * d + j] = facts.covariance[j * d + i] = second - facts.mean[i] * facts.mean[j];
        }
    return facts;
}

}  // namespace

std::unique_ptr<Target> eight_schools() { return std::make_unique<EightSchools>(); }

}  // namespace gen
