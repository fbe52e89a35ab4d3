#include "eval/annealing.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"
#include "eval/appendix_d.hpp"
#include "eval/oracle.hpp"
#include "eval/simulated.hpp"
#include "lib/models/step_cases.hpp"

using namespace gen;

namespace {

constexpr PosteriorError wrong = {.mean = 0.3, .logvar = -0.7};
constexpr std::size_t images = 24;

Encoded encode(const Vae& vae, const Examples& data, Rows rows, Parallel& parallel) {
    return Encoder(vae).encode(data, rows.begin, rows.count(), parallel);
}

/// The mean of a - b and its standard error.
struct Difference {
    double mean = 0;
    double error = 0;
    template <class A, class B>
    Difference(std::size_t n, const A& a, const B& b) {
        double squares = 0;
        for (std::size_t i = 0; i < n; ++i) mean += (a(i) - b(i)) / static_cast<double>(n);
        for (std::size_t i = 0; i < n; ++i) squares += std::pow(a(i) - b(i) - mean, 2);
        error = std::sqrt(squares / static_cast<double>(n - 1) / static_cast<double>(n));
    }
};

void check_near_zero(const Difference& d, double at_most) {
    CAPTURE(d.mean);
    CAPTURE(d.error);
    CHECK(d.error < at_most);
    CHECK(std::abs(d.mean) < 4 * d.error + 1e-4);
}

/// log p(x) by chains, one way.
std::vector<Annealed> annealed(const Vae& vae, const Examples& data, Rows rows, const Annealing& how, std::size_t threads) {
    Parallel parallel(threads);
    const std::unique_ptr<LatentModel> model = vae.density();
    AnnealedImportance ais(*model, how, parallel);
    ais.tune(data, {0, data.size()}, encode(vae, data, {0, data.size()}, parallel));
    return ais.forward(data, rows, encode(vae, data, rows, parallel));
}

}  // namespace

TEST_CASE("annealing: chains from a wrong q, or from the prior, find log p(x) of linear Gaussian models") {
    for (const LinearGaussian& model : {orthogonal_oracle(), oblique_oracle()}) {
        const Vae vae = model.vae(wrong);
        const Matrix x = model.simulate(images, {5, Purpose::synth, 0}).x;
        const MatrixExamples data(x);
        for (const ChainStart start : {ChainStart::encoder, ChainStart::prior}) {
            const std::vector<Annealed> all = annealed(vae, data, {0, images}, {.distributions = 100, .chains = 16, .start = start, .seed = 2}, 2);
            const Difference d(
                images, [&](std::size_t i) { return all[i].log_density; }, [&](std::size_t i) { return model.log_evidence(x.row(i)); });
            check_near_zero(d, 0.05);
            for (const Annealed& a : all) {
                CHECK(a.ess >= 1 - 1e-9);
                CHECK(a.ess <= 16 + 1e-9);
            }
        }
    }
}

TEST_CASE("annealing: chains back from exact draws of the posterior find log p(x) from above") {
    const LinearGaussian model = oblique_oracle();
    const Vae vae = model.vae(wrong);
    Parallel parallel(2);
    const std::unique_ptr<LatentModel> subject = vae.density();
    const Simulated made(*subject, images, 3, parallel);
    const Rows rows = {0, images};
    const Encoded q = encode(vae, made, rows, parallel);
    const auto log_evidence = [&](std::size_t i) {
        std::vector<real> x(made.columns());
        made.read(i, x.data());
        return model.log_evidence(x.data());
    };
    for (const std::size_t distributions : {2, 200}) {
        AnnealedImportance ais(*subject, {.distributions = distributions, .chains = 8, .seed = 2}, parallel);
        ais.tune(made, rows, q);
        const std::vector<Annealed> forward = ais.forward(made, rows, q);
        const std::vector<Annealed> reverse = ais.reverse(made, rows, q, made.z());
        const Difference below(images, [&](std::size_t i) { return forward[i].log_density; }, log_evidence);
        const Difference above(images, [&](std::size_t i) { return reverse[i].log_density; }, log_evidence);
        CHECK(below.mean < 2 * below.error);
        CHECK(above.mean > -2 * above.error);
        if (distributions == 2)
            CHECK(above.mean - below.mean > 0.05);
        else
            check_near_zero(above, 0.05);
    }
}

