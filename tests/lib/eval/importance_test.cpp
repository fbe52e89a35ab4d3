#include "eval/importance.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "core/error.hpp"
#include "eval/oracle.hpp"
#include "lib/models/step_cases.hpp"

using namespace gen;

namespace {

constexpr std::size_t latent_size = 3;
constexpr std::size_t wide = 12;
constexpr double likelihood_sd = 0.4;  // of the likelihood
constexpr double scales[latent_size] = {1.2, 0.5, 0.9};

/// Column k of an orthonormal basis: the cosines of a DCT.
double direction(std::size_t j, std::size_t k) {
    return std::sqrt(2.0 / wide) * std::cos(std::numbers::pi * static_cast<double>(k + 1) * (static_cast<double>(j) + 0.5) / wide);
}

/// With orthogonal columns, so that the posterior is diagonal.
LinearGaussian linear_gaussian(const GaussianPrior& prior) {
    std::vector<double> w;
    std::vector<double> b;
    for (std::size_t j = 0; j < wide; ++j) {
        b.push_back(0.1 * static_cast<double>(j) - 0.3);
        for (std::size_t k = 0; k < latent_size; ++k) w.push_back(scales[k] * direction(j, k));
    }
    return {std::move(w), std::move(b), likelihood_sd, prior};
}

std::vector<Bounds> bounds(const Vae& vae, const Examples& data, const Evaluation& how, std::size_t threads = 2) {
    Parallel parallel(threads);
    return importance_bounds(*vae.density(), data, 0, data.size(), how, parallel);
}

double mean(const std::vector<Bounds>& all, double Bounds::* part) {
    double sum = 0;
    for (const Bounds& b : all) sum += b.*part;
    return sum / static_cast<double>(all.size());
}

void check_equal(const std::vector<Bounds>& a, const std::vector<Bounds>& b) {
    REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        CAPTURE(i);
        CHECK(a[i].elbo == b[i].elbo);
        CHECK(a[i].iwae == b[i].iwae);
        CHECK(a[i].ess == b[i].ess);
    }
}

void check_finite(const std::vector<Bounds>& all, double samples) {
    for (const Bounds& b : all) {
        CHECK(std::isfinite(b.elbo));
        CHECK(std::isfinite(b.iwae));
        CHECK(b.ess >= 1 - 1e-9);
        CHECK(b.ess <= samples * (1 + 1e-9));
    }
}

VaeSpec conditional_spec() {
    VaeSpec spec = small_spec(true);
    spec.classes = 3;
    const LayerSpec told = {"condition", {{"classes", 3}, {"size", 3}}};
    const Architecture how = parse_architecture("mlp:7");
    spec.encoder = expand_encoder(how, parse_activation("tanh"), {spec.pixels() + 3}, spec.encoder_outputs());
    spec.decoder = expand_decoder(how, parse_activation("tanh"), latent_size + 3, spec.input);
    spec.encoder.insert(spec.encoder.begin(), {{"flatten", {}}, told});
    spec.decoder.insert(spec.decoder.begin(), told);
    return spec;
}

VaeSpec vamp_spec(const std::string& architecture, std::size_t pseudo_inputs) {
    VaeSpec spec = small_spec(true, architecture);
    spec.pseudo_inputs = pseudo_inputs;
    spec.pseudo = {{"table", {{"rows", static_cast<double>(pseudo_inputs)}, {"out", static_cast<double>(spec.pixels())}}}, {"sigmoid", {}}};
    return spec;
}

}  // namespace

TEST_CASE("importance: with the exact posterior every weight is p(x), for linear Gaussian models") {
    for (const GaussianPrior prior : {GaussianPrior{0, 1}, GaussianPrior{0.3, 1.7}}) {
        const LinearGaussian model = linear_gaussian(prior);
        const Vae vae = model.vae();
        const Matrix x = normals(40, wide, 3);
        const MatrixExamples data(x);
        for (const std::size_t samples : {1, 7, 2000}) {
            const std::vector<Bounds> all = bounds(vae, data, {.samples = samples});
            for (std::size_t i = 0; i < 40; ++i) {
                CAPTURE(i);
                CHECK(all[i].iwae == doctest::Approx(model.log_evidence(x.row(i))).epsilon(1e-5));
                CHECK(all[i].ess == doctest::Approx(static_cast<double>(samples)).epsilon(1e-5));
                if (samples == 2000) CHECK(std::abs(all[i].elbo - model.log_evidence(x.row(i))) < 0.15);  // its reconstruction is a mean over samples
            }
        }
    }
}

