// Models of which everything is known: estimates return log p(x), and what a wrong q(z|x) costs is its divergence from the posterior.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/error.hpp"
#include "eval/importance.hpp"
#include "eval/math_groups.hpp"
#include "eval/oracle_scene.hpp"
#include "eval/worst.hpp"

namespace gen {
namespace {

constexpr std::size_t oracle_rows = OracleScene::rows;
constexpr std::size_t oracle_draws = 10'000;
constexpr PosteriorError wrong_posterior = {.mean = 0.2, .logvar = 0.7};  // wider than the posterior, so that weights are bounded

double relative(double tolerance, double value) { return tolerance * std::max(1.0, std::abs(value)); }

std::vector<Bounds> bounds_of(const MathCase& math, const OracleScene& scene, std::size_t samples) {
    return importance_bounds(*scene.vae.density(), MatrixExamples(scene.x), 0, oracle_rows, {.samples = samples, .seed = math.seed}, *math.parallel);
}

// q = posterior, by the real encoder and estimator: every weight is p(x).
void posterior_checks(const MathCase& math, std::vector<Check>& checks) {
    const OracleScene scene(math, orthogonal_oracle(), {}, 800);
    const std::vector<Bounds> printed = bounds_of(math, scene, 1000);
    Worst elbo;
    Worst bound;
    Worst spread;
    for (std::size_t i = 0; i < oracle_rows; ++i) {
        const double log_p = scene.log_evidence(i);
        elbo.add(expect_near("", scene.log_likelihood(i).mean - scene.prior_kl(math, i), log_p, relative(1e-10, log_p),
                             "with q the posterior, and log p(x)"));
        bound.add(expect_near("", printed[i].iwae, log_p, relative(2e-5, log_p), "the bound that vae-eval prints, q the posterior, and log p(x)"));
        spread.add(expect_near("", 1000 / printed[i].ess - 1, 0, 1e-8, "relative variance of its weights"));
    }
    checks.push_back(elbo.check("oracle.posterior_elbo"));
    checks.push_back(bound.check("oracle.posterior_bound"));
    checks.push_back(spread.check("oracle.posterior_weights"));
}

// W of columns that are not orthogonal: q = posterior has a full covariance.
void full_posterior_check(const MathCase& math, std::vector<Check>& checks) {
    const OracleScene scene(math, oblique_oracle(), {}, 810);
    Worst weights;
    for (std::size_t i = 0; i < oracle_rows; ++i) {
        const FullGaussian q = scene.model.posterior(scene.example(i));
        const double log_p = scene.log_evidence(i);
        const std::vector<real> noise = standard_normals(math.stream(820 + i), 200, *math.parallel);
        for (std::size_t k = 0; k < 200; k += 2) {
            const std::vector<double> z = q.at({noise.begin() + static_cast<std::ptrdiff_t>(k), noise.begin() + static_cast<std::ptrdiff_t>(k) + 2});
            const double log_weight = scene.model.log_likelihood(scene.example(i), z) + scene.model.log_prior(z) - q.log_density(z);
            weights.add(expect_near("", log_weight, log_p, relative(1e-11, log_p),
                                    "log p(x, z) - log p(z|x) at draws of a posterior with full covariance, and log p(x)"));
        }
    }
    checks.push_back(weights.check("oracle.full_posterior"));
}

// A wrong q, eq. 17-22: log p(x) - ELBO = KL(q || p(z|x)).
void gap_checks(const MathCase& math, std::vector<Check>& checks) {
    Worst closed;
    Worst sampled;
    Worst bound;
    std::uint64_t step = 830;
    for (const LinearGaussian& model : {orthogonal_oracle(), oblique_oracle()}) {
        const OracleScene scene(math, model, wrong_posterior, step++);
        const std::vector<Bounds> printed = bounds_of(math, scene, 4000);
        for (std::size_t i = 0; i < oracle_rows; ++i) {
            const double log_p = scene.log_evidence(i);
            const double gap = math.formulas.full_kl(full_of(scene.code(i)), model.posterior(scene.example(i)));
            closed.add(expect_near("", log_p - (scene.log_likelihood(i).mean - scene.prior_kl(math, i)), gap, relative(1e-10, log_p),
                                   "log p(x) - ELBO, and KL(q || p(z|x)) of a wrong q (eq. 17-22)"));
            const std::vector<double> log_weights = scene.sample(math, i, math.stream(840 + i), oracle_draws).log_weights();
            sampled.add(expect_near("", log_p - mean_of(log_weights), gap, five_errors(scene.log_weight(i).variance, oracle_draws) + 1e-4,
                                    "the same by sampling, 5 exact standard errors"));
            bound.add(expect_near("", printed[i].iwae, log_p, 5 * std::sqrt(1 / printed[i].ess - 1.0 / 4000) + 1e-4,
                                  "iwae_4000 that vae-eval prints, a wrong q, and log p(x), 5 standard errors"));
        }
    }
    checks.push_back(closed.check("oracle.gap"));
    checks.push_back(sampled.check("oracle.gap_sampled"));
    checks.push_back(bound.check("oracle.importance"));
}

// The integral of p(x|z) p(z) on a grid, one and two latent numbers.
void grid_checks(const MathCase& math, std::vector<Check>& checks) {
    constexpr std::size_t steps = 240;
    const OracleScene one(math, orthogonal_oracle(1), {}, 850);
    const OracleScene two(math, oblique_oracle(), {}, 851);
    Worst line;
    Worst plane;
    for (std::size_t i = 0; i < 2; ++i) {
        const auto joint = [&](const OracleScene& scene, const std::vector<double>& z) {
            return std::exp(scene.model.log_likelihood(scene.example(i), z) + scene.model.log_prior(z));
        };
        const double by_line = trapezoid(-8, 8, steps, [&](double z) { return joint(one, {z}); });
        const double by_plane =
            trapezoid(-8, 8, steps, [&](double a) { return trapezoid(-8, 8, steps, [&](double b) { return joint(two, {a, b}); }); });
        line.add(
            expect_near("", std::log(by_line), one.log_evidence(i), 1e-9, "log of the integral of p(x|z) p(z), one latent number, and log p(x)"));
        plane.add(expect_near("", std::log(by_plane), two.log_evidence(i), 1e-9, "the same with two"));
    }
    checks.push_back(line.check("oracle.grid_1"));
    checks.push_back(plane.check("oracle.grid_2"));
}

void bayes_check(const MathCase& math, std::vector<Check>& checks) {
    Worst bayes;
    std::uint64_t step = 860;
    for (const LinearGaussian& model : {orthogonal_oracle(), oblique_oracle()}) {
        const LinearGaussian::Simulated data = model.simulate(50, math.stream(step++));
        for (std::size_t i = 0; i < 50; ++i) {
            const std::vector<double> x = row_of(data.x, i);
            const std::vector<double> z = row_of(data.z, i);
            const double log_p = model.log_evidence(data.x.row(i));
            bayes.add(expect_near("", model.log_likelihood(x, z) + model.log_prior(z) - model.posterior(x).log_density(z), log_p,
                                  relative(1e-11, log_p), "log p(x|z) + log p(z) - log p(z|x), and log p(x)"));
        }
    }
    checks.push_back(bayes.check("oracle.bayes"));
}

}  // namespace

void oracle_checks(const MathCase& math, std::vector<Check>& checks) {
    bayes_check(math, checks);
    grid_checks(math, checks);
    posterior_checks(math, checks);
    full_posterior_check(math, checks);
    gap_checks(math, checks);
}

}  // namespace gen
