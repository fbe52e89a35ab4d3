#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "lib/models/gan_cases.hpp"

using namespace gen;

namespace {

/// Steps of D and G in turn.
void train(GanCase& c, int steps) {
    for (int i = 0; i < steps; ++i) {
        c.step->train_discriminator(c.batch(), 1e-2, c.parallel);
        c.next();
        c.step->train_generator(c.batch(), 1e-2, c.parallel);
        c.next();
    }
}

std::vector<real> trained(const GanSpec& spec, const GanObjective& objective, std::size_t threads) {
    GanCase c(spec, objective, 18, threads);
    train(c, 3);
    return numbers_of(c.gan);
}

/// All that is random in a step, with penalties.
GanObjective much() {
    return {.gradient_penalty = 0.5,
            .dragan = 0.5,
            .r1 = 0.5,
            .r2 = 0.5,
            .augment = 0.5,
            .real_label = {0.7, 1.2},
            .fake_label = {0, 0.3},
            .flip_labels = 0.1,
            .noise = 0.2,
            .noise_steps = 10,
            .replay = 30,
            .snapshot_every = 3,
            .snapshot_length = 2};
}

/// As a checkpoint does: weights, buffers and moments.
void restore(GanCase& from, Sequential& network, GanCase& to, Sequential& into) {
    std::vector<Matrix*> values;
    each_parameter(into, [&](Parameter& p, std::size_t) { values.push_back(&p.value); });
    each_parameter(network, [&](const Parameter& p, std::size_t i) { *values[i] = p.value; });
    std::vector<Matrix*> buffers;
    each_buffer(into, [&](Buffer& b, std::size_t) { buffers.push_back(&b.value); });
    each_buffer(network, [&](const Buffer& b, std::size_t i) { *buffers[i] = b.value; });
    const std::vector<NetworkNumbers>& moments = from.states.of(network).moments;
    for (std::size_t k = 0; k < moments.size(); ++k)
        for (std::size_t i = 0; i < moments[k].parameters.size(); ++i) to.states.of(into).moments[k].parameters[i] = moments[k].parameters[i];
}

void check_refused(const GanSpec& spec, const GanObjective& objective, const char* message) {
    CHECK_THROWS_WITH_AS(GanCase(spec, objective), message, Error);
}

}  // namespace

TEST_CASE("gan step: the same bits for any threads") {
    const std::pair<GanSpec, GanObjective> cases[] = {{image_gan(), much()},
                                                      {image_gan({"batch-norm", {{"channels", 2}}}), {.loss = &adversarial_loss("relativistic")}},
                                                      {image_gan({"batch-norm", {{"channels", 2}}}, 2), {.mixed_batches = true}},
                                                      {told_gan(ConditionBy::projection), {.loss = &adversarial_loss("hinge"), .r1 = 1}}};
    for (const auto& each : cases) {
        const auto& [spec, objective] = each;
        CAPTURE(&each - &cases[0]);
        const std::vector<real> one = trained(spec, objective, 1);
        CHECK(trained(spec, objective, 2) == one);
        CHECK(trained(spec, objective, 3) == one);
    }
}

TEST_CASE("gan step: what it keeps, saved and loaded after any step, makes it go on as if nobody had stopped it") {
    for (const GanObjective& objective : {much(), GanObjective{.d_above = 1.3, .g_above = 0.7}}) {
        GanCase whole(image_gan(), objective, 12);
        train(whole, 8);
        for (int stop = 1; stop < 8; ++stop) {
            CAPTURE(stop);
            GanCase first(image_gan(), objective, 12);
            train(first, stop);
            Kept kept;
            first.step->save(kept);
            GanCase second(image_gan(), objective, 12);
            for (std::size_t k = 0; k < 2; ++k) restore(first, *first.gan.networks()[k], second, *second.gan.networks()[k]);
            second.step->load(kept);
            for (int i = 0; i < stop; ++i) {
                second.next();
                second.next();
            }
            train(second, 8 - stop);
            CHECK(numbers_of(second.gan) == numbers_of(whole.gan));
            CHECK(second.step->discriminator_updates() == whole.step->discriminator_updates());
        }
    }
}

TEST_CASE("gan step: replay, snapshots and noise each change what is learnt") {
    const std::vector<real> plain = trained(small_gan(), {}, 2);
    CHECK(trained(small_gan(), {.replay = 20}, 2) != plain);
    CHECK(trained(small_gan(), {.snapshot_every = 2, .snapshot_length = 1}, 2) != plain);
    CHECK(trained(small_gan(), {.noise = 0.1}, 2) != plain);
    CHECK(trained(small_gan(), {.flip_labels = 0.5}, 2) != plain);
    CHECK(trained(small_gan(), {.noise = 0.1, .noise_steps = 1}, 2) == plain);  // gone before the first step of either
}

