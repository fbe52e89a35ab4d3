// KL of two normal distributions of one dimension: the pairs of `kl-check gaussian` and of the group "univariate".
#include <algorithm>
#include <cmath>
#include <map>

#include "core/error.hpp"
#include "eval/math_groups.hpp"
#include "eval/worst.hpp"
#include "prob/quadrature.hpp"

namespace gen {
namespace {

constexpr std::size_t draw_count = 50'000;

struct Golden {
    Normal q;
    Normal p;
    double nats;
};
// Computed with 50 digits.
constexpr Golden golden[] = {
    {{1, 1}, {0, 1}, 0.5},
    {{0, 2}, {0, 1}, 0.806852819440054690583},
    {{0, 1}, {0, 2}, 0.318147180559945309417},
    {{1.5, 0.5}, {0, 1}, 1.44314718055994530942},
    {{-0.3, 0.1}, {0.7, 2.5}, 2.79967582486820074920},
    {{3, 1e-3}, {0, 1}, 10.9077557789821370521},
    {{2, 3}, {-1, 0.5}, 33.7082405307719449992},
    {{0, 1e-6}, {0, 1}, 13.3155105579647741041},
    {{0.7, 1.3}, {0.7, 1.3}, 0},
};

std::string described_pair(const Normal& q, const Normal& p) { return join("q = N(", q.mean, ", ", q.sd, "^2), p = N(", p.mean, ", ", p.sd, "^2)"); }

void sampled(const MathCase& math, const Normal& q, const Normal& p, std::uint64_t step, std::vector<Check>& checks) {
    const double nats = math.formulas.normal_kl(q, p);
    const std::vector<real> noise = standard_normals(math.stream(step), draw_count, *math.parallel);
    std::vector<double> first(draw_count);
    std::vector<double> third(draw_count);
    for (std::size_t i = 0; i < draw_count; ++i) {
        first[i] = log_ratio(q, p, static_cast<double>(noise[i]));
        third[i] = k3(first[i]);
    }
    const double rounding = 1e-12 * std::max(1.0, nats);
    checks.push_back(expect_near("k1", mean_of(first), nats, five_errors(log_ratio_variance(q, p), draw_count) + rounding,
                                 join("mean of log q - log p of ", draw_count, " draws, and the closed form, 5 exact standard errors")));
    if (2 * q.sd * q.sd <= 1.5 * p.sd * p.sd)
        checks.push_back(skipped("k3", "k3: infinite variance, skipped"));
    else if (const double variance = ratio_variance(q, p); variance > 10)  // so few draws would decide that 5 standard errors say nothing
        checks.push_back(skipped("k3", join("k3: p/q has variance ", variance, ", skipped")));
    else
        checks.push_back(expect_near("k3", mean_of(third), nats, five_errors(k3_variance(q, p), draw_count) + rounding,
                                     "mean of p/q - 1 - log(p/q), and the closed form, 5 exact standard errors"));
}

/// Numbers that trainers cannot hold, as floats, make nothing to compare.
bool fits(const Normal& q, const Normal& p) {
    const auto scale = [](double x) { return x > 1e-15 && x < 1e15; };
    return scale(q.sd) && scale(p.sd) && std::abs(q.mean) < 1e15 && std::abs(p.mean) < 1e15 && kl(q, p) < 1e30;
}

// The trainers' formula, at numbers rounded as theirs are, and its gradient against differences of the closed form.
void trained(const MathCase& math, const Normal& q, const Normal& p, std::vector<Check>& checks) {
    const real mean = static_cast<real>(q.mean);
    const real logvar = static_cast<real>(2 * std::log(q.sd));
    const GaussianRow row = {&mean, &logvar, 1};
    const Normal rounded = normal_of(row, 0);
    const Normal prior = {static_cast<double>(static_cast<real>(p.mean)), static_cast<double>(static_cast<real>(p.sd))};
    if (!fits(rounded, prior)) {
        for (const char* const name : {"trainer", "gradient_mean", "gradient_logvar"})
            checks.push_back(skipped(name, "outside what trainers compute with"));
        return;
    }
    real d_mean = 0;
    real d_logvar = 0;
    const double value = math.formulas.gaussian_kl(row, {prior.mean, prior.sd}, 1, &d_mean, &d_logvar);
    const double nats = math.formulas.normal_kl(rounded, prior);
    // Both logarithms are rounded, and the difference of large ones is what counts.
    const double relative = 3e-6 + 3e-7 * (std::abs(static_cast<double>(logvar)) + 2 * std::abs(std::log(prior.sd)));
    checks.push_back(expect_near("trainer", value, nats, relative * std::max(1.0, nats), "the formula that trains, in float, and the closed form"));
    const double far = std::abs(rounded.mean - prior.mean) + prior.sd + rounded.sd;  // exact for a quadratic function, whatever the step
    const auto at = [&](double shift, double log_shift) {
        return math.formulas.normal_kl({rounded.mean + shift, rounded.sd * std::exp(0.5 * log_shift)}, prior);
    };
    const double by_mean = (at(far, 0) - at(-far, 0)) / (2 * far);
    const double by_logvar = (at(0, 1e-4) - at(0, -1e-4)) / 2e-4;
    const double cancelled = 1e-11 * std::max(1.0, nats);
    checks.push_back(expect_near("gradient_mean", static_cast<double>(d_mean), by_mean, relative * std::max(1 / prior.sd, std::abs(by_mean)),
                                 "derivative by the mean, in float, and by differences of the closed form"));
    checks.push_back(expect_near("gradient_logvar", static_cast<double>(d_logvar), by_logvar,
                                 relative * std::max(1.0, std::abs(by_logvar)) + cancelled,
                                 "derivative by the log-variance, in float, and by differences of the closed form"));
}

}  // namespace

std::vector<Check> normal_pair_checks(const MathCase& math, const Normal& q, const Normal& p, std::uint64_t step) {
    const double nats = math.formulas.normal_kl(q, p);
    const auto ratio = [&](double e) { return log_ratio(q, p, e); };
    const double rounding = 1e-12 * std::max({1.0, nats, std::abs(std::log(q.sd / p.sd))});
    std::vector<Check> checks = {described("closed_form", nats, described_pair(q, p))};
    checks.push_back(expect_near("gauss_hermite", hermite_mean(1, 2, [&](const std::vector<double>& e) { return ratio(e[0]); }), nats, rounding,
                                 "by two nodes, exact for a quadratic function, and the closed form"));
    checks.push_back(expect_near("trapezoid", normal_mean(ratio), nats, rounding, "on +-12 standard deviations, and the closed form"));
    sampled(math, q, p, step, checks);
    trained(math, q, p, checks);
    return checks;
}

void univariate_checks(const MathCase& math, std::vector<Check>& checks) {
    std::map<std::string, Worst> worst;
    std::size_t infinite = 0;
    for (std::size_t i = 0; i < std::size(golden); ++i) {
        const auto& [q, p, nats] = golden[i];
        checks.push_back(
            expect_near(join("univariate.golden_", i + 1), math.formulas.normal_kl(q, p), nats, 1e-13 * std::max(1.0, nats), described_pair(q, p)));
        for (const Check& check : normal_pair_checks(math, q, p, 100 + i)) {
            if (check.verdict == Verdict::skip)
                ++infinite;
            else if (check.verdict != Verdict::info)
                worst[check.name].add(check);
        }
    }
    for (const char* const name : {"gauss_hermite", "trapezoid", "k1", "k3", "trainer", "gradient_mean", "gradient_logvar"})
        checks.push_back(worst[name].check(join("univariate.", name)));
    checks.push_back(skipped("univariate.k3_infinite", join("k3: infinite variance, skipped, ", infinite, " of ", std::size(golden))));
    const auto kl = math.formulas.normal_kl;
    checks.push_back(expect_near("univariate.asymmetry", kl({0, 2}, {0, 1}) - kl({0, 1}, {0, 2}), golden[1].nats - golden[2].nats, 1e-13,
                                 "KL(q || p) - KL(p || q)"));
    checks.push_back(expect_near("univariate.equal", kl({-2, 0.3}, {-2, 0.3}), 0, 0, "where both are equal"));
    const double least = std::min({kl({1e-3, 1}, {0, 1}), kl({0, 1.001}, {0, 1}), kl({0, 0.999}, {0, 1})});
    checks.push_back(expect_at_least("univariate.unequal", least, 4.9e-7, 0, "the least where they differ by a thousandth"));
}

}  // namespace gen