TEST_CASE("importance: with a wrong q the bound is log p(x) less KL(q || posterior), and rises with the samples up to log p(x)") {
    const LinearGaussian model = linear_gaussian({0.3, 1.7});
    const PosteriorError error = {.mean = 0.25, .logvar = 0.8};
    const Vae vae = model.vae(error);
    const Matrix x = normals(60, wide, 4);
    const MatrixExamples data(x);
    double log_density = 0;
    for (std::size_t i = 0; i < 60; ++i) log_density += model.log_evidence(x.row(i)) / 60;
    const double gap = kl(model.diagonal_posterior(row_of(x, 0), error), model.posterior(row_of(x, 0)));  // whatever x is
    double before = mean(bounds(vae, data, {.samples = 3000}), &Bounds::elbo);
    CHECK(before == doctest::Approx(log_density - gap).epsilon(1e-3));
    for (const std::size_t samples : {5, 50, 3000}) {
        const std::vector<Bounds> all = bounds(vae, data, {.samples = samples});
        CHECK(mean(all, &Bounds::iwae) > before);
        CHECK(mean(all, &Bounds::ess) < 0.8 * static_cast<double>(samples));
        before = mean(all, &Bounds::iwae);
    }
    CHECK(before < log_density + 0.01);
    CHECK(before > log_density - 0.01);
}

TEST_CASE("importance: blocks of the same samples give bounds that rise with their size, image by image") {
    const Vae vae = linear_gaussian({0.3, 1.7}).vae({.mean = 0.25, .logvar = 0.8});
    const Matrix x = normals(20, wide, 4);
    const std::vector<Bounds> all = bounds(vae, MatrixExamples(x), {.samples = 500, .blocks = {1, 5, 50, 500, 400}});
    for (const Bounds& b : all) {
        CHECK(b.elbo == doctest::Approx(-b.recon - b.kl));
        for (std::size_t i = 1; i < 4; ++i) CHECK(b.blocks[i] >= b.blocks[i - 1] - 1e-12 * std::abs(b.blocks[i]));
        CHECK(b.blocks[3] == b.iwae);
        CHECK(b.blocks[4] != b.iwae);  // of the first 400 samples
    }
}

TEST_CASE("importance: two models of equal latent size meet the same noise, another seed meets another") {
    // A decoder that does not look at z: what is left of log w but a constant is the noise.
    const LinearGaussian model = linear_gaussian({0, 1});
    const Matrix x = normals(5, wide, 5);
    const MatrixExamples data(x);
    const auto weights = [&](real bias, std::uint64_t seed) {
        Vae vae = model.vae();
        const std::span<Parameter> out = vae.decoder.layer(vae.decoder.size() - 1).parameters();
        out[0].value.fill(0);
        out[1].value.fill(bias);
        return bounds(vae, data, {.samples = 1, .seed = seed});
    };
    const std::vector<Bounds> a = weights(0, 6);
    const std::vector<Bounds> b = weights(0.5, 6);
    const std::vector<Bounds> other = weights(0, 7);
    for (std::size_t i = 0; i < 5; ++i) {
        double constant = 0;
        for (std::size_t j = 0; j < wide; ++j)
            constant +=
                (std::pow(static_cast<double>(x(i, j)) - 0.5, 2) - std::pow(static_cast<double>(x(i, j)), 2)) / (2 * likelihood_sd * likelihood_sd);
        CHECK(a[i].iwae - b[i].iwae == doctest::Approx(constant).epsilon(1e-5));
        CHECK(std::abs(a[i].iwae - other[i].iwae) > 1e-3);
    }
}

TEST_CASE("importance: the same numbers for every number of threads and however the rows are cut") {
    for (const std::string& architecture : std::vector<std::string>{"mlp:7", "conv:2,3,norm=batch"}) {
        Vae vae(small_spec(true, architecture, {2, 4, 4}));
        vae.initialise({}, 4);
        const Matrix x = pixels(90, 32);
        const MatrixExamples data(x);
        const Evaluation how = {.samples = 150, .binarize = Evaluation::Binarize::dynamic, .seed = 3};
        const std::vector<Bounds> whole = bounds(vae, data, how, 1);
        check_finite(whole, 150);
        check_equal(whole, bounds(vae, data, how, 2));
        check_equal(whole, bounds(vae, data, how, 3));
        Parallel parallel(2);
        std::vector<Bounds> parts;
        std::size_t first = 0;
        for (const std::size_t count : {1, 5, 64, 20}) {
            for (const Bounds& b : importance_bounds(*vae.density(), data, first, count, how, parallel)) parts.push_back(b);
            first += count;
        }
        check_equal(whole, parts);
    }
}