TEST_CASE("gan step: a clipped discriminator stays within its limit, the generator does not care") {
    GanCase c(small_gan(), {.loss = &adversarial_loss("wgan"), .weight_limit = 0.05});
    train(c, 2);
    for (std::size_t i = 0; i < c.gan.discriminator.size(); ++i)
        for (const Parameter& p : c.gan.discriminator.layer(i).parameters())
            for (const real v : p.value.values()) CHECK(std::abs(static_cast<double>(v)) <= 0.05 + 1e-9);
    double most = 0;
    for (const real v : c.gan.generator.layer(0).parameters()[0].value.values()) most = std::max(most, std::abs(static_cast<double>(v)));
    CHECK(most > 0.05);
}

TEST_CASE("gan step: a network that was good enough is left alone at its next turn") {
    for (const bool of_d : {true, false}) {
        GanCase c(small_gan(), of_d ? GanObjective{.d_above = 100} : GanObjective{.g_above = 100});
        const auto turn = [&] {
            return of_d ? c.step->train_discriminator(c.batch(), 1e-2, c.parallel).learnt
                        : c.step->train_generator(c.batch(), 1e-2, c.parallel).learnt;
        };
        CHECK(turn());  // nothing is known of it yet
        const std::vector<real> before = numbers_of(c.gan);
        CHECK_FALSE(turn());
        CHECK(numbers_of(c.gan) == before);
        CHECK((of_d ? c.step->discriminator_updates() : c.step->generator_updates()) == 1);
    }
}

TEST_CASE("gan step: accuracies count what lies on its side of the threshold") {
    GanSpec spec = small_gan();
    spec.discriminator = {dense(5, 1)};
    const auto with_bias = [&](real bias) {
        GanCase c(spec, {});
        c.gan.discriminator.layer(0).parameters()[0].value.fill(0);
        c.gan.discriminator.layer(0).parameters()[1].value.fill(bias);
        return c.step->discriminator_gradients(c.batch(), c.parallel);
    };
    CHECK(with_bias(1).real == 1);
    CHECK(with_bias(1).fake == 0);
    CHECK(with_bias(-1).real == 0);
    CHECK(with_bias(-1).fake == 1);
    CHECK(with_bias(0).loss == doctest::Approx(adversarial_loss("non-saturating").chance.discriminator));
}

TEST_CASE("gan step: what is not finite is said before anything changes") {
    GanCase c(small_gan(), {});
    c.gan.discriminator.layer(4).parameters()[0].value(0, 0) = std::numeric_limits<real>::infinity();
    const std::vector<real> before = numbers_of(c.gan);
    CHECK_THROWS_AS(c.step->train_discriminator(c.batch(), 1e-2, c.parallel), Diverged);
    CHECK_THROWS_AS(c.step->train_generator(c.batch(), 1e-2, c.parallel), Diverged);
    CHECK(numbers_of(c.gan) == before);
}

TEST_CASE("gan step: an objective that does not suit the networks is refused") {
    GanSpec alone = small_gan();
    alone.discriminator.clear();
    check_refused(alone, {}, "the loss non-saturating needs a discriminator");
    check_refused(small_gan(), {.loss = &adversarial_loss("mmd")}, "the loss mmd goes without a discriminator");
    check_refused(alone, {.loss = &adversarial_loss("mmd"), .r1 = 1},
                  "the loss mmd has no discriminator that could be regularised, told classes or given other inputs");
    check_refused(small_gan(), {.loss = &adversarial_loss("wgan"), .real_label = {0.9, 0.9}},
                  "the loss wgan has no labels that could be soft or exchanged");
    check_refused(small_gan(), {.loss = &adversarial_loss("hinge"), .flip_labels = 0.1},
                  "the loss hinge has no labels that could be soft or exchanged");
    check_refused(small_gan(), {.augment = 1}, "consistency shifts images by up to an eighth of their size: they need 8 x 8 pixels or more");
    check_refused(image_gan({"batch-norm", {{"channels", 2}}}), {.augment = 1}, "consistency needs a discriminator that judges images one by one");
    check_refused(image_gan({"batch-norm", {{"channels", 2}}}), {.r1 = 1},
                  "discriminator/1: batch-norm has no tangent, gradient penalties need layers that have one");
    check_refused(small_gan(), {.snapshot_every = 3, .snapshot_length = 3}, "old networks play for 3 of 3 steps, expected fewer");
    GanSpec packed = told_gan(ConditionBy::projection);
    packed.pack = 2;
    packed.discriminator[0] = dense(10, 7);
    check_refused(packed, {}, "a pack has no single class: conditional GANs judge images one by one");
    GanCase odd(image_gan({"tanh", {}}, 2), {}, 5);
    CHECK_THROWS_WITH_AS(odd.step->train_discriminator(odd.batch(), 1e-2, odd.parallel), "a batch of 5 examples, expected a multiple of 2", Error);
}
