#include "models/vae/objective.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/error.hpp"
#include "lib/models/step_cases.hpp"
#include "prob/gaussian.hpp"

using namespace gen;

namespace {

Vae initialised(VaeSpec spec, std::uint64_t seed = 4) {
    Vae vae(std::move(spec));
    vae.initialise({}, seed);
    return vae;
}

Encoded encoded(const Vae& vae, const Matrix& x) {
    Parallel parallel(1);
    return Encoder(vae).encode(MatrixExamples(x), 0, x.rows(), parallel);
}

/// The divergence of each dimension, in its mean over 5 examples.
std::vector<double> divergences(const Vae& vae) {
    const Encoded q = encoded(vae, pixels(5, vae.spec.pixels()));
    std::vector<double> out(vae.spec.latent);
    for (std::size_t i = 0; i < 5; ++i)
        for (std::size_t j = 0; j < out.size(); ++j) {
            const double mean = static_cast<double>(q.mean(i, j));
            const double logvar = static_cast<double>(q.logvar(i, j));
            out[j] += 0.5 * (mean * mean + std::expm1(logvar) - logvar) / 5;
        }
    return out;
}

VaeLoss loss_of(Vae& vae, const VaeObjective& objective, std::uint64_t step_number = 1, std::size_t rows = 5) {
    const Optimizer optimizer(parse_optimizer("adam"));
    VaeStep step(vae, objective, optimizer, 0, 0);
    Parallel parallel(1);
    const Matrix x = pixels(rows, vae.spec.pixels());
    return step.gradients(MatrixExamples(x), normals(rows * objective.samples, vae.spec.latent, 8), step_number, parallel);
}

VaeSpec vamp_spec(const std::string& architecture = "mlp:7", const Shape& input = {1, 3, 4}) {
    VaeSpec spec = small_spec(true, architecture, input);
    spec.pseudo_inputs = 4;
    spec.pseudo = {{"table", {{"rows", 4}, {"out", static_cast<double>(spec.pixels())}}}, {"sigmoid", {}}};
    return spec;
}

}  // namespace

TEST_CASE("vae objective: the gradients of importance-weighted bounds are those of central differences") {
    check_all_gradients(small_spec(true), {.samples = 1, .importance = true});
    VaeSpec spec = small_spec(true);
    spec.prior = {0.7, 2.5};
    spec.logvar_low = -0.05;
    spec.logvar_high = 0.1;
    check_all_gradients(std::move(spec), {.samples = 3, .importance = true});
}

TEST_CASE("vae objective: the bound of one sample is the sampled ELBO, that of three lies above their mean") {
    Vae vae = initialised(small_spec(true));
    const Matrix x = pixels(5, 12);
    const Encoded q = encoded(vae, x);
    const auto sampled = [&](std::size_t samples) {
        const Matrix noise = normals(5 * samples, 3, 8);
        double sum = 0;  // of log q(z|x) - log p(z)
        for (std::size_t code = 0; code < noise.rows(); ++code)
            for (std::size_t j = 0; j < 3; ++j) {
                const double e = static_cast<double>(noise(code, j));
                const double logvar = static_cast<double>(q.logvar(code / samples, j));
                const double z = static_cast<double>(q.mean(code / samples, j)) + std::exp(logvar / 2) * e;
                sum += 0.5 * (z * z - e * e - logvar);
            }
        return loss_of(vae, {.samples = samples}).recon + sum / static_cast<double>(samples);
    };
    CHECK(loss_of(vae, {.samples = 1, .importance = true}).loss == doctest::Approx(sampled(1)).epsilon(1e-6));
    CHECK(loss_of(vae, {.samples = 3, .importance = true}).loss < sampled(3));
}

TEST_CASE("vae objective: free bits cost nothing below and all above") {
    Vae vae = initialised(small_spec(true));
    std::vector<double> kl = divergences(vae);
    std::sort(kl.begin(), kl.end());
    const double bits = (kl[0] + kl[1]) / 2;
    REQUIRE(kl[1] - kl[0] > 1e-3);
    const VaeObjective objective = {.beta = 2, .free_bits = bits};
    const VaeLoss loss = loss_of(vae, objective);
    CHECK(loss.loss == doctest::Approx(loss.recon + 2 * 5 * (bits + kl[1] + kl[2])).epsilon(1e-6));
    check_all_gradients(vae, objective);
    check_all_gradients(vae, {.type = &vae_objective_type("kl-only"), .free_bits = bits});
}

