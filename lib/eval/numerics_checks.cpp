// Where numbers are small, large or none.
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/error.hpp"
#include "eval/math_groups.hpp"
#include "eval/worst.hpp"
#include "prob/likelihood.hpp"

namespace gen {
namespace {

double kl_of(const MathCase& math, real mean, real logvar) { return math.formulas.gaussian_kl({&mean, &logvar, 1}, {}, 0, nullptr, nullptr); }

/// KL(N(0, e^l) || N(0, 1)) near l = 0: (e^l - 1 - l) / 2 as a series.
double series(double l) { return 0.25 * l * l * (1 + l / 3 * (1 + l / 4 * (1 + l / 5 * (1 + l / 6)))); }

void small_checks(const MathCase& math, std::vector<Check>& checks) {
    for (const auto& [size, name] : {std::pair(1e-2, "1e-2"), std::pair(1e-3, "1e-3"), std::pair(1e-4, "1e-4")}) {
        Worst worst;
        for (const double sign : {-1, 1}) {
            const real l = static_cast<real>(sign * size);
            const double exact = series(static_cast<double>(l));
            worst.add(expect_near("", kl_of(math, 0, l) / exact, 1, 1e-6, join("KL at a log-variance of +-", name, " in float, by its series")));
        }
        checks.push_back(worst.check(join("numerics.logvar_", name)));
    }
    const double l = 1e-4;
    checks.push_back(expect_near("numerics.closed_form", math.formulas.normal_kl({0, std::exp(0.5 * l)}, {}) / series(l), 1, 1e-8,
                                 "the closed form at 1e-4, by its series"));
}

// Far out a value is right, or it is infinite and training stops: it is never finite and wrong.
void large_checks(const MathCase& math, std::vector<Check>& checks) {
    std::size_t wrong = 0;
    std::size_t infinite = 0;
    for (const real mean : {real{0}, real{1e3F}, real{1e15F}, real{1e25F}})
        for (const real logvar :
             {real{-1e30F}, real{-1e4F}, real{-200}, real{-88}, real{20}, real{80}, real{88}, real{89}, real{200}, real{1e4F}, real{1e30F}}) {
            const double value = kl_of(math, mean, logvar);
            const auto m = static_cast<double>(mean);
            const auto l = static_cast<double>(logvar);
            const double exact = 0.5 * (m * m + std::expm1(l) - l);
            if (value == std::numeric_limits<double>::infinity())
                ++infinite;
            else if (!(std::abs(value - exact) <= 1e-5 * exact))
                ++wrong;
        }
    checks.push_back(
        expect_near("numerics.large", static_cast<double>(wrong), 0, 0, "values that are finite and wrong, log-variances to +-1e30, means to 1e25"));
    checks.push_back(described("numerics.overflow", static_cast<double>(infinite), "of 44 such values are infinite: training stops there (exit 5)"));
}

void nan_checks(const MathCase& math, std::vector<Check>& checks) {
    const Formulas& f = math.formulas;
    const real bad[] = {0.5, static_cast<real>(no_number), 0.25};
    const real good[] = {0.5, 1, 0.25};
    real z[3];
    std::size_t hidden = 0;
    const auto count = [&](double value) { hidden += value == value ? 1 : 0; };
    count(f.gaussian_kl({bad, good, 3}, {}, 0, nullptr, nullptr));
    count(f.gaussian_kl({good, bad, 3}, {}, 0, nullptr, nullptr));
    count(f.log_density({}, bad, 3));
    count(f.log_density_of_draw({good, bad, 3}, good));
    count(f.log_density_of_draw({good, good, 3}, bad));
    for (const GaussianRow& q : {GaussianRow{bad, good, 3}, GaussianRow{good, bad, 3}}) {
        f.reparameterise(q, good, z);
        count(static_cast<double>(z[1]));
    }
    count(f.normal_kl({std::nan(""), 1}, {}));
    count(f.normal_kl({0, std::nan("")}, {}));
    checks.push_back(expect_near("numerics.nan", static_cast<double>(hidden), 0, 0, "of 9 formulas hide a NaN that goes in"));
}

void saturation_check(std::vector<Check>& checks) {
    const Likelihood bernoulli;
    Worst worst;
    for (const real logit : {real{-500}, real{-100}, real{-20}, real{20}, real{100}, real{500}})
        for (const real pixel : {real{0}, real{1}}) {
            const auto o = static_cast<double>(logit);
            const double exact = std::max(o, 0.0) - o * static_cast<double>(pixel) + std::log1p(std::exp(-std::abs(o)));
            worst.add(expect_near("", bernoulli.loss(&logit, &pixel, 1, 0, nullptr), exact, 1e-6 * std::max(exact, 1.0),
                                  "-log p(x|z) of saturated logits, and in double"));
        }
    checks.push_back(worst.check("numerics.logits"));
}

}  // namespace

void numerics_checks(const MathCase& math, std::vector<Check>& checks) {
    small_checks(math, checks);
    checks.push_back(expect_near("numerics.zero", kl_of(math, 0, 0), 0, 0, "at the prior itself"));
    large_checks(math, checks);
    nan_checks(math, checks);
    saturation_check(checks);
}

}  // namespace gen
