#include "eval/appendix_d.hpp"

#include "core/linear_algebra.hpp"
#include "eval/chains.hpp"
#include "eval/log_mean.hpp"
#include "prob/mixture.hpp"

namespace gen {
namespace {

/// The Gaussian with the mean and the covariance of the chains' places.
GaussianMixture fit(const Chains& chains) {
    const std::size_t d = chains.dimensions();
    auto z = DoubleMatrix::from_shape({chains.chains(), d});
    for (std::size_t k = 0; k < chains.chains(); ++k) xt::row(z, static_cast<std::ptrdiff_t>(k)) = doubles(std::span(chains.z(0, k), d));
    const DoubleVector mean = xt::mean(z, {0});
    const DoubleMatrix moments = square_of(z - mean) / static_cast<double>(chains.chains() - 1);
    const DoubleMatrix covariance = moments + xt::diag(DoubleVector(1e-6 * xt::diagonal(moments) + 1e-12));
    return GaussianMixture({{.weight = 1, .mean = numbers(mean), .covariance = numbers(covariance)}});
}

double estimate(Chains& chains, const ChainTarget& target, std::size_t moves) {
    chains.begin({target});
    double step = 0.2;
    for (std::size_t i = 0; i < moves; ++i) {
        const double part = chains.move(1, step);
        if (part > 0.92) step *= 1.1;
        if (part < 0.88) step /= 1.1;
    }
    const GaussianMixture r = fit(chains);
    for (std::size_t i = 0; i < moves; ++i) chains.move(1, step);
    std::vector<double> log_ratios;
    for (std::size_t k = 0; k < chains.chains(); ++k) log_ratios.push_back(r.log_density(chains.z(0, k)) - chains.log_joint(0, k));
    return -log_mean_exp(log_ratios).value;
}

}  // namespace

std::vector<double> appendix_d(const LatentModel& model, const Examples& data, Rows rows, const Encoded& q, const AppendixD& how,
                               Parallel& parallel) {
    std::vector<double> all(rows.count());
    parallel.run(all.size(), [&](std::size_t i) {
        std::vector<real> x(data.columns());
        data.read(rows.begin + i, x.data());
        Chains chains(model, 1, how.draws, {.leapfrogs = how.leapfrogs, .seed = how.seed, .run = 8}, ChainStart::encoder);
        all[i] = estimate(chains, chain_target(x.data(), data, rows.begin + i, q, i), how.moves);
        if (how.each_done) how.each_done();
    });
    return all;
}

}  // namespace gen
