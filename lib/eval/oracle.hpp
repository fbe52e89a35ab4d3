#pragma once

#include <cstddef>
#include <vector>

#include "core/random.hpp"
#include "models/vae/vae.hpp"
#include "prob/full_gaussian.hpp"

namespace gen {

/// By how much a q(z|x) is wrong on purpose, in every dimension.
struct PosteriorError {
    double mean = 0;
    double logvar = 0;
};

/// x = W z + b + sd noise, z of the prior: a model of which everything is known (probabilistic PCA: Tipping and Bishop, 1999), so that estimates of
/// log p(x) have something to be compared with. In double precision, but W, b and the prior are numbers that a model file can hold.
class LinearGaussian {
public:
    /// w [pixels, latent], b [pixels], sd > 0; rounded to `real`. Throws Fault::input for shapes that do not fit.
    LinearGaussian(std::vector<double> w, std::vector<double> b, double sd, const GaussianPrior& prior = {});

    std::size_t pixels() const { return b_.size(); }
    std::size_t latent() const { return w_.size() / b_.size(); }
    const GaussianPrior& prior() const { return prior_; }

    /// p(x) = N(W m + b, s^2 W W' + sd^2 I), m and s the prior's.
    FullGaussian evidence() const;
    /// p(z|x) = N(C (W'(x - b) / sd^2 + m / s^2), C), C = (W'W / sd^2 + I / s^2)^-1.
    FullGaussian posterior(const std::vector<double>& x) const;
    /// log p(x|z) in nats.
    double log_likelihood(const std::vector<double>& x, const std::vector<double>& z) const;
    double log_prior(const std::vector<double>& z) const;
    /// log p(x), in nats; x of pixels() numbers.
    double log_evidence(const real* x) const;

    /// The best diagonal q(z|x), but for `error`: the posterior's mean, and variances that are the reciprocals of its precisions. It is the posterior
    /// where the columns of W are orthogonal.
    FullGaussian diagonal_posterior(const std::vector<double>& x, const PosteriorError& error = {}) const;
    /// A model with that encoder and this decoder, a linear layer each.
    Vae vae(const PosteriorError& error = {}) const;

    struct Simulated {
        Matrix z;  // [n, latent]
        Matrix x;  // [n, pixels]
    };
    /// Draws of p(x, z); row i is a function of (stream, i).
    Simulated simulate(std::size_t n, const Stream& stream) const;

private:
    /// W'W / sd^2 + I / s^2, [latent, latent].
    std::vector<double> precision() const;

    std::vector<double> w_;
    std::vector<double> b_;
    double sd_;
    GaussianPrior prior_;
};

/// 8 pixels; columns of W are Walsh functions of different sizes, so exactly orthogonal: the posterior is diagonal. latent < 8.
LinearGaussian orthogonal_oracle(std::size_t latent = 3);
/// 6 pixels, 2 latent numbers whose columns of W are at an acute angle: the posterior is not diagonal.
LinearGaussian oblique_oracle();

/// A row of numbers in double precision.
std::vector<double> row_of(const Matrix& m, std::size_t row);

}  // namespace gen
