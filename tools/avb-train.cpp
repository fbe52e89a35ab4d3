#include <cmath>
#include <memory>

#include "core/error.hpp"
#include "formats/architecture.hpp"
#include "tools/common/command_line/numerics.hpp"
#include "tools/common/command_line/option_list.hpp"
#include "tools/common/command_line/tool.hpp"
#include "tools/common/training/avb_options.hpp"
#include "tools/common/training/training_run.hpp"

namespace {

std::string_view notes() {
    static const std::string text = gen::join(
        "ESTIMATES\n\n"
        "A discriminator T learns to tell pairs (x, z) with z drawn by the encoder from pairs with z drawn from the prior. Where it does that as "
        "well "
        "as can be, T is log q(z|x) - log p(z), so that the mean of T is the divergence KL(q(z|x) || p(z)) (Mescheder, Nowozin and Geiger, 2017). No "
        "T is that good: kl_estimate, elbo_estimate and loss are estimates, not bounds. A T that has fallen behind says too little, and "
        "elbo_estimate can then exceed log p(x). vae-eval(1) estimates log p(x) without T.\n\n"
        "With --adaptive-contrast T sees (z - mu) / s instead, with the mean mu and variances s^2 - 0.0001 of q(z|x), and tells that from "
        "standard normal numbers; the divergence is then T + log r(z|x) - log p(z) with r = N(mu, s^2). What T has to learn is how q differs from "
        "a Gaussian, which is less, and 0 where q is one. Gradients stop at mu and s.\n"
        "---\n"
        "NOISE\n\n"
        "--noise-at input: the encoder is given --noise standard normal numbers beside x; its layers are dense. layers: W e is added after each "
        "convolution and each hidden dense layer, with a learnt W for each, the same numbers e at all pixels. basis: z = z0(x) + a_1(x) v_1(e_1) + "
        "... + a_M(x) v_M(e_M), products number by number, where v_i is a network of its own and a_i > 0 comes with z0 from the encoder. Its mean "
        "and variances given x follow from those of the v_i over the batch, which is what --adaptive-contrast needs.\n"
        "---\n"
        "DISCRIMINATOR\n\n"
        "concat:SIZES: hidden layers of these sizes on x and z beside each other. factored:SIZES: such layers of x and others of z, each leading to "
        "features=K numbers (128 unless given) and one more; T is the product of the features plus both last numbers. blocks=N adds residual "
        "blocks of two dense layers behind the hidden ones, which add nothing at the start. --quadratic X |z|^2 is added to either. Published "
        "networks have 1024 units and thousands of features and learn for weeks; the defaults are scaled down to what a processor does in minutes.\n"
        "---\n"
        "TARGETS\n\n",
        gen::targets_described(),
        "\n\n"
        "With --target the encoder turns noise into z, and learns to draw from the posterior p(z|y) of a model with data of its own; moments of z "
        "are taken over the batch. An epoch is ",
        gen::AvbOptions::target_steps,
        " steps; unless told otherwise --batch is 512 and --ema 0.999. A T that learns as slowly as the encoder lets one draw in a hundred stray far "
        "from the rest, where T says nothing of them: hence its learning rate. log p(y), which is known exactly, is "
        "printed at the start, with --verbose also the means and covariances; gen-sample(1) then "
        "draws from the posterior, points of as many numbers.\n"
        "---\n"
        "METRICS\n\n"
        "One row per epoch: epoch, step, images_per_s (training alone), then over the training data loss, recon, kl_estimate, t_loss and "
        "elbo_estimate, over the validation data the same with valid_ before each, then lr and seconds since the start. With --target recon is "
        "energy, -log p(y, z), and kl_estimate is neg_entropy_estimate, log q(z); nothing is validated, and t_chance is t_loss where T cannot tell. "
        "All are in nats per example, summed over "
        "pixels; public code divides by the number of pixels, which makes no difference to adam. t_loss is T's own, a mean over --dual-steps: 2 ln "
        "2 = 1.386 where T cannot tell.\n"
        "---\n"
        "STOPPING AND RESUMING\n\n"
        "As in vae-train(1). Exit status 5: a loss, a gradient or a number of a network would no longer have been finite. The checkpoint then holds "
        "the networks as they were before; where T diverged in the second half of a step, encoder and decoder have already learned in the first.");
    return text;
}

const gen::Tool tool = {
    .name = "avb-train",
    .summary = "train a variational autoencoder whose posterior is learnt adversarially",
    .description =
        "Learns a model of the images in DATA as vae-train does, but with an encoder that gives draws of q(z|x) of any shape, not only Gaussians: "
        "adversarial variational Bayes. A third network, the discriminator T, estimates the divergence from the prior. With --target an encoder "
        "without data learns to draw from the posterior of a model that is built in.\n\n"
        "The divergence rests on T: it and the evidence lower bound made of it are estimates, not bounds.",
    .examples =
        "avb-train digits.h5 --binarize dynamic --epochs 20 --metrics avb.tsv --output avb.h5\n"
        "# with adaptive contrast\n"
        "avb-train digits.h5 --adaptive-contrast --latent 8 --binarize dynamic --output avb.h5\n"
        "# four points in two latent dimensions\n"
        "data-synth four-points --output four.h5\n"
        "avb-train four.h5 --latent 2 --batch 256 --lr 1e-4 --t-lr 3e-4 --steps 20000 --output four-avb.h5\n"
        "# draws from a posterior with two modes\n"
        "avb-train --target eight-schools --adaptive-contrast --output schools.h5\n"
        "gen-sample schools.h5 --count 10000 --output draws.h5",
    .output = "MODEL",
    .kind = "model",
    .seeded = true,
    .parallel = true,
    .trains = true,
    .shares = true,
    .numerics = gen::numerics,
    .notes = notes(),
};

/// As many examples as an epoch of a target has; there is nothing to read of them.
class NoData : public gen::Examples {
public:
    explicit NoData(std::size_t size) : size_(size) {}
    std::size_t size() const override { return size_; }
    std::size_t columns() const override { return 0; }
    void read(std::size_t, gen::real*) const override {}

private:
    std::size_t size_;
};

void say_facts(const gen::Run& run, const gen::Target& target) {
    const gen::PosteriorFacts facts = target.facts();
    const std::size_t n = target.dimensions();
    run.warn(gen::join("log p(y) is ", facts.log_evidence, " nats"));
    for (std::size_t i = 0; i < n; ++i) {
        std::string line = gen::join(target.variables()[i], " given y has mean ", facts.mean[i], ", covariances");
        for (std::size_t j = 0; j < n; ++j) line += gen::join(' ', facts.covariance[i * n + j]);
        run.detail(line);
    }
}

bool fit(gen::Run& run, const gen::AvbOptions& options, gen::TrainingRun& training, gen::AvbModel& avb, const gen::Examples& data,
         const gen::Examples* valid, const gen::Target* target) {
    const gen::Optimizer optimizer(options.optimizer());
    training.use_optimizers({&optimizer});
    training.begin(gen::architecture_json(avb.spec), avb.networks(), avb.players());
    const gen::AvbLearning learning = {.players = &optimizer,
                                       .critic = &optimizer,
                                       .critic_rate = options.critic_rate(),
                                       .clip = options.training.clip,
                                       .average = options.training.ema,
                                       .states = &training.states()};
    gen::AvbStep step(avb, options.objective(), learning, run.seed, target);
    if (run.dry_run) return gen::print(run, training.plan(data));
    training.carry_out(data, valid, step);
    return true;
}

bool train(gen::Run& run, gen::AvbOptions& options) {
    options.settle(*run.options);
    run.recorded = gen::recorded_options(*run.options);
    options.check(*run.options);
    gen::TrainingRun training(run, options.training);
    if (!options.target.empty()) {
        const std::unique_ptr<gen::Target> target = gen::make_target(options.target);
        auto avb = options.make<gen::AvbPosterior>(options.spec(*target), training.start(), run.seed);
        say_facts(run, *target);
        return fit(run, options, training, avb, NoData(gen::AvbOptions::target_steps * static_cast<std::size_t>(options.training.batch)), nullptr,
                   target.get());
    }
    const gen::ImageExamples data = training.images("data", options.data);
    options.check(data);
    const std::optional<gen::ImageExamples> valid = training.validation(options.valid);
    if (valid) options.check(*valid);
    auto avb = options.make<gen::Avb>(options.spec(data), training.start(), run.seed);
    if (valid) gen::check_images(avb, *valid);
    return fit(run, options, training, avb, data, valid ? &*valid : nullptr, nullptr);
}

}  // namespace

int main(int argc, char** argv) {
    gen::AvbOptions options;
    return gen::run_tool(argc, argv, tool, [&](gen::OptionVisitor& v) { options.describe(v); }, [&](gen::Run& run) { return train(run, options); });
}
