#include "eval/latent_statistics.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <cmath>

#include "eval/aggregate_posterior.hpp"
#include "eval/double_forward.hpp"
#include "eval/model_scene.hpp"
#include "eval/oracle.hpp"
#include "lib/models/step_cases.hpp"

using namespace gen;

namespace {

/// q(z|x) of n examples: means that are draws of N(shift, scale^2), all of one variance.
Encoded spread_codes(std::size_t n, std::size_t d, double shift, double scale, double variance) {
    Encoded q = {normals(n, d, 7), Matrix(n, d)};
    for (real& v : q.mean.values()) v = static_cast<real>(shift + scale * static_cast<double>(v));
    q.logvar.fill(static_cast<real>(std::log(variance)));
    return q;
}

const GaussianPrior standard = {};

}  // namespace

TEST_CASE("latent statistics: two codes by hand") {
    Encoded q = {Matrix(2, 2, {1, 0, -1, 0}), Matrix(2, 2, {0, 0, 0, 0})};
    q.logvar(0, 1) = static_cast<real>(std::log(4.0));
    const LatentStatistics s = latent_statistics(q, &standard);
    CHECK(s.kl[0] == doctest::Approx(0.5));
    const double wide = 0.5 * (4 - 1 - std::log(4.0));
    CHECK(s.kl[1] == doctest::Approx(wide / 2));
    CHECK(s.total[0] == doctest::Approx(0.5 + wide));
    CHECK(s.least_kl == doctest::Approx(0).epsilon(1e-6));
    CHECK(s.sum_error < 1e-6);
    CHECK(s.spread == std::vector<double>{1, 0});
    CHECK(s.collapsed == std::vector<double>{0, 0.5});
    CHECK(s.active() == 1);
    CHECK(s.collapsed_dimensions() == 0);
    CHECK(s.covariance[0] == doctest::Approx(2));
    CHECK(s.covariance[1] == doctest::Approx(0));
    CHECK(s.covariance[3] == doctest::Approx(2.5));
    CHECK(s.moment_kl(standard, 0) == doctest::Approx(0.5 * (2 - 1 - std::log(2.0))));
    CHECK(s.moment_kl(standard) == doctest::Approx(s.moment_kl(standard, 0) + s.moment_kl(standard, 1)));
    CHECK(s.high_logvar == doctest::Approx(std::log(4.0)));
}

TEST_CASE("latent statistics: a collapsed space, codes without distributions, a mixture as prior") {
    Encoded same = {Matrix(5, 3), Matrix(5, 3)};
    CHECK(latent_statistics(same, &standard).collapsed_dimensions() == 3);
    CHECK(latent_statistics(same, &standard).active() == 0);
    CHECK_FALSE(latent_statistics(same, nullptr).has_kl);
    CHECK(latent_statistics(same, nullptr).collapsed_dimensions() == 3);
    Encoded codes = {normals(50, 3, 1), Matrix()};
    const LatentStatistics s = latent_statistics(codes, &standard);
    CHECK_FALSE(s.has_kl);
    CHECK(s.active() == 3);
    CHECK(s.moment_kl(standard) > 0);
    codes.mean.fill(1);
    CHECK(std::isnan(latent_statistics(codes, &standard).moment_kl(standard)));
}

TEST_CASE("aggregate posterior: codes whose sum with the noise is the prior have the prior's distribution") {
    const std::size_t n = 3000;
    const Encoded q = spread_codes(n, 2, 0, std::sqrt(0.9), 0.1);  // N(0, 0.9) + N(0, 0.1)
    Parallel parallel(2);
    const AggregatePosterior a = aggregate_posterior(q, standard, 3, parallel);
    const LatentStatistics s = latent_statistics(q, &standard);
    // I = (d/2) ln(1 / 0.1), where n is large enough for it.
    CHECK(a.information.value == doctest::Approx(std::log(10.0)).epsilon(0.03));
    CHECK(std::abs(a.kl.value) < 0.06);
    CHECK(std::abs(a.total_correlation.value) < 0.06);
    CHECK(a.information.value <= std::log(static_cast<double>(n)));
    CHECK(a.information.value + a.total_correlation.value + a.dimensions.value == doctest::Approx(a.rate.value));
    CHECK(s.moment_kl(standard) < 0.01);
    const Matrix z = aggregate_draws(q, 3);
    CHECK(kolmogorov_distance(z, 0, standard) < 1.95 / std::sqrt(static_cast<double>(n)));
    CHECK(std::abs(aggregate_mmd(z, standard, 3, parallel)) < 0.02);
}

