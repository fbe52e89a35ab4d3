#pragma once

#include <vector>

#include "eval/math_groups.hpp"
#include "eval/oracle.hpp"
#include "prob/quadrature.hpp"

namespace gen {

/// A linear Gaussian model, data of it, and their codes as its real encoder gives them.
class OracleScene {
public:
    static constexpr std::size_t rows = 8;
    OracleScene(const MathCase& math, const LinearGaussian& oracle, const PosteriorError& error, std::uint64_t step);

    LinearGaussian model;
    Vae vae;
    Matrix x;       // [rows, pixels]
    Encoded codes;  // [rows, latent]

    std::vector<double> example(std::size_t row) const { return row_of(x, row); }
    GaussianRow code(std::size_t row) const { return code_of(codes, row); }
    double log_evidence(std::size_t row) const { return model.log_evidence(x.row(row)); }
    /// KL(q(z|x) || p(z)) in double.
    double prior_kl(const MathCase& math, std::size_t row) const;
    /// Over z of q(z|x): mean and variance of log p(x|z), of log q(z|x) - log p(z) and of the log-weight, the first less the second. Exact.
    ScalarMoments log_likelihood(std::size_t row) const;
    ScalarMoments log_ratio(std::size_t row) const;
    ScalarMoments log_weight(std::size_t row) const;

    /// Draws of z as trainers make them, and their densities.
    struct Sampled {
        std::vector<double> log_likelihood;  // log p(x|z), in double
        std::vector<double> log_ratio;       // log q(z|x) - log p(z)

        std::vector<double> log_weights() const;
    };
    /// Draw k has the noise of row k of the stream.
    Sampled sample(const MathCase& math, std::size_t row, const Stream& stream, std::size_t n) const;
};

}  // namespace gen