TEST_CASE("annealing: the same numbers for every number of threads and of rows") {
    for (const std::string& architecture : std::vector<std::string>{"mlp:7", "conv:2,3,norm=batch"}) {
        Vae vae(small_spec(true, architecture, {2, 4, 4}));
        vae.initialise({}, 4);
        const Matrix x = pixels(20, 32);
        const MatrixExamples data(x);
        const Annealing how = {.distributions = 5, .chains = 10, .leapfrogs = 3, .seed = 3};
        const std::vector<Annealed> whole = annealed(vae, data, {0, 20}, how, 1);
        const std::vector<Annealed> threads = annealed(vae, data, {0, 20}, how, 3);
        const std::vector<Annealed> few = annealed(vae, data, {0, 7}, how, 2);
        for (std::size_t i = 0; i < 20; ++i) {
            CHECK(std::isfinite(whole[i].log_density));
            CHECK(whole[i].log_density == threads[i].log_density);
            if (i < 7) CHECK(whole[i].log_density == few[i].log_density);
        }
    }
}

TEST_CASE("annealing: a VampPrior that is the usual prior gives its numbers") {
    const auto settled = [](std::size_t pseudo_inputs) {  // q(z|x) = N(0, 1) whatever x is
        VaeSpec spec = small_spec(true, "mlp:");
        spec.pseudo_inputs = pseudo_inputs;
        if (pseudo_inputs > 0)
            spec.pseudo = {{"table", {{"rows", static_cast<double>(pseudo_inputs)}, {"out", static_cast<double>(spec.pixels())}}}, {"sigmoid", {}}};
        Vae vae(std::move(spec));
        vae.initialise({}, 4);
        for (Parameter& p : vae.encoder.layer(vae.encoder.size() - 1).parameters()) p.value.fill(0);
        return vae;
    };
    const Matrix x = pixels(6, 12);
    const MatrixExamples data(x);
    const Annealing how = {.distributions = 20, .chains = 4, .seed = 3};
    const std::vector<Annealed> plain = annealed(settled(0), data, {0, 6}, how, 1);
    const std::vector<Annealed> vamp = annealed(settled(4), data, {0, 6}, how, 1);
    for (std::size_t i = 0; i < 6; ++i) CHECK(vamp[i].log_density == doctest::Approx(plain[i].log_density).epsilon(1e-4));
    Parallel parallel(1);
    const Vae mixture = settled(4);
    const std::unique_ptr<LatentModel> subject = mixture.density();
    AnnealedImportance from_prior(*subject, {.distributions = 2, .chains = 2, .start = ChainStart::prior}, parallel);
    CHECK_THROWS_WITH(from_prior.forward(data, {0, 6}, encode(mixture, data, {0, 6}, parallel)),
                      "chains cannot start at a prior that is not a single Gaussian");
}

TEST_CASE("appendix d: finds log p(x) of linear Gaussian models, the same for every number of threads") {
    for (const LinearGaussian& model : {orthogonal_oracle(), oblique_oracle()}) {
        const Vae vae = model.vae(wrong);
        const Matrix x = model.simulate(images, {5, Purpose::synth, 0}).x;
        const MatrixExamples data(x);
        const auto estimates = [&](Rows rows, std::size_t threads) {
            Parallel parallel(threads);
            return appendix_d(*vae.density(), data, rows, encode(vae, data, rows, parallel), {.seed = 2}, parallel);
        };
        const std::vector<double> all = estimates({0, images}, 2);
        const Difference d(images, [&](std::size_t i) { return all[i]; }, [&](std::size_t i) { return model.log_evidence(x.row(i)); });
        check_near_zero(d, 0.05);
        CHECK(estimates({0, images}, 1) == all);
        CHECK(estimates({5, 6}, 1)[0] == all[5]);
    }
}
