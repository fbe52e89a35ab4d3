#include "lib/models/gan_cases.hpp"

using namespace gen;

namespace {

void check_gan(GanSpec spec, const GanObjective& objective, std::size_t rows = 6) {
    GanCase c(std::move(spec), objective, rows);
    const auto prepared = [&](auto pass) {
        for (Sequential* const network : c.gan.networks()) network->prepare(false);
        return (c.step.get()->*pass)(c.batch(), c.parallel);
    };
    if (c.gan.spec.adversarial())
        check_network(c.gan.discriminator, [&] {
            const DiscriminatorResult result = prepared(&GanTurns::discriminator_gradients);
            return result.loss + result.penalty;
        });
    check_network(c.gan.generator, [&] { return prepared(&GanTurns::generator_gradients).loss; });
}

}  // namespace

TEST_CASE("gan gradients: those of every loss are those of central differences, D's and G's") {
    for (const AdversarialLoss& loss : adversarial_losses()) {
        CAPTURE(loss.name);
        if (loss.is_adversarial()) check_gan(small_gan(), {.loss = &loss});
    }
}

TEST_CASE("gan gradients: the discrepancy without a discriminator") {
    GanSpec spec = small_gan();
    spec.discriminator.clear();
    check_gan(spec, {.loss = &adversarial_loss("mmd")}, 20);
}

TEST_CASE("gan gradients: penalties, alone and together, of a critic that is curved") {
    GanSpec spec = small_gan();
    check_gan(spec, {.loss = &adversarial_loss("wgan"), .gradient_penalty = 2});
    check_gan(spec, {.dragan = 2});
    check_gan(spec, {.r1 = 2});
    check_gan(spec, {.r2 = 2});
    spec.discriminator = {dense(5, 7), {"elu", {{"alpha", 1}}}, {"layer-norm", {{"channels", 7}}}, dense(7, 4), {"softplus", {}}, dense(4, 1)};
    check_gan(spec, {.loss = &adversarial_loss("hinge"), .gradient_penalty = 1, .dragan = 0.5, .r1 = 0.5, .r2 = 0.25});
    for (LayerSpec& layer : spec.discriminator)
        if (layer.type == "linear") layer.settings.emplace_back("spectral", 1);
    check_gan(spec, {.gradient_penalty = 1, .r1 = 0.5});
    check_gan(image_gan(), {.gradient_penalty = 1, .r2 = 1});
}

TEST_CASE("gan gradients: soft labels, exchanged ones, noise on D's inputs") {
    check_gan(small_gan(), {.real_label = {0.7, 1.2}, .fake_label = {0, 0.3}, .flip_labels = 0.3});
    check_gan(small_gan(), {.loss = &adversarial_loss("flip"), .real_label = {0.7, 1.2}, .fake_label = {0, 0.3}, .flip_labels = 0.3});
    check_gan(small_gan(), {.loss = &adversarial_loss("lsgan"), .r1 = 1, .noise = 0.3});
}

TEST_CASE("gan gradients: consistency under shifts") {
    check_gan(image_gan(), {.augment = 3});
    check_gan(image_gan({"tanh", {}}, 2), {.loss = &adversarial_loss("hinge"), .augment = 2});
}

TEST_CASE("gan gradients: packs") { check_gan(image_gan({"tanh", {}}, 2), {.gradient_penalty = 1}); }

TEST_CASE("gan gradients: conditions, with penalties and relativistic losses") {
    for (const ConditionBy condition : {ConditionBy::concat, ConditionBy::projection, ConditionBy::auxiliary}) {
        CAPTURE(static_cast<int>(condition));
        check_gan(told_gan(condition), {.r1 = 1, .auxiliary = 0.5});
        check_gan(told_gan(condition), {.loss = &adversarial_loss("relativistic"), .auxiliary = 0.5});
    }
}

TEST_CASE("gan gradients: critics that see the whole batch, real and generated ones apart and together") {
    for (const bool mixed : {false, true})
        for (const LayerSpec& layer : {LayerSpec{"batch-norm", {{"channels", 2}}}, LayerSpec{"instance-norm", {{"channels", 2}}}}) {
            CAPTURE(mixed);
            CAPTURE(layer.type);
            check_gan(image_gan(layer), {.mixed_batches = mixed});
            check_gan(image_gan(layer), {.loss = &adversarial_loss("relativistic"), .mixed_batches = mixed});
        }
    GanSpec spec = small_gan();
    spec.discriminator = {dense(5, 7), {"tanh", {}}, {"minibatch-stddev", {{"group", 3}}}, dense(8, 1)};
    check_gan(spec, {});
    spec.discriminator = {dense(5, 4), {"tanh", {}}, {"minibatch-discrimination", {{"in", 4}, {"out", 2}, {"size", 2}}}, dense(6, 1)};
    check_gan(spec, {});
}

TEST_CASE("gan gradients: noisy layers in both networks") {
    GanSpec spec = small_gan();
    for (std::vector<LayerSpec>* const layers : {&spec.generator, &spec.discriminator}) {
        layers->insert(layers->begin() + 2, {"noise", {{"sd", 0.3}}});
        layers->insert(layers->begin() + 3, {"dropout", {{"p", 0.3}, {"always", 1}}});
    }
    check_gan(spec, {.gradient_penalty = 1});
}