TEST_CASE("aggregate posterior: codes beside the prior are far from it, by closed forms") {
    const Encoded q = spread_codes(2000, 1, 2, std::sqrt(0.25), 0.25);  // N(2, 0.5)
    Parallel parallel(2);
    const AggregatePosterior a = aggregate_posterior(q, standard, 3, parallel);
    const double exact = 0.5 * (0.5 + 4 - 1 - std::log(0.5));
    CHECK(std::abs(a.kl.value - exact) < 5 * a.kl.error + 0.1);
    CHECK(latent_statistics(q, &standard).moment_kl(standard) == doctest::Approx(exact).epsilon(0.1));
    const Matrix z = aggregate_draws(q, 3);
    CHECK(kolmogorov_distance(z, 0, standard) == doctest::Approx(0.77).epsilon(0.08));
    CHECK(kolmogorov_distance(z, 0, {2, std::sqrt(0.5)}) < 0.05);
    CHECK(aggregate_mmd(z, standard, 3, parallel) > 0.3);
}

TEST_CASE("aggregate posterior: one code for all images, the same for every number of threads") {
    Encoded q = {Matrix(40, 2), Matrix(40, 2)};
    q.mean.fill(1);
    Parallel one(1);
    Parallel three(3);
    const AggregatePosterior a = aggregate_posterior(q, standard, 3, one);
    CHECK(a.information.value == doctest::Approx(0).epsilon(1e-9));
    const Encoded other = spread_codes(300, 3, 0, 1, 0.5);
    CHECK(aggregate_posterior(other, standard, 3, one).kl.value == aggregate_posterior(other, standard, 3, three).kl.value);
}

TEST_CASE("model scene: long work says how many parts it has, and of each that it is done") {
    Vae vae(small_spec(true, "mlp:9,8"));
    vae.initialise({}, 4);
    const Matrix x = pixels(7, 12);
    const MatrixExamples data(x);
    Parallel parallel(2);
    std::vector<std::size_t> begun;
    std::atomic<std::size_t> done = 0;
    const std::unique_ptr<LatentModel> subject = vae.density();
    ModelScene scene({.subject = *subject,
                      .data = data,
                      .count = 7,
                      .samples = 5,
                      .begins = [&](std::size_t parts) { begun.push_back(parts); },
                      .each_done = [&] { ++done; }},
                     parallel);
    scene.aggregate();
    CHECK(done == 7);
    scene.bounds();
    scene.aggregate();
    CHECK(begun == std::vector<std::size_t>{7, 7});
    CHECK(done == 14);
}

TEST_CASE("double forward: dense networks as in float, others are not computed") {
    Vae vae(small_spec(true, "mlp:9,8"));
    vae.initialise({}, 4);
    const Matrix x = pixels(3, 12);
    Parallel parallel(1);
    const Encoded q = Encoder(vae).encode(MatrixExamples(x), 0, 3, parallel);
    for (std::size_t i = 0; i < 3; ++i) {
        const auto y = forward_in_double(vae.encoder, {x.row(i), x.row(i) + 12});
        REQUIRE(y);
        for (std::size_t j = 0; j < 3; ++j) CHECK((*y)[j] == doctest::Approx(static_cast<double>(q.mean(i, j))).epsilon(1e-5));
    }
    const Vae conv(small_spec(true, "conv:2,3", {2, 4, 4}));
    CHECK_FALSE(forward_in_double(conv.encoder, std::vector<double>(32)));
}
