#include "core/error.hpp"
#include "formats/architecture.hpp"
#include "formats/image_examples.hpp"
#include "formats/model.hpp"
#include "models/alpha/step.hpp"
#include "tools/common/command_line/numerics.hpp"
#include "tools/common/command_line/tool.hpp"
#include "tools/common/training/alpha_notes.hpp"
#include "tools/common/training/alpha_options.hpp"
#include "tools/common/training/training_run.hpp"

namespace {

const gen::Tool tool = {
    .name = "alphagan-train",
    .summary = "train an autoencoder that learns by discriminators: alpha-GAN, AAE, VAE-GAN, ALI",
    .description =
        "Learns an encoder E from the images in DATA to a few latent numbers, and a generator G back to images, by discriminators: D tells real "
        "images "
        "from generated ones, C tells codes from draws of the prior. The model makes images as a GAN does, and encodes and reconstructs them as an "
        "autoencoder does. The result is a model file for gen-sample, latent-encode and others.",
    .examples =
        "alphagan-train digits.h5 --epochs 10 --metrics alpha.tsv --output alpha.h5\n"
        "# an adversarial autoencoder\n"
        "alphagan-train digits.h5 --mode aae --encoder mlp:1000,1000 --output aae.h5\n"
        "# BiGAN: D judges images together with codes\n"
        "alphagan-train digits.h5 --mode ali --codes points --latent-noise uniform --output bigan.h5\n"
        "# codes of images, and images of codes\n"
        "latent-encode alpha.h5 digits.h5 | gen-sample alpha.h5 --latents - --output reconstructed.h5",
    .output = "MODEL",
    .kind = "model",
    .seeded = true,
    .parallel = true,
    .trains = true,
    .shares = true,
    .numerics = gen::numerics,
    .notes = gen::alpha_notes(),
};

bool train(gen::Run& run, const gen::AlphaOptions& options) {
    options.check(*run.options);
    const bool watches = options.monitor.watches(options.training);
    gen::TrainingRun training(run, options.training);
    const gen::ImageExamples data = training.images("data", options.data);
    gen::AlphaTraining how = {.objective = options.objective(), .learning = {}, .ends_with = options.monitor.events_to_stop_on()};
    std::vector<gen::Optimizer> optimizers;
    for (std::size_t i = 0; i < gen::alpha_parts; ++i) {
        const auto part = static_cast<gen::AlphaPart>(i);
        optimizers.emplace_back(options.optimizer(part));
        how.rates[i] = options.rate_factor(part);
        how.steps[i] = static_cast<std::uint64_t>(options.steps[i]);
    }
    for (std::size_t i = 0; i < gen::alpha_parts; ++i) how.learning.optimizers[i] = &optimizers[i];
    gen::Alpha model = options.make(data, training.start(), run.seed);
    gen::check_images(model, data);
    std::vector<const gen::Optimizer*> used;
    for (const gen::AlphaPart part : model.spec.mode->parts()) used.push_back(&optimizers[static_cast<std::size_t>(part)]);
    training.use_optimizers(used);
    training.begin(gen::architecture_json(model.spec), model.networks(), std::vector<gen::Sequential*>{&model.encoder, &model.generator});
    how.learning.clip = options.training.clip;
    how.learning.average = options.training.ema;
    how.learning.states = &training.states();
    if (run.dry_run) {
        const gen::AlphaTurns checked(model, how.objective, how.learning, run.seed);
        return gen::print(run, training.plan(data));
    }
    gen::AlphaStep step(model, how, watches ? &data : nullptr, run.seed, training.parallel());
    training.carry_out(data, nullptr, step);
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    gen::AlphaOptions options;
    return gen::run_tool(argc, argv, tool, [&](gen::OptionVisitor& v) { options.describe(v); }, [&](gen::Run& run) { return train(run, options); });
}
