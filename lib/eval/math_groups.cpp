#include "eval/math_groups.hpp"

#include <algorithm>
#include <cmath>

namespace gen {

Encoded random_codes(const Stream& stream, std::size_t rows, std::size_t latent) {
    Encoded codes{Matrix(rows, latent), Matrix(rows, latent)};
    for (std::size_t i = 0; i < rows; ++i) {
        const auto row = static_cast<std::uint32_t>(2 * i);
        random_normal(stream, row, codes.mean.row(i), latent);
        random_uniform(stream, row + 1, codes.logvar.row(i), latent);
        for (std::size_t j = 0; j < latent; ++j) {
            codes.mean(i, j) *= real{1.5};
            codes.logvar(i, j) = 7 * codes.logvar(i, j) - 5;
        }
    }
    return codes;
}

Normal normal_of(const GaussianRow& q, std::size_t j) { return {static_cast<double>(q.mean[j]), std::exp(0.5 * static_cast<double>(q.logvar[j]))}; }

FullGaussian full_of(const GaussianRow& q) {
    std::vector<double> variance(q.n);
    for (std::size_t j = 0; j < q.n; ++j) variance[j] = std::exp(static_cast<double>(q.logvar[j]));
    return diagonal_gaussian({q.mean, q.mean + q.n}, variance);
}

Normal normal_of(const GaussianPrior& prior) { return {prior.mean, prior.sd}; }

GaussianRow code_of(const Encoded& codes, std::size_t row) { return {codes.mean.row(row), codes.logvar.row(row), codes.mean.columns()}; }

std::vector<real> standard_normals(const Stream& stream, std::size_t n, Parallel& parallel) {
    constexpr std::size_t block = 4096;
    std::vector<real> out(n);
    parallel.run((n + block - 1) / block, [&](std::size_t i) {
        random_normal(stream, static_cast<std::uint32_t>(i), out.data() + i * block, std::min(block, n - i * block));
    });
    return out;
}

double mean_of(const std::vector<double>& values) { return tree_sum(values.data(), values.size()) / static_cast<double>(values.size()); }

double five_errors(double variance, std::size_t n) { return 5 * std::sqrt(variance / static_cast<double>(n)); }

}  // namespace gen