TEST_CASE("importance: a VampPrior that is the usual prior gives its numbers, another one finite numbers") {
    const auto settled = [](VaeSpec spec) {  // q(z|x) = N(0.3, 1.7^2) whatever x is
        spec.prior = {0.3, 1.7};
        Vae vae(std::move(spec));
        vae.initialise({}, 4);
        const std::span<Parameter> in = vae.encoder.layer(vae.encoder.size() - 1).parameters();
        in[0].value.fill(0);
        for (std::size_t k = 0; k < latent_size; ++k) {
            in[1].value(0, k) = real{0.3F};
            in[1].value(0, latent_size + k) = static_cast<real>(2 * std::log(1.7));
        }
        return vae;
    };
    const Matrix x = pixels(9, wide);
    const MatrixExamples data(x);
    const std::vector<Bounds> plain = bounds(settled(small_spec(true, "mlp:")), data, {.samples = 100});
    const std::vector<Bounds> vamp = bounds(settled(vamp_spec("mlp:", 4)), data, {.samples = 100});
    for (std::size_t i = 0; i < 9; ++i) {
        CHECK(vamp[i].iwae == doctest::Approx(plain[i].iwae).epsilon(1e-6));
        CHECK(vamp[i].elbo == doctest::Approx(plain[i].elbo).epsilon(1e-6));
        CHECK(vamp[i].ess == doctest::Approx(plain[i].ess).epsilon(1e-4));
    }
    Vae vae(vamp_spec("mlp:7", 5));
    vae.initialise({}, 4);
    const std::vector<Bounds> all = bounds(vae, data, {.samples = 100}, 1);
    check_finite(all, 100);
    check_equal(all, bounds(vae, data, {.samples = 100}, 3));
}

TEST_CASE("importance: a conditional model is told the class of each example") {
    Vae vae(conditional_spec());
    vae.initialise({}, 4);
    const Matrix x = pixels(4, wide);
    const std::vector<Bounds> all = bounds(vae, LabelledExamples(x, {0, 1, 2, -1}), {.samples = 80}, 1);
    check_finite(all, 80);
    check_equal(all, bounds(vae, LabelledExamples(x, {0, 1, 2, -1}), {.samples = 80}, 3));
    const std::vector<Bounds> other = bounds(vae, LabelledExamples(x, {1, 1, 0, -1}), {.samples = 80});
    CHECK(other[0].elbo != all[0].elbo);
    CHECK(other[1].elbo == all[1].elbo);
    CHECK(other[2].elbo != all[2].elbo);
    CHECK(other[3].elbo == all[3].elbo);
    CHECK_THROWS_WITH(bounds(vae, LabelledExamples(x, {0, 1, 3, 0}), {.samples = 1}), "class 3 is not known to the model, it has 3");
}

TEST_CASE("importance: binarised examples are those that were binarised before") {
    Vae vae(small_spec(true));
    vae.initialise({}, 4);
    const Matrix x = pixels(6, wide);
    Matrix above = x;
    Matrix drawn = x;
    for (std::size_t i = 0; i < 6; ++i) {
        real at[wide];
        random_uniform({8, Purpose::valid_binarize, 0}, static_cast<std::uint32_t>(i), at, wide);
        for (std::size_t j = 0; j < wide; ++j) {
            above(i, j) = x(i, j) > real{0.5} ? 1 : 0;
            drawn(i, j) = x(i, j) > at[j] ? 1 : 0;
        }
    }
    using Binarize = Evaluation::Binarize;
    const auto of = [&](const Matrix& m, Binarize binarize) {
        return bounds(vae, MatrixExamples(m), {.samples = 20, .binarize = binarize, .seed = 8});
    };
    check_equal(of(x, Binarize::threshold), of(above, Binarize::none));
    check_equal(of(x, Binarize::dynamic), of(drawn, Binarize::none));
    CHECK(of(x, Binarize::none)[0].elbo != of(x, Binarize::threshold)[0].elbo);
}

TEST_CASE("importance: an autoencoder has no bounds") {
    Vae vae(small_spec(false));
    vae.initialise({}, 4);
    const Matrix x = pixels(2, wide);
    CHECK_THROWS_WITH(bounds(vae, MatrixExamples(x), {.samples = 1}), "the model gives points as codes and no q(z|x): there is no bound of log p(x)");
}
