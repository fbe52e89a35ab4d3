#include "core/error.hpp"
#include "formats/architecture.hpp"
#include "formats/image_examples.hpp"
#include "formats/model.hpp"
#include "models/gan/step.hpp"
#include "tools/common/command_line/numerics.hpp"
#include "tools/common/command_line/tool.hpp"
#include "tools/common/training/gan_notes.hpp"
#include "tools/common/training/gan_options.hpp"
#include "tools/common/training/training_run.hpp"

namespace {

const gen::Tool tool = {
    .name = "gan-train",
    .summary = "train a generative adversarial network",
    .description =
        "Learns to make images like those in DATA: a generator G that turns latent numbers into an image, and a discriminator D that tells real "
        "images from "
        "generated ones, each against the other. The result is a model file for gen-sample and others.\n\n"
        "Losses are means over a batch. D's loss counts real and generated images together: with the usual loss, a D that cannot tell them apart is "
        "at 2 ln 2 = "
        "1.386.",
    .examples =
        "gan-train digits.h5 --epochs 10 --metrics gan.tsv --output gan.h5\n"
        "# points in the plane: hinge loss, spectral norm, moving average\n"
        "data-synth ring --count 100000 | gan-train - --latent 2 --loss hinge --d-norm spectral --ema 0.999 --batch 256 --lr 1e-3 --output ring.h5\n"
        "# classes on demand\n"
        "gan-train digits.h5 --condition projection --d-norm spectral --loss hinge --output digits-gan.h5\n"
        "gen-sample digits-gan.h5 --class 7 | img-grid - --output sevens.png\n"
        "# what happened to the generator?\n"
        "metrics-plot gan.tsv --columns d_loss,g_loss --x step --output gan.svg",
    .output = "MODEL",
    .kind = "model",
    .seeded = true,
    .parallel = true,
    .trains = true,
    .shares = true,
    .numerics = gen::numerics,
    .notes = gen::gan_notes(),
};

bool train(gen::Run& run, const gen::GanOptions& options) {
    options.check(*run.options);
    const bool watches = options.monitor.watches(options.training);
    if (const std::string warning = options.hacks.warning(); !warning.empty()) run.warn(warning);
    gen::TrainingRun training(run, options.training);
    const gen::ImageExamples data = training.images("data", options.data);
    const gen::Optimizer of_generator(options.optimizer('g'));
    const gen::Optimizer of_discriminator(options.optimizer('d'));
    gen::Gan gan = options.make(data, training.start(), run.seed);
    gen::check_images(gan, data);
    training.use_optimizers({&of_generator, &of_discriminator});
    training.begin(gen::architecture_json(gan.spec), gan.networks(), std::vector<gen::Sequential*>{&gan.generator});
    const gen::GanLearning learning = {.generator = &of_generator,
                                       .discriminator = &of_discriminator,
                                       .clip = options.training.clip,
                                       .average = options.training.ema,
                                       .states = &training.states()};
    if (run.dry_run) {
        const gen::GanTurns checked(gan, options.objective(), learning, run.seed);
        return gen::print(run, training.plan(data));
    }
    const gen::GanTraining how = {.objective = options.objective(),
                                  .learning = learning,
                                  .phases = options.phases(),
                                  .discriminator_rate = options.rate_factor('d'),
                                  .generator_rate = options.rate_factor('g'),
                                  .ends_with = options.monitor.events_to_stop_on()};
    gen::GanStep step(gan, how, watches ? &data : nullptr, run.seed, training.parallel());
    training.carry_out(data, nullptr, step);
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    gen::GanOptions options;
    return gen::run_tool(argc, argv, tool, [&](gen::OptionVisitor& v) { options.describe(v); }, [&](gen::Run& run) { return train(run, options); });
}
