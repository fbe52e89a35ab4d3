#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "lib/models/alpha_cases.hpp"

using namespace gen;
using enum AlphaPart;

namespace {

std::vector<real> trained(const AlphaSpec& spec, const AlphaObjective& objective, std::size_t threads) {
    AlphaCase c(spec, objective, 18, threads);
    c.train(3);
    return numbers_of(c.model);
}

/// A network without hidden layers whose logit is `slope` times its first input plus `bias`.
void set_critic(Sequential& critic, real slope, real bias) {
    critic.layer(0).parameters()[0].value.fill(0);
    critic.layer(0).parameters()[0].value.data()[0] = slope;
    critic.layer(0).parameters()[1].value.fill(bias);
}

/// Codes that are always the first number of the image, far above draws of the prior; a linear C.
AlphaSpec far_codes() {
    AlphaSpec spec = small_alpha("alpha-gan");
    spec.latent = 1;
    spec.encoder = {dense(5, 1)};
    spec.generator = {dense(1, 5)};
    spec.code_discriminator = {dense(1, 1)};
    return spec;
}

void check_refused(const AlphaSpec& spec, const AlphaObjective& objective, const char* message) {
    CHECK_THROWS_WITH_AS(AlphaCase(spec, objective), message, Error);
}

}  // namespace

TEST_CASE("alpha turns: the same bits for any threads, in every mode") {
    const AlphaObjective critics = {.critic = &adversarial_loss("wgan-gp"), .penalty = 1, .cycle = 0.5, .real_weight = 2};
    for (const std::string_view mode : {"alpha-gan", "aae", "vae-gan", "ali"})
        for (const auto& [spec, objective] : {std::pair(image_alpha(mode), AlphaObjective{}), std::pair(small_alpha(mode), AlphaObjective{})}) {
            CAPTURE(mode);
            const std::vector<real> one = trained(spec, objective, 1);
            CHECK(trained(spec, objective, 2) == one);
            CHECK(trained(spec, objective, 3) == one);
        }
    const std::vector<real> one = trained(image_alpha("alpha-gan", false), critics, 1);
    CHECK(trained(image_alpha("alpha-gan", false), critics, 2) == one);
    CHECK(trained(image_alpha("alpha-gan", false), critics, 3) == one);
}

TEST_CASE("alpha turns: C calls draws of the prior real, and E moves its codes to where C does") {
    AlphaCase c(far_codes());
    for (const bool rises : {true, false}) {
        // The published pseudo-code exchanges the two: then each of these signs would be the other one.
        const real sign = rises ? 1 : -1;
        c.model.encoder.layer(0).parameters()[0].value.fill(0);
        c.model.encoder.layer(0).parameters()[1].value.fill(5 * sign);  // all codes are 5, or -5
        set_critic(c.model.code_discriminator, 0, 0);
        c.turns->gradients(code_discriminator, c.batch(), c.parallel);
        CHECK(sign * c.model.code_discriminator.layer(0).parameters()[0].grad(0, 0) > 0);  // going down it says less of where the codes are
        for (int i = 0; i < 50; ++i) c.turns->train(code_discriminator, c.batch(), 1e-1, c.parallel);
        CHECK(sign * c.model.code_discriminator.layer(0).parameters()[0].value(0, 0) < 0);
        c.model.generator.layer(0).parameters()[0].value.fill(0);  // nothing but C speaks to E
        c.turns->gradients(encoder, c.batch(), c.parallel);
        CHECK(sign * c.model.encoder.layer(0).parameters()[1].grad(0, 0) > 0);  // going down the codes come nearer
    }
}

