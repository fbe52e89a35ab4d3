#pragma once

#include <cstddef>
#include <vector>

#include "core/matmul.hpp"
#include "core/parallel.hpp"

namespace gen {

/// The unbiased estimate of MMD^2 (Gretton et al., 2012, lemma 6) between codes and draws of the prior, for the sum of inverse multiquadratic kernels
/// of WAE (Tolstikhin et al., 2018, section 4): k(a, b) = sum over s of sC / (sC + |a - b|^2), C = 2 d prior_sd^2, s in {.1, .2, .5, 1, 2, 5, 10}.
/// About 0, and as often below 0 as above, where both have the same distribution. No unit: k(a, a) = 7.
class Mmd {
public:
    explicit Mmd(double prior_sd = 1) : prior_sd_(prior_sd) {}

    /// z [n, d], p [m, d]; dz [n, d] += factor times the gradient in z, unless dz.data is null.
    /// Throws Fault::input for fewer than 2 rows and for shapes that do not fit.
    double operator()(Panel z, Panel p, Parallel& parallel, double factor = 0, MutablePanel dz = {});

private:
    struct Block {
        std::vector<double> distance;  // squared
        std::vector<double> kernel;
        std::vector<double> slope;  // -dk/d(squared distance)
        std::vector<double> gradient;
    };
    /// Weight times the sum of kernels between x and `others`, without row `except`; its gradient in x is added to `gradient` [d] unless null.
    double sum(const real* x, Panel others, const std::vector<double>& by_dimension, std::size_t except, double weight, Block& block,
               double* gradient) const;

    double prior_sd_;
    std::vector<double> z_;  // [d, n]
    std::vector<double> p_;  // [d, m]
    std::vector<double> rows_;
    std::vector<Block> blocks_;
};

}  // namespace gen
