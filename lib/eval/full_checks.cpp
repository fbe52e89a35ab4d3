// KL of Gaussians with full covariances.
#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "eval/math_groups.hpp"
#include "eval/worst.hpp"
#include "prob/quadrature.hpp"

namespace gen {
namespace {

constexpr std::size_t draws = 10'000;

FullGaussian random_full(const Stream& stream, std::uint32_t row, std::size_t d) {
    std::vector<real> a(d + d * d);
    random_normal(stream, row, a.data(), a.size());
    std::vector<double> covariance(d * d);
    for (std::size_t i = 0; i < d; ++i) {
        for (std::size_t j = 0; j < d; ++j)
            for (std::size_t k = 0; k < d; ++k)
                covariance[i * d + j] += static_cast<double>(a[d + i * d + k]) * static_cast<double>(a[d + j * d + k]);
        covariance[i * d + i] += 0.5;
    }
    return {{a.begin(), a.begin() + static_cast<std::ptrdiff_t>(d)}, std::move(covariance)};
}

/// M z + c of z of a distribution.
FullGaussian moved(const FullGaussian& q, const std::vector<double>& m, const std::vector<double>& c) {
    const std::size_t d = q.dimensions();
    std::vector<double> mean = c;
    std::vector<double> covariance(d * d);
    for (std::size_t i = 0; i < d; ++i)
        for (std::size_t k = 0; k < d; ++k) {
            mean[i] += m[i * d + k] * q.mean()[k];
            for (std::size_t j = 0; j < d; ++j)
                for (std::size_t l = 0; l < d; ++l) covariance[i * d + j] += m[i * d + k] * q.covariance()[k * d + l] * m[j * d + l];
        }
    return {std::move(mean), std::move(covariance)};
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
    const std::vector<real> noise = standard_normals(math.stream(step), draws * d, *math.parallel);
    std::vector<double> ratios(draws);
    for (std::size_t i = 0; i < draws; ++i) ratios[i] = ratio({noise.data() + i * d, noise.data() + (i + 1) * d});
    return expect_near("", mean_of(ratios), math.formulas.full_kl(q, p), five_errors(quadratic_moments(d, ratio).variance, draws),
                       "mean of log q - log p, and the closed form, 5 exact standard errors");
}

}  // namespace

void full_checks(const MathCase& math, std::vector<Check>& checks) {
    constexpr std::size_t d = 3;
    const std::vector<double> m = {2, 1, 0, -0.5, 1, 0.25, 0, 0.5, -3};
    const std::vector<double> c = {1, -2, 0.5};
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
