// KL of Gaussians with full covariances.
#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "core/linear_algebra.hpp"
#include "eval/math_groups.hpp"
#include "eval/worst.hpp"
#include "prob/quadrature.hpp"

namespace gen {
namespace {

constexpr std::size_t full_draws = 10'000;

FullGaussian random_full(const Stream& stream, std::uint32_t row, std::size_t d) {
    std::vector<real> drawn(d + d * d);
    random_normal(stream, row, drawn.data(), drawn.size());
    const std::span<const real> all = drawn;
    const DoubleMatrix a = doubles(all.subspan(d), d, d);
    return {numbers(doubles(all.first(d))), numbers(product(a, transposed(a)) + 0.5 * xt::eye<double>(d))};
}

/// M z + c of z of a distribution.
FullGaussian moved(const FullGaussian& q, const DoubleMatrix& m, const DoubleVector& c) {
    const DoubleMatrix covariance = tensor(q.covariance(), q.dimensions(), q.dimensions());
    return {numbers(times(m, tensor(q.mean())) + c), numbers(product(product(m, covariance), transposed(m)))};
}

/// The second of two dimensions given the first.
Normal given_first(const FullGaussian& q, double first) {
    const std::vector<double>& c = q.covariance();
    return {q.mean()[1] + c[2] / c[0] * (first - q.mean()[0]), std::sqrt(c[3] - c[2] * c[1] / c[0])};
}
Normal first_of(const FullGaussian& q) { return {q.mean()[0], std::sqrt(q.covariance()[0])}; }

Check chain_rule(const MathCase& math, const FullGaussian& q, const FullGaussian& p) {
    const Normal first = first_of(q);
    const auto rest = [&](const std::vector<double>& e) {
        const double z = first.mean + first.sd * e[0];
        return math.formulas.normal_kl(given_first(q, z), given_first(p, z));
    };
    const double parts = math.formulas.normal_kl(first, first_of(p)) + hermite_mean(1, 2, rest);
    return expect_near("", math.formulas.full_kl(q, p), parts, 1e-11 * std::max(1.0, parts), "of (z1, z2), and of z1 plus the mean of z2 given z1");
}

Check sampled_full(const MathCase& math, const FullGaussian& q, const FullGaussian& p, std::uint64_t step) {
    const std::size_t d = q.dimensions();
    const auto ratio = [&](const std::vector<double>& e) {
        const std::vector<double> z = q.at(e);
        return q.log_density(z) - p.log_density(z);
    };
    const std::vector<real> noise = standard_normals(math.stream(step), full_draws * d, *math.parallel);
    std::vector<double> ratios(full_draws);
    for (std::size_t i = 0; i < full_draws; ++i) ratios[i] = ratio({noise.data() + i * d, noise.data() + (i + 1) * d});
    return expect_near("", mean_of(ratios), math.formulas.full_kl(q, p), five_errors(quadratic_moments(d, ratio).variance, full_draws),
                       "mean of log q - log p, and the closed form, 5 exact standard errors");
}

}  // namespace

void full_checks(const MathCase& math, std::vector<Check>& checks) {
    constexpr std::size_t d = 3;
    const DoubleMatrix m = {{2, 1, 0}, {-0.5, 1, 0.25}, {0, 0.5, -3}};
    const DoubleVector c = {1, -2, 0.5};
    Worst quadrature;
    Worst affine;
    Worst equal;
    Worst chain;
    Worst mean;
    for (std::uint32_t i = 0; i < 20; ++i) {
        const FullGaussian q = random_full(math.stream(300), 2 * i, d);
        const FullGaussian p = random_full(math.stream(300), 2 * i + 1, d);
        const double nats = math.formulas.full_kl(q, p);
        const double tolerance = 1e-10 * std::max(1.0, nats);
        const auto ratio = [&](const std::vector<double>& e) { return q.log_density(q.at(e)) - p.log_density(q.at(e)); };
        quadrature.add(expect_near("", hermite_mean(d, 2, ratio), nats, tolerance, "by two nodes in each dimension, and the closed form"));
        affine.add(expect_near("", math.formulas.full_kl(moved(q, m, c), moved(p, m, c)), nats, tolerance, "of M z + c, and of z"));
        equal.add(expect_near("", math.formulas.full_kl(q, q), 0, 1e-12, "where both are equal"));
        chain.add(chain_rule(math, random_full(math.stream(301), 2 * i, 2), random_full(math.stream(301), 2 * i + 1, 2)));
        if (i < 4) mean.add(sampled_full(math, q, p, 310 + i));
    }
    checks.push_back(quadrature.check("full.gauss_hermite"));
    checks.push_back(mean.check("full.sampled"));
    checks.push_back(affine.check("full.affine"));
    checks.push_back(chain.check("full.chain_rule"));
    checks.push_back(equal.check("full.equal"));
}

}  // namespace gen
