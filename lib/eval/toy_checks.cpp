// Four points, each of probability 1/4: no model gives them more than -ln 4 on average.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/error.hpp"
#include "core/linear_algebra.hpp"
#include "eval/importance.hpp"
#include "eval/math_groups.hpp"
#include "eval/worst.hpp"
#include "models/decoder.hpp"
#include "models/vae/vae.hpp"
#include "prob/quadrature.hpp"

namespace gen {
namespace {

constexpr std::size_t points = 4;
const double optimum = -std::log(4.0);

/// Two pixels that are 0 or 1.
Matrix corners() { return {points, 2, {0, 0, 0, 1, 1, 0, 1, 1}}; }

/// p(x_j = 1|z) = sigmoid(slope z_j): whatever the slope, p(x) = 1/4, as z is symmetric. q(z_j|x) = N(+-place, 1), the sign that of the pixel.
Vae symmetric_vae(double slope, double place) {
    VaeSpec spec;
    spec.input = {2, 1, 1};
    spec.latent = 2;
    spec.encoder = {{"flatten", {}}, {"linear", {{"in", 2}, {"out", 4}}}};
    spec.decoder = {{"linear", {{"in", 2}, {"out", 2}}}};
    Vae vae(std::move(spec));
    const std::span<Parameter> in = vae.encoder.layer(1).parameters();
    const std::span<Parameter> out = vae.decoder.layer(0).parameters();
    for (Parameter* const p : {&in[0], &in[1], &out[0], &out[1]}) p->value.fill(0);
    for (std::size_t j = 0; j < 2; ++j) {
        in[0].value(j, j) = static_cast<real>(2 * place);
        in[1].value(0, j) = static_cast<real>(-place);
        out[0].value(j, j) = static_cast<real>(slope);
    }
    return vae;
}

std::vector<Bounds> bounds_of(const MathCase& math, const Vae& vae, std::size_t samples) {
    const Matrix x = corners();
    return importance_bounds(*vae.density(), MatrixExamples(x), 0, points, {.samples = samples, .seed = math.seed}, *math.parallel);
}

// log of the integral of p(x|z) p(z), by the real decoder and likelihood.
double log_p_on_grid(const MathCase& math, const Vae& vae, const real* x) {
    constexpr std::size_t side = 121;
    constexpr double width = 0.125;
    Matrix z(side * side, 2);
    for (std::size_t i = 0; i < z.rows(); ++i) {
        z(i, 0) = static_cast<real>(width * (static_cast<double>(i / side) - side / 2));
        z(i, 1) = static_cast<real>(width * (static_cast<double>(i % side) - side / 2));
    }
    std::vector<double> joint(z.rows());
    Decoder(vae.decoder).decode(z, {0, z.rows()}, *math.parallel, [&](std::size_t i, const real* o) {
        joint[i] = std::exp(math.formulas.log_density(vae.spec.prior, z.row(i), 2) - vae.spec.likelihood.loss(o, x, 2, 0, nullptr)) * width * width;
    });
    return std::log(tree_sum(joint.data(), joint.size()));
}

void continuous_checks(const MathCase& math, std::vector<Check>& checks) {
    const Vae blind = symmetric_vae(0, 0);  // z says nothing of x, so q = p(z) is the posterior
    const Vae seeing = symmetric_vae(3, 0.6);
    const std::vector<Bounds> best = bounds_of(math, blind, 100);
    const std::vector<Bounds> wrong = bounds_of(math, seeing, 20'000);
    const Matrix x = corners();
    Worst attained;
    Worst bound;
    Worst grid;
    double elbo = 0;
    for (std::size_t i = 0; i < points; ++i) {
        attained.add(expect_near("", best[i].elbo, optimum, 1e-6, "the bound where q is the posterior, and -ln 4"));
        bound.add(expect_near("", wrong[i].iwae, optimum, 5 * std::sqrt(1 / wrong[i].ess - 1.0 / 20'000) + 1e-5,
                              "iwae_20000 of a wrong q, and -ln 4, 5 standard errors"));
        grid.add(expect_near("", log_p_on_grid(math, seeing, x.row(i)), optimum, 1e-5, "log of the integral of p(x|z) p(z) on a grid, and -ln 4"));
        elbo += wrong[i].elbo / points;
    }
    checks.push_back(attained.check("toy.optimum"));
    checks.push_back(expect_at_most("toy.elbo", elbo, optimum, 0, "the bound of a wrong q lies below -ln 4"));
    checks.push_back(bound.check("toy.importance"));
    checks.push_back(grid.check("toy.grid"));
}

/// Rows of probabilities.
DoubleMatrix random_shares(Draws& draws, std::size_t n) {
    auto all = DoubleMatrix::from_shape({n, points});
    for (double& p : all) p = -std::log(draws.uniform());
    const DoubleMatrix sums = xt::sum(all, {1}, xt::keep_dims);
    return all / sums;
}

// Four latent values: the mean ELBO is -ln 4 less the mean KL(q || p(z|x)) less KL(data || p(x)), by sums alone.
Check discrete_check(const MathCase& math, std::vector<double>& elbos) {
    Draws draws(math.stream(900));
    Worst identity;
    for (std::size_t round = 0; round < 100; ++round) {
        const DoubleMatrix likelihood = random_shares(draws, points);  // [z, x]
        const DoubleMatrix q = random_shares(draws, points);           // [x, z]
        const DoubleMatrix prior = random_shares(draws, 1);            // [1, z]
        const DoubleMatrix joint = prior * transposed(likelihood);     // [x, z]
        const DoubleMatrix evidence = xt::sum(joint, {1}, xt::keep_dims);
        const double elbo = xt::sum(q * xt::log(joint / q))() / points;
        const double gaps = xt::sum(q * xt::log(q * evidence / joint))() / points;
        const double gap_of_data = xt::mean(-xt::log(points * evidence))();
        elbos.push_back(elbo);
        identity.add(
            expect_near("", elbo, optimum - gaps - gap_of_data, 1e-11, "four latent values: ELBO, and -ln 4 - KL(q || p(z|x)) - KL(data || p(x))"));
    }
    return identity.check("toy.discrete");
}

}  // namespace

void toy_checks(const MathCase& math, std::vector<Check>& checks) {
    continuous_checks(math, checks);
    std::vector<double> elbos;
    checks.push_back(discrete_check(math, elbos));
    checks.push_back(
        expect_at_most("toy.discrete_elbo", *std::max_element(elbos.begin(), elbos.end()), optimum, 0, "the greatest of them lies below -ln 4"));
}

}  // namespace gen
