#include "models/vae/step.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"
#include "lib/models/step_cases.hpp"

using namespace gen;

TEST_CASE("vae step: the gradients of every objective are those of central differences") {
    SUBCASE("vae") { check_all_gradients(small_spec(true), {}); }
    SUBCASE("vae, beta 3, two samples") { check_all_gradients(small_spec(true), {.beta = 3, .samples = 2}); }
    SUBCASE("vae, beta 0") { check_all_gradients(small_spec(true), {.beta = 0}); }
    SUBCASE("kl only") { check_all_gradients(small_spec(true), {.type = &vae_objective_type("kl-only")}); }
    SUBCASE("autoencoder") { check_all_gradients(small_spec(false), {.type = &vae_objective_type("autoencoder")}); }
    SUBCASE("general prior") {
        VaeSpec spec = small_spec(true);
        spec.prior = {0.7, 2.5};
        check_all_gradients(std::move(spec), {});
    }
    SUBCASE("bounded log-variance") {
        VaeSpec spec = small_spec(true);
        spec.logvar_low = -0.05;
        spec.logvar_high = 0.1;
        check_all_gradients(std::move(spec), {});
    }
    SUBCASE("gaussian likelihood") {
        VaeSpec spec = small_spec(true);
        spec.likelihood = parse_likelihood("gaussian:0.5");
        check_all_gradients(std::move(spec), {});
    }
}

TEST_CASE("vae step: same bits for every number of threads") {
    Matrix weights[3];
    for (std::size_t threads = 1; threads <= 3; ++threads) {
        Vae vae(small_spec(true));
        vae.initialise({}, 4);
        const Optimizer optimizer(parse_optimizer("adam"));
        VaeStep step(vae, {.binarize = VaeObjective::Binarize::dynamic}, optimizer, 1.0, 6);
        const Matrix x = pixels(200, 12);
        const MatrixExamples data(x);
        const std::vector<std::uint32_t> rows = first_rows(200);
        Parallel parallel(threads);
        for (std::uint64_t i = 1; i <= 5; ++i) step.train({data, rows}, i, 1e-3, parallel);
        weights[threads - 1] = vae.decoder.layer(2).parameters()[0].value;
    }
    for (const int other : {1, 2})
        for (std::size_t i = 0; i < weights[0].size(); ++i) CHECK(weights[0].data()[i] == weights[other].data()[i]);
}

TEST_CASE("vae step: a loss that is not finite throws before anything changes") {
    Vae vae(small_spec(true));
    vae.initialise({}, 4);
    vae.encoder.layer(2).parameters()[1].value.fill(1e30F);
    const Matrix before = vae.decoder.layer(0).parameters()[0].value;
    const Optimizer optimizer(parse_optimizer("adam"));
    VaeStep step(vae, {}, optimizer, 0, 0);
    const Matrix x = pixels(4, 12);
    const MatrixExamples data(x);
    const std::uint32_t rows[] = {0, 1, 2, 3};
    Parallel parallel(1);
    CHECK_THROWS_WITH_AS(step.train({data, rows}, 1, 1e-3, parallel), "the loss is not finite", Diverged);
    for (std::size_t i = 0; i < before.size(); ++i) CHECK(before.data()[i] == vae.decoder.layer(0).parameters()[0].value.data()[i]);
}

TEST_CASE("vae step: validation is the same at every call and for every batch size") {
    Vae vae(small_spec(true));
    vae.initialise({}, 4);
    const Optimizer optimizer(parse_optimizer("adam"));
    VaeStep step(vae, {.binarize = VaeObjective::Binarize::dynamic}, optimizer, 0, 6);
    const Matrix x = pixels(6, 12);
    const MatrixExamples data(x);
    const std::uint32_t rows[] = {0, 1, 2, 3, 4, 5};
    Parallel parallel(1);
    const double whole = step.loss({data, rows}, parallel).loss;
    CHECK(step.loss({data, rows}, parallel).loss == whole);
    const double parts = step.loss({data, std::span(rows).first(2)}, parallel).loss + step.loss({data, std::span(rows).last(4)}, parallel).loss;
    CHECK(parts == doctest::Approx(whole).epsilon(1e-6));
}