TEST_CASE("alpha turns: C learns the log ratio of two densities, whose mean is their divergence") {
    AlphaSpec spec = small_alpha("alpha-gan");
    spec.input = {2, 1, 1};
    spec.latent = 2;
    spec.encoder = {dense(2, 2)};
    spec.generator = {dense(2, 2)};
    spec.discriminator = {dense(2, 1)};
    spec.code_discriminator = {dense(2, 64), {"softplus", {}}, dense(64, 64), {"softplus", {}}, dense(64, 1)};
    Matrix x = normals(20000, 2, 3);  // N((1, 0), diag(0.5, 0.8))
    for (std::size_t i = 0; i < x.rows(); ++i) {
        x(i, 0) = 1 + static_cast<real>(std::sqrt(0.5)) * x(i, 0);
        x(i, 1) *= static_cast<real>(std::sqrt(0.8));
    }
    const MatrixExamples data(x);
    AlphaCase c(spec);
    Matrix& identity = c.model.encoder.layer(0).parameters()[0].value;
    for (std::size_t i = 0; i < 2; ++i)
        for (std::size_t j = 0; j < 2; ++j) identity(i, j) = i == j ? 1 : 0;
    constexpr std::uint32_t steps = 600;
    constexpr std::uint32_t batch = 256;
    for (std::uint32_t step = 0; step < steps; ++step) {
        std::vector<std::uint32_t> rows(batch);
        for (std::uint32_t i = 0; i < batch; ++i) rows[i] = (step * batch + i) % 20000;
        const double rate = 5e-3 * (1 - static_cast<double>(step) / steps);
        c.turns->train(code_discriminator, {data, rows}, rate, c.parallel);
    }
    Trace trace;
    c.model.code_discriminator.reserve(trace, x.rows(), false);
    const Matrix& logits = c.model.code_discriminator.forward(x, trace, {0, x.rows()});
    double sum = 0;
    for (const real logit : logits.values()) sum -= static_cast<double>(logit);  // the prior is what is real
    CHECK(sum / 20000 == doctest::Approx(0.6082).epsilon(0.05));
}

TEST_CASE("alpha turns: a D or C that says the same of everything is at its best where it says how much of it is real") {
    const auto check = [](std::string_view mode, const AlphaObjective& objective, AlphaPart critic, double loss) {
        AlphaSpec spec = small_alpha(mode);
        spec.discriminator = {dense(5, 1)};
        if (spec.mode->judged == AlphaMode::Judged::pairs) spec.discriminator = {dense(8, 1)};
        if (mode == "vae-gan") spec.discriminator = {dense(5, 1), {"tanh", {}}, dense(1, 1)};
        spec.code_discriminator = {dense(3, 1)};
        AlphaCase c(spec, objective);
        const AlphaTurns::Best best = c.turns->best(critic);
        CHECK(best.loss == doctest::Approx(loss).epsilon(1e-3));
        Sequential& network = critic == discriminator ? c.model.discriminator : c.model.code_discriminator;
        const auto with_bias = [&](double bias) {
            for (std::size_t i = 0; i < network.size(); ++i)
                for (Parameter& p : network.layer(i).parameters()) p.value.fill(0);
            network.layer(network.size() - 1).parameters()[1].value.fill(static_cast<real>(bias));
            return c.turns->gradients(critic, c.batch(), c.parallel);
        };
        CHECK(with_bias(best.logit).loss == doctest::Approx(best.loss).epsilon(1e-5));
        CHECK(with_bias(best.logit + 0.1).loss > best.loss);
        CHECK(with_bias(best.logit - 0.1).loss > best.loss);
        CHECK(with_bias(best.logit + 0.1).real == 1);
        CHECK(with_bias(best.logit + 0.1).fake == 0);
        CHECK(with_bias(best.logit - 0.1).fake == 1);
    };
    check("alpha-gan", {}, discriminator, 1.910);
    check("alpha-gan", {.real_weight = 2}, discriminator, 2.773);
    check("alpha-gan", {.averages = true}, discriminator, 1.386);
    check("alpha-gan", {.judges_reconstructions = false}, discriminator, 1.386);
    check("alpha-gan", {}, code_discriminator, 1.386);
    check("aae", {}, code_discriminator, 0.693);
    check("vae-gan", {}, discriminator, 1.910);
    check("ali", {}, discriminator, 1.386);
}

