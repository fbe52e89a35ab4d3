// KL of diagonal Gaussians as trainers compute it, in float.
#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "eval/math_groups.hpp"
#include "eval/worst.hpp"

namespace gen {
namespace {

constexpr std::size_t latent = 8;
constexpr std::size_t draws = 10'000;
constexpr GaussianPrior priors[] = {{0, 1}, {0.25, 1.75}};  // numbers that a float holds

double float_tolerance(double nats) { return 5e-6 * std::max(1.0, nats); }

/// What is compared for every code.
struct Comparisons {
    Worst closed_form;
    Worst full;
    Worst sum;
    Worst affine;
    Worst draw_density;
    Worst prior_density;
    Worst sampled;
};

void compare(const Formulas& f, const GaussianRow& q, const GaussianPrior& prior, Comparisons& out) {
    const Normal p = normal_of(prior);
    const double nats = f.gaussian_kl(q, prior, 0, nullptr, nullptr);
    double by_dimension = 0;
    double in_double = 0;
    std::vector<real> other(2 * latent);  // of 2 z - 3
    for (std::size_t j = 0; j < latent; ++j) {
        by_dimension += f.gaussian_kl({q.mean + j, q.logvar + j, 1}, prior, 0, nullptr, nullptr);
        in_double += f.normal_kl(normal_of(q, j), p);
        other[j] = 2 * q.mean[j] - 3;
        other[latent + j] = q.logvar[j] + static_cast<real>(2 * std::log(2.0));
    }
    const double after = f.gaussian_kl({other.data(), other.data() + latent, latent}, {2 * p.mean - 3, 2 * p.sd}, 0, nullptr, nullptr);
    const FullGaussian dense = diagonal_gaussian(std::vector<double>(latent, p.mean), std::vector<double>(latent, p.sd * p.sd));
    const double tolerance = float_tolerance(in_double);
    out.closed_form.add(expect_near("", nats, in_double, tolerance, "the formula that trains, in float, and the closed form"));
    out.full.add(expect_near("", in_double, f.full_kl(full_of(q), dense), 1e-11 * std::max(1.0, in_double),
                             "the closed form, summed, and that of full covariances"));
    out.sum.add(expect_near("", nats, by_dimension, tolerance, "of all dimensions at once, and the sum over dimensions"));
    out.affine.add(expect_near("", after, nats, 2 * tolerance, "of 2 z - 3, and of z"));
}

// log q and log p of a draw against the same of its dimensions, by definition.
void compare_densities(const GaussianRow& q, const GaussianPrior& prior, const real* noise, double log_q, double log_p, Comparisons& out) {
    double exact_q = 0;
    double exact_p = 0;
    for (std::size_t j = 0; j < latent; ++j) {
        const Normal qj = normal_of(q, j);
        const double z = qj.mean + qj.sd * static_cast<double>(noise[j]);
        exact_q += log_density(qj, z);
        exact_p += log_density(normal_of(prior), z);
    }
    out.draw_density.add(expect_near("", log_q, exact_q, 1e-5, "log q(z|x) of z = mean + sd noise, in float, and by definition"));
    out.prior_density.add(expect_near("", log_p, exact_p, 1e-4, "log p(z) of a draw, and by definition"));
}

void sample(const MathCase& math, const GaussianRow& q, const GaussianPrior& prior, std::uint64_t step, Comparisons& out) {
    const Formulas& f = math.formulas;
    const std::vector<real> noise = standard_normals(math.stream(step), draws * latent, *math.parallel);
    std::vector<double> ratios(draws);
    std::vector<real> z(latent);
    for (std::size_t i = 0; i < draws; ++i) {
        const real* const e = noise.data() + i * latent;
        f.reparameterise(q, e, z.data());
        const double log_q = f.log_density_of_draw(q, e);
        const double log_p = f.log_density(prior, z.data(), latent);
        ratios[i] = log_q - log_p;
        if (i < 20) compare_densities(q, prior, e, log_q, log_p, out);
    }
    double variance = 0;
    for (std::size_t j = 0; j < latent; ++j) variance += log_ratio_variance(normal_of(q, j), normal_of(prior));
    const double nats = f.gaussian_kl(q, prior, 0, nullptr, nullptr);
    out.sampled.add(expect_near("", mean_of(ratios), nats, five_errors(variance, draws) + float_tolerance(nats),
                                "mean of log q(z|x) - log p(z), and the formula that trains, 5 exact standard errors"));
}

}  // namespace

void diagonal_checks(const MathCase& math, std::vector<Check>& checks) {
    const Encoded codes = random_codes(math.stream(200), 64, latent);
    Comparisons all;
    for (const GaussianPrior& prior : priors)
        for (std::size_t i = 0; i < codes.mean.rows(); ++i) {
            compare(math.formulas, code_of(codes, i), prior, all);
            if (i < 4) sample(math, code_of(codes, i), prior, 210 + i, all);
        }
    checks.push_back(all.closed_form.check("diagonal.closed_form"));
    checks.push_back(all.full.check("diagonal.full"));
    checks.push_back(all.sum.check("diagonal.sum"));
    checks.push_back(all.affine.check("diagonal.affine"));
    checks.push_back(all.draw_density.check("diagonal.draw_density"));
    checks.push_back(all.prior_density.check("diagonal.prior_density"));
    checks.push_back(all.sampled.check("diagonal.sampled"));
}

}  // namespace gen
