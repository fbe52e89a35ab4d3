// The objective in its forms, and the order of bounds, on a linear Gaussian model with a wrong q(z|x).
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/error.hpp"
#include "eval/importance.hpp"
#include "eval/math_groups.hpp"
#include "eval/nested_bounds.hpp"
#include "eval/oracle_scene.hpp"
#include "eval/worst.hpp"
#include "models/vae/step.hpp"

namespace gen {
namespace {

constexpr std::size_t rows = OracleScene::rows;
constexpr PosteriorError wide = {.mean = 0.1, .logvar = 0.5};  // wider than the posterior, so that weights are bounded

// The loss that vae-train prints, and what it is on average.
void trainer_checks(const MathCase& math, OracleScene& scene, std::vector<Check>& checks) {
    constexpr std::size_t samples = 500;
    const Optimizer optimizer(parse_optimizer("adam"));
    VaeStep step(scene.vae, {.samples = samples}, optimizer, 0, math.seed);
    std::vector<std::uint32_t> all(rows);
    std::iota(all.begin(), all.end(), 0U);
    const MatrixExamples data(scene.x);
    const VaeLoss loss = step.loss({data, all}, *math.parallel);
    double kl = 0;
    double reconstruction = 0;
    double variance = 0;
    for (std::size_t i = 0; i < rows; ++i) {
        const ScalarMoments moments = scene.log_likelihood(i);
        kl += scene.prior_kl(math, i);
        reconstruction -= moments.mean;
        variance += moments.variance;
    }
    checks.push_back(expect_near("objective.trainer_kl", loss.kl, kl, 1e-5 * kl, "KL in the loss that vae-train prints (eq. 40), and in double"));
    checks.push_back(expect_near("objective.trainer", loss.loss, reconstruction + kl, five_errors(variance, samples) + 1e-3,
                                 join("that loss with L = ", samples, " (eq. 42), and what it is on average (eq. 41), 5 exact standard errors")));
}

void convergence_checks(const std::vector<double>& values, double variance, std::vector<Check>& checks) {
    const double mean = mean_of(values);
    for (const std::size_t size : {4, 16, 64, 256}) {
        std::vector<double> squares;
        for (std::size_t first = 0; first < values.size(); first += size) {
            const double average = tree_sum(values.data() + first, size) / static_cast<double>(size);
            squares.push_back((average - mean) * (average - mean));
        }
        const double kurtosis = 12.0 / static_cast<double>(size);  // in excess, of a quadratic function of normal numbers, at most
        checks.push_back(expect_near(join("objective.samples_", size), static_cast<double>(size) * mean_of(squares) / variance, 1,
                                     five_errors(kurtosis + 2, squares.size()),
                                     "L Var(mean of L samples) / Var(one sample): errors fall with 1/sqrt(L) (eq. 42)"));
    }
}

}  // namespace

void objective_checks(const MathCase& math, std::vector<Check>& checks) {
    constexpr std::size_t draws = 20'480;
    OracleScene scene(math, orthogonal_oracle(), wide, 600);
    Worst reconstruction;
    Worst forms;
    for (std::size_t i = 0; i < rows; ++i) {
        const OracleScene::Sampled drawn = scene.sample(math, i, math.stream(610 + i), draws);
        const ScalarMoments exact = scene.log_likelihood(i);
        const double mean = mean_of(drawn.log_likelihood);
        const double nats = math.formulas.gaussian_kl(scene.code(i), scene.model.prior(), 0, nullptr, nullptr);
        reconstruction.add(expect_near("", mean, exact.mean, five_errors(exact.variance, draws) + 1e-4,
                                       "mean of log p(x|z), and its expectation, 5 exact standard errors"));
        forms.add(expect_near(
            "", mean_of(drawn.log_weights()), mean - nats, five_errors(scene.log_ratio(i).variance, draws) + 1e-4,
            "log p(x|z) + log p(z) - log q(z|x), all sampled (eq. 25, 26), and with KL in closed form (eq. 41), 5 exact standard errors"));
        if (i == 0) convergence_checks(drawn.log_likelihood, exact.variance, checks);
    }
    checks.push_back(reconstruction.check("objective.reconstruction"));
    checks.push_back(forms.check("objective.forms"));
    trainer_checks(math, scene, checks);
}

void order_checks(const MathCase& math, std::vector<Check>& checks) {
    constexpr std::size_t samples = 5000;
    const std::vector<std::size_t> sizes = {1, 5, 50, 500, 5000};
    const OracleScene scene(math, orthogonal_oracle(), wide, 700);
    const std::vector<Bounds> printed =
        importance_bounds(*scene.vae.density(), MatrixExamples(scene.x), 0, rows, {.samples = samples, .seed = math.seed}, *math.parallel);
    std::vector<Least> rises(sizes.size());
    Least below;
    Worst estimator;
    double ess = 0;
    for (std::size_t i = 0; i < rows; ++i) {
        // The noise of importance_bounds().
        const std::vector<double> bounds = nested_bounds(scene.sample(math, i, {math.seed, Purpose::evaluate, i}, samples).log_weights(), sizes);
        for (std::size_t k = 1; k < sizes.size(); ++k) rises[k].add((bounds[k] - bounds[k - 1]) / std::max(1.0, std::abs(bounds[k])));
        below.add((scene.log_evidence(i) - bounds.back()) / std::sqrt(1 / printed[i].ess - 1.0 / samples));
        estimator.add(expect_near("", printed[i].iwae, bounds.back(), 1e-4, "the bound that vae-eval prints, and from weights of the same noise"));
        ess += printed[i].ess / rows;
    }
    for (std::size_t k = 1; k < sizes.size(); ++k)
        checks.push_back(expect_at_least(join("order.iwae_", sizes[k]), rises[k].value(), 0, 1e-12,
                                         join("iwae_", sizes[k], " less ", k == 1 ? "the sampled ELBO" : join("iwae_", sizes[k - 1]),
                                              " of the same weights in nested blocks, relative to it, the least of ", rows)));
    checks.push_back(
        expect_at_least("order.log_p", below.value(), 0, 5, join("log p(x) less iwae_", samples, ", in standard errors, the least of ", rows)));
    checks.push_back(estimator.check("order.estimator"));
    checks.push_back(described("order.ess", ess, join("effective samples of ", samples, ", the mean of ", rows)));
}

}  // namespace gen