TEST_CASE("vae objective: the divergence is drawn to a capacity from either side, while that rises") {
    Vae vae = initialised(small_spec(true));
    const std::vector<double> all = divergences(vae);
    const double kl = all[0] + all[1] + all[2];
    const VaeObjective objective = {.beta = 3, .capacity = 2 * kl, .capacity_steps = 10};
    for (const std::uint64_t step : {2, 8, 10, 99}) {
        CAPTURE(step);
        const double c = 2 * kl * std::min(1.0, static_cast<double>(step) / 10);
        const VaeLoss loss = loss_of(vae, objective, step);
        CHECK(loss.loss == doctest::Approx(loss.recon + 5 * 3 * std::abs(kl - c)).epsilon(1e-6));
    }
    check_all_gradients(vae, objective, 2);
    check_all_gradients(vae, objective, 10);
}

TEST_CASE("vae objective: the gradients of terms of the whole batch are those of central differences") {
    SUBCASE("info-vae") { check_all_gradients(small_spec(true), {.type = &vae_objective_type("info-vae"), .mmd_weight = 7, .alpha = 0.3}); }
    SUBCASE("info-vae, its divergence off") {
        check_all_gradients(small_spec(true), {.type = &vae_objective_type("info-vae"), .mmd_weight = 7, .alpha = 1});
    }
    SUBCASE("wae") {
        VaeSpec spec = small_spec(false);
        spec.prior = {0.7, 2.5};
        check_all_gradients(std::move(spec), {.type = &vae_objective_type("wae"), .mmd_weight = 7});
    }
    SUBCASE("beta-tc") {
        VaeSpec spec = small_spec(true);
        spec.prior = {0.7, 2.5};
        spec.logvar_low = -0.05;
        spec.logvar_high = 0.1;
        check_all_gradients(std::move(spec), {.type = &vae_objective_type("beta-tc"), .beta = 4, .data_size = 100});
    }
    SUBCASE("beta-tc while beta rises") {
        check_all_gradients(small_spec(true),
                            {.type = &vae_objective_type("beta-tc"), .beta = 4, .ramp = {.kind = Ramp::Kind::linear, .steps = 10}, .data_size = 100},
                            3);
    }
}

TEST_CASE("vae objective: weights of the terms are what they are said to be") {
    Vae vae = initialised(small_spec(true));
    const VaeLoss info = loss_of(vae, {.type = &vae_objective_type("info-vae"), .mmd_weight = 7, .alpha = 0.25});
    CHECK(info.loss == doctest::Approx(info.recon + 0.75 * info.kl + 6.25 * info.extra).epsilon(1e-9));
    const VaeLoss tc = loss_of(vae, {.type = &vae_objective_type("beta-tc"), .beta = 4, .data_size = 100});
    CHECK(tc.loss == doctest::Approx(tc.recon + tc.kl + 3 * tc.extra).epsilon(1e-9));
    Vae codes = initialised(small_spec(false));
    const VaeLoss wae = loss_of(codes, {.type = &vae_objective_type("wae"), .mmd_weight = 7});
    CHECK(wae.loss == doctest::Approx(wae.recon + 7 * wae.extra).epsilon(1e-9));
    CHECK(std::isnan(wae.kl));
}

TEST_CASE("vae objective: what the encoder sees is corrupted, what the decoder gives is compared with clean pixels") {
    using Corrupt = VaeObjective::Corrupt;
    const VaeObjective noisy = {.corrupt = Corrupt::gaussian, .corruption = 0.3};
    const VaeObjective masked = {.corrupt = Corrupt::mask, .corruption = 0.4};
    check_all_gradients(small_spec(true), noisy, 3);
    check_all_gradients(small_spec(true), masked, 3);
    check_all_gradients(small_spec(false), {.type = &vae_objective_type("autoencoder"), .corrupt = Corrupt::mask, .corruption = 0.4});
    Vae vae = initialised(small_spec(true));
    CHECK(loss_of(vae, noisy, 1).loss != loss_of(vae, noisy, 2).loss);
    CHECK(loss_of(vae, masked, 1).loss != loss_of(vae, masked, 2).loss);
    CHECK(loss_of(vae, masked, 1).loss == loss_of(vae, masked, 1).loss);
    const Optimizer optimizer(parse_optimizer("adam"));
    const Matrix x = pixels(5, 12);
    const MatrixExamples data(x);
    const std::vector<std::uint32_t> rows = first_rows(5);
    Parallel parallel(1);
    const double clean = VaeStep(vae, {}, optimizer, 0, 0).loss({data, rows}, parallel).loss;
    CHECK(VaeStep(vae, masked, optimizer, 0, 0).loss({data, rows}, parallel).loss == clean);
}

TEST_CASE("vae objective: a prior of pseudo-inputs has the gradients of central differences, also in the encoder") {
    SUBCASE("plain") { check_all_gradients(vamp_spec(), {}); }
    SUBCASE("beta and samples") { check_all_gradients(vamp_spec(), {.beta = 3, .samples = 2}); }
    SUBCASE("bounded log-variance") {
        VaeSpec spec = vamp_spec();
        spec.logvar_low = -0.05;
        spec.logvar_high = 0.1;
        check_all_gradients(std::move(spec), {});
    }
    SUBCASE("convolutions with batch norm") { check_all_gradients(vamp_spec("conv:2,3,norm=batch", {2, 4, 4}), {}); }
}

