// Gradients of what is trained against differences, and divergences that may not be negative.
#include <algorithm>
#include <cmath>
#include <string>

#include "core/error.hpp"
#include "eval/math_groups.hpp"
#include "eval/worst.hpp"

namespace gen {
namespace {

constexpr std::size_t gradient_latent = 8;
constexpr GaussianPrior gradient_priors[] = {{0, 1}, {0.25, 1.75}};

double draw(double mean, double logvar, double noise) { return mean + std::exp(0.5 * logvar) * noise; }

/// (f(x + h) - f(x - h)) / 2h
template <class F>
double slope(double x, F f) {
    constexpr double h = 1e-4;
    return (f(x + h) - f(x - h)) / (2 * h);
}

Check near(double value, double reference, const char* note) {
    return expect_near("", value, reference, 1e-5 * std::max(1.0, std::abs(reference)), note);
}

}  // namespace

void gradient_checks(const MathCase& math, std::vector<Check>& checks) {
    const Formulas& f = math.formulas;
    const Encoded codes = random_codes(math.stream(400), 32, gradient_latent);
    const std::vector<real> noise = standard_normals(math.stream(401), gradient_latent, *math.parallel);
    Worst mean;
    Worst logvar;
    Worst z;
    Worst z_mean;
    Worst z_logvar;
    for (std::size_t i = 0; i < 32; ++i) {
        const GaussianRow q = code_of(codes, i);
        const GaussianPrior& prior = gradient_priors[i % 2];
        std::vector<real> d(2 * gradient_latent);
        std::vector<real> d_draw(2 * gradient_latent);
        std::vector<real> drawn(gradient_latent);
        const std::vector<real> ones(gradient_latent, real{1});
        f.gaussian_kl(q, prior, 1, d.data(), d.data() + gradient_latent);
        f.reparameterise(q, noise.data(), drawn.data());
        f.reparameterise_gradient(q, noise.data(), ones.data(), d_draw.data(), d_draw.data() + gradient_latent);
        for (std::size_t j = 0; j < gradient_latent; ++j) {
            const auto m = static_cast<double>(q.mean[j]);
            const auto l = static_cast<double>(q.logvar[j]);
            const auto e = static_cast<double>(noise[j]);
            const auto nats = [&](double at_mean, double at_logvar) { return f.normal_kl({at_mean, std::exp(0.5 * at_logvar)}, normal_of(prior)); };
            mean.add(near(static_cast<double>(d[j]), slope(m, [&](double x) { return nats(x, l); }),
                          "of KL by the mean, and differences of the closed form"));
            logvar.add(near(static_cast<double>(d[gradient_latent + j]), slope(l, [&](double x) { return nats(m, x); }),
                            "of KL by the log-variance, and differences of the closed form"));
            z.add(near(static_cast<double>(drawn[j]), draw(m, l, e), "z in float, and mean + e^(logvar/2) noise"));
            z_mean.add(near(static_cast<double>(d_draw[j]), slope(m, [&](double x) { return draw(x, l, e); }), "of z by the mean, and differences"));
            z_logvar.add(near(static_cast<double>(d_draw[gradient_latent + j]), slope(l, [&](double x) { return draw(m, x, e); }),
                              "of z by the log-variance, and differences"));
        }
    }
    checks.push_back(mean.check("gradient.kl_mean"));
    checks.push_back(logvar.check("gradient.kl_logvar"));
    checks.push_back(z.check("gradient.draw"));
    checks.push_back(z_mean.check("gradient.draw_mean"));
    checks.push_back(z_logvar.check("gradient.draw_logvar"));
}

void non_negative_checks(const MathCase& math, std::vector<Check>& checks) {
    const Formulas& f = math.formulas;
    const Encoded codes = random_codes(math.stream(500), 2000, gradient_latent);
    Least row;
    Least dimension;
    Least in_double;
    for (std::size_t i = 0; i < codes.mean.rows(); ++i) {
        // Half of them close to the prior, where rounding could make the sum negative.
        Encoded close{Matrix(1, gradient_latent), Matrix(1, gradient_latent)};
        const GaussianPrior& prior = gradient_priors[i % 2];
        for (std::size_t j = 0; j < gradient_latent; ++j) {
            const real part = i % 4 < 2 ? real{1} : real{1e-3F};
            close.mean(0, j) = static_cast<real>(prior.mean) + part * codes.mean(i, j);
            close.logvar(0, j) = static_cast<real>(2 * std::log(prior.sd)) + part * codes.logvar(i, j);
        }
        const GaussianRow q = code_of(close, 0);
        row.add(f.gaussian_kl(q, prior, 0, nullptr, nullptr));
        for (std::size_t j = 0; j < gradient_latent; ++j) {
            dimension.add(f.gaussian_kl({q.mean + j, q.logvar + j, 1}, prior, 0, nullptr, nullptr));
            in_double.add(f.normal_kl(normal_of(q, j), normal_of(prior)));
        }
    }
    const std::string many = join(codes.mean.rows(), " codes");
    checks.push_back(expect_at_least("non-negative.rows", row.value(), 0, 1e-6, "the least of " + many + ", by the formula that trains"));
    checks.push_back(expect_at_least("non-negative.dimensions", dimension.value(), 0, 1e-6, "of each dimension, the least of " + many));
    checks.push_back(expect_at_least("non-negative.closed_form", in_double.value(), 0, 0, "of each dimension, in double, the least of " + many));
}

}  // namespace gen
