#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/real.hpp"
#include "core/words.hpp"

namespace gen {

/// What is known of p(z|y) without sampling.
struct PosteriorFacts {
    double log_evidence;             // log p(y), nats
    std::vector<double> mean;        // [d]
    std::vector<double> covariance;  // [d, d]
};

/// A model p(y, z) with data y of its own, to whose posterior p(z|y) others are fitted.
class Target {
public:
    virtual ~Target() = default;
    Target(const Target&) = delete;
    Target& operator=(const Target&) = delete;

    /// The numbers of z by name: "mu", "tau", ...
    const std::vector<std::string>& variables() const { return variables_; }
    std::size_t dimensions() const { return variables_.size(); }

    /// log p(y, z) in nats with all its constants. Adds `factor` times the gradient to dz unless it is null. Several threads may ask at once.
    virtual double log_density(const real* z, double factor = 0, real* dz = nullptr) const = 0;
    /// By closed forms, or quadrature of one dimension.
    virtual PosteriorFacts facts() const = 0;

protected:
    explicit Target(std::vector<std::string> variables) : variables_(std::move(variables)) {}

private:
    std::vector<std::string> variables_;
};

/// "eight-schools", "linear-gaussian:D" or "linear-gaussian:D,seed=S". Throws Fault::usage naming what is known.
std::unique_ptr<Target> make_target(std::string_view text);
Forms target_forms();
/// A line each, for manuals.
std::string targets_described();

/// Effects of coaching in eight schools in units of 10 points, y_j ~ N(mu + tau eta_j, sigma_j^2) with mu, tau, eta_j ~ N(0, 1): z = (mu, tau, eta_1,
/// ..., eta_8). As tau may be negative the posterior has two modes. Rubin, 1981; Gelman et al., "Bayesian data analysis", 5.5.
std::unique_ptr<Target> eight_schools();
/// y = W z + 1/2 noise, z ~ N(0, I), W [d, d] of N(0, 1/d) and y drawn from the model, both by the seed: the posterior is Gaussian.
std::unique_ptr<Target> linear_gaussian_target(std::size_t dimensions, std::uint64_t seed);

}  // namespace gen