TEST_CASE("vae objective: the divergence from pseudo-inputs is what their encodings give") {
    Vae vae = initialised(vamp_spec());
    Parallel parallel(1);
    const Matrix x = pixels(5, 12);
    const Encoded q = encoded(vae, x);
    const Encoded u = encode_pseudo_inputs(vae, parallel);
    const Matrix noise = normals(5, 3, 8);
    const auto log_density = [](const Encoded& at, std::size_t row, const double* z) {
        double sum = 0;
        for (std::size_t j = 0; j < 3; ++j) {
            const double logvar = static_cast<double>(at.logvar(row, j));
            const double distance = z[j] - static_cast<double>(at.mean(row, j));
            sum -= 0.5 * (distance * distance * std::exp(-logvar) + logvar + std::log(2 * std::numbers::pi));
        }
        return sum;
    };
    double kl = 0;
    for (std::size_t i = 0; i < 5; ++i) {
        double z[3];
        for (std::size_t j = 0; j < 3; ++j)
            z[j] = static_cast<double>(q.mean(i, j)) + std::exp(static_cast<double>(q.logvar(i, j)) / 2) * static_cast<double>(noise(i, j));
        double prior = 0;
        for (std::size_t k = 0; k < 4; ++k) prior += std::exp(log_density(u, k, z)) / 4;
        kl += log_density(q, i, z) - std::log(prior);
    }
    const VaeLoss loss = loss_of(vae, {.beta = 3});
    CHECK(loss.kl == doctest::Approx(kl).epsilon(1e-5));
    CHECK(loss.loss == doctest::Approx(loss.recon + 3 * kl).epsilon(1e-6));
}

TEST_CASE("vae objective: ramps have their values by hand") {
    const Ramp linear = {.kind = Ramp::Kind::linear, .steps = 8};
    CHECK(linear.factor(1) == 0.125);
    CHECK(linear.factor(4) == 0.5);
    CHECK(linear.factor(8) == 1);
    CHECK(linear.factor(9) == 1);
    const Ramp cyclical = {.kind = Ramp::Kind::cyclical, .steps = 40, .cycles = 4};
    const double cycle[] = {0, 0.2, 0.4, 0.6, 0.8, 1, 1, 1, 1, 1};
    for (std::uint64_t step = 1; step <= 40; ++step) CHECK(cyclical.factor(step) == doctest::Approx(cycle[(step - 1) % 10]));
    CHECK(cyclical.factor(41) == 1);
    CHECK(Ramp{.kind = Ramp::Kind::cyclical, .steps = 49, .cycles = 49}.factor(2) == 0);  // 1 / 49 * 49 is below 1
    CHECK(Ramp{}.factor(1) == 1);
    const VaeObjective rising = {.capacity = 6, .capacity_steps = 4};
    CHECK(rising.capacity_at(1) == 1.5);
    CHECK(rising.capacity_at(4) == 6);
    CHECK(rising.capacity_at(5) == 6);
    CHECK(VaeObjective{.capacity = 6}.capacity_at(1) == 6);
}

TEST_CASE("vae objective: what does not go together is refused") {
    const Optimizer optimizer(parse_optimizer("adam"));
    const auto refuses = [&](VaeSpec spec, const VaeObjective& objective, const char* message) {
        Vae vae = initialised(std::move(spec));
        CHECK_THROWS_WITH_AS(VaeStep(vae, objective, optimizer, 0, 0), message, Error);
    };
    refuses(small_spec(false), {}, "the objective needs an encoder that gives distributions");
    refuses(small_spec(false), {.type = &vae_objective_type("kl-only")}, "the objective needs an encoder that gives distributions");
    refuses(small_spec(true), {.type = &vae_objective_type("wae")}, "the objective needs an encoder that gives codes");
    refuses(small_spec(false), {.type = &vae_objective_type("autoencoder"), .samples = 2}, "the objective takes 1 sample of each example, got 2");
    refuses(small_spec(true), {.type = &vae_objective_type("info-vae"), .samples = 2}, "the objective takes 1 sample of each example, got 2");
    refuses(small_spec(true), {.beta = 2, .importance = true},
            "importance weights go with the plain objective, without weights of the divergence, free bits and capacity");
    refuses(small_spec(true), {.type = &vae_objective_type("info-vae"), .free_bits = 1},
            "free bits and capacity go with the plain objective and with the divergence alone");
    refuses(small_spec(true), {.free_bits = 1, .capacity = 2}, "free bits and capacity exclude each other");
    refuses(vamp_spec(), {.importance = true},
            "a prior of pseudo-inputs goes with the plain objective, without importance weights, free bits and capacity");
}
