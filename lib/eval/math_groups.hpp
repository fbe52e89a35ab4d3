#pragma once

#include <cstdint>
#include <vector>

#include "core/parallel.hpp"
#include "core/random.hpp"
#include "eval/check.hpp"
#include "eval/formulas.hpp"
#include "models/image_encoder.hpp"

namespace gen {

/// What the groups of `kl-check math` work with. Every use of random numbers has a step of its own.
struct MathCase {
    std::uint64_t seed = 0;
    Parallel* parallel = nullptr;
    Formulas formulas = {};

    Stream stream(std::uint64_t step) const { return {seed, Purpose::check, step}; }
};

// The groups. Each adds checks whose names begin with its own.
void univariate_checks(const MathCase& math, std::vector<Check>& checks);
void diagonal_checks(const MathCase& math, std::vector<Check>& checks);
void full_checks(const MathCase& math, std::vector<Check>& checks);
void gradient_checks(const MathCase& math, std::vector<Check>& checks);
void non_negative_checks(const MathCase& math, std::vector<Check>& checks);
void objective_checks(const MathCase& math, std::vector<Check>& checks);
void order_checks(const MathCase& math, std::vector<Check>& checks);
void oracle_checks(const MathCase& math, std::vector<Check>& checks);
void toy_checks(const MathCase& math, std::vector<Check>& checks);
void ratio_checks(const MathCase& math, std::vector<Check>& checks);
void numerics_checks(const MathCase& math, std::vector<Check>& checks);

/// KL(q || p) in every way there is: checks named closed_form, gauss_hermite, trapezoid, k1, k3, trainer, gradient_mean, gradient_logvar. What cannot
/// be compared is skipped. Draws come from stream(step).
std::vector<Check> normal_pair_checks(const MathCase& math, const Normal& q, const Normal& p, std::uint64_t step);

/// An encoder's outputs as they might be, [rows, latent]: means N(0, 1.5^2), log-variances uniform on [-5, 2].
Encoded random_codes(const Stream& stream, std::size_t rows, std::size_t latent);
/// Dimension j of a row as a distribution in double precision, and all of them.
Normal normal_of(const GaussianRow& q, std::size_t j);
FullGaussian full_of(const GaussianRow& q);
Normal normal_of(const GaussianPrior& prior);
GaussianRow code_of(const Encoded& codes, std::size_t row);

/// Standard normal numbers, a function of the stream alone.
std::vector<real> standard_normals(const Stream& stream, std::size_t n, Parallel& parallel);
/// The mean of all.
double mean_of(const std::vector<double>& values);
/// 5 standard errors of a mean over n values of this variance: beyond them a check by sampling fails. One that is right does so once in two million
/// times.
double five_errors(double variance, std::size_t n);

}  // namespace gen