TEST_CASE("alpha turns: a turn changes its own networks alone") {
    for (const std::string_view mode : {"alpha-gan", "aae", "vae-gan", "ali"}) {
        AlphaCase c(image_alpha(mode));
        for (const AlphaPart part : c.turns->parts()) {
            std::vector<std::vector<real>> before;
            const auto numbers = [](const Sequential& network) {
                std::vector<real> all;
                for (std::size_t i = 0; i < network.size(); ++i) {
                    for (const Parameter& p : network.layer(i).parameters()) all.insert(all.end(), p.value.values().begin(), p.value.values().end());
                    for (const Buffer& b : network.layer(i).buffers()) all.insert(all.end(), b.value.values().begin(), b.value.values().end());
                }
                return all;
            };
            const Sequential* const networks[] = {&c.model.encoder, &c.model.generator, &c.model.discriminator, &c.model.code_discriminator};
            for (const Sequential* const network : networks) before.push_back(numbers(*network));
            c.turns->train(part, c.batch(), 1e-2, c.parallel);
            const bool both = part == generator && c.model.spec.mode->together;
            for (std::size_t i = 0; i < alpha_parts; ++i) {
                CAPTURE(mode);
                CAPTURE(i);
                const bool learns = i == static_cast<std::size_t>(part) || (both && i == 0);
                CHECK((numbers(*networks[i]) != before[i]) == learns);
            }
        }
    }
}

TEST_CASE("alpha turns: the balance lets the network that is ahead wait, and never both") {
    const auto learnt = [](AlphaObjective::Balance balance, double bias) {
        AlphaCase c(small_alpha("vae-gan"), {.balance = balance});
        Sequential& d = c.model.discriminator;
        for (std::size_t i = 0; i < d.size(); ++i)
            for (Parameter& p : d.layer(i).parameters()) p.value.fill(0);
        d.layer(d.size() - 1).parameters()[1].value.fill(static_cast<real>(bias));
        CHECK(c.turns->train(generator, c.batch(), 1e-9, c.parallel).learnt == 1);  // nothing is known of D yet
        const double of_d = c.turns->train(discriminator, c.batch(), 1e-9, c.parallel).learnt;
        return std::pair(of_d, c.turns->train(generator, c.batch(), 1e-9, c.parallel).learnt);
    };
    CHECK(learnt({0.33, 1.03}, 0) == std::pair(1.0, 1.0));  // both losses are ln 2
    CHECK(learnt({0.7, 1.03}, 0) == std::pair(0.0, 1.0));   // D is good
    CHECK(learnt({0.33, 0.69}, 0) == std::pair(1.0, 0.0));  // D is bad
    CHECK(learnt({0.33, 1.03}, 2) == std::pair(1.0, 1.0));  // both: one loss is 0.13, the other 2.13
}

TEST_CASE("alpha turns: what is not finite is said before anything changes") {
    for (const std::string_view mode : {"alpha-gan", "aae", "vae-gan", "ali"}) {
        AlphaCase c(small_alpha(mode));
        for (Sequential* const network : {&c.model.encoder, &c.model.generator})
            network->layer(2).parameters()[0].value(0, 0) = std::numeric_limits<real>::infinity();
        const std::vector<real> before = numbers_of(c.model);
        for (const AlphaPart part : c.turns->parts()) CHECK_THROWS_AS(c.turns->train(part, c.batch(), 1e-2, c.parallel), Diverged);
        CHECK(numbers_of(c.model) == before);
    }
}

TEST_CASE("alpha turns: an objective that does not suit the model is refused") {
    const AlphaObjective wasserstein = {.critic = &adversarial_loss("wgan-gp"), .penalty = 10};
    check_refused(small_alpha("alpha-gan"), wasserstein,
                  "the difference of means needs the same weight on both sides: that of real images is 1, expected 2");
    check_refused(small_alpha("ali"), {.cycle = 1}, "the mode ali has no term of codes that are encoded again");
    check_refused(small_alpha("aae"), {.balance = AlphaObjective::Balance{0.33, 1.03}}, "the mode aae has no balance");
    AlphaSpec inside = image_alpha("vae-gan");
    inside.layer = 0;
    inside.discriminator[1] = {"leaky-relu", {{"slope", 0.2}}};
    check_refused(inside, {}, "discriminator/0: conv gives nothing that stays: the layer behind it writes over its output");
}
