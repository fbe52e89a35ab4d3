#include "formats/architecture.hpp"
#include "formats/model.hpp"
#include "models/classifier/step.hpp"
#include "tools/common/command_line/numerics.hpp"
#include "tools/common/command_line/tool.hpp"
#include "tools/common/training/feature_options.hpp"
#include "tools/common/training/training_run.hpp"

namespace {

const gen::Tool tool = {
    .name = "feature-train",
    .summary = "train a small classifier of images",
    .description =
        "Learns the class of images from the labels in DATA. The classifier is the discriminative side of a comparison with generative "
        "models, and with --valid the judge of samples drawn class by class: can what was drawn as a 3 be read as one?\n\n"
        "The loss is the cross-entropy of softmax in nats per example, accuracy the share of examples whose most likely class is their label.",
    .examples =
        "data-import train-images-idx3-ubyte.gz --labels train-labels-idx1-ubyte.gz --output train.h5\n"
        "feature-train train.h5 --valid test.h5 --metrics features.tsv --output features.h5\n"
        "# can samples of a conditional model be told apart?\n"
        "vae-train train.h5 --condition labels --output vae.h5\n"
        "gen-sample vae.h5 --count 1000 --output samples.h5\n"
        "feature-train train.h5 --valid samples.h5 --metrics judged.tsv --output features.h5",
    .output = "MODEL",
    .kind = "model",
    .seeded = true,
    .parallel = true,
    .trains = true,
    .numerics = gen::numerics,
    .notes =
        "ARCHITECTURES\n\n"
        "mlp:SIZES: linear (dense) layers of these numbers of units. conv:SIZES: convolutions to these numbers of channels, each halving the height "
        "and width. "
        "dcgan[:SIZE]: the same with batch normalisation, channels doubling until maps are 4 pixels wide. resnet:SIZES: conv with residual blocks "
        "after each. A "
        "linear layer to the classes follows.\n\n"
        "Settings follow after a comma: kernel=4, stride=2, padding=P, norm=batch|layer|instance|none, dense=N (a linear layer of N units before the "
        "last), head=K "
        "(a convolution of K x K at full size first), blocks=N (of a resnet, at each size). Points and table rows need mlp:SIZES.\n"
        "---\n"
        "METRICS\n\n"
        "One row per epoch: epoch, step, images_per_s (training alone), then over the training data loss and accuracy, over the validation data "
        "valid_loss and "
        "valid_accuracy, then lr and seconds since the start. What was not computed is nan. Training figures are means over the epoch, during which "
        "the "
        "weights change.\n"
        "---\n"
        "STOPPING AND RESUMING\n\n"
        "With a checkpoint, SIGTERM, SIGUSR1, SIGHUP and the first SIGINT stop the run at the next step with exit status 75; the same command with "
        "--resume "
        "continues, and ends with the same bytes as a run that was never stopped. For when a checkpoint is refused, and what a run that diverges "
        "leaves, see "
        "vae-train(1).",
};

bool train(gen::Run& run, const gen::FeatureOptions& options) {
    gen::TrainingRun training(run, options.training);
    const gen::ImageExamples data = training.images("data", options.data);
    const std::optional<gen::ImageExamples> valid = training.validation(options.valid);
    gen::Classifier classifier = options.make(data, training.start(), run.seed);
    if (valid) gen::check_images(classifier, *valid);
    training.begin(gen::architecture_json(classifier.spec), classifier.networks());
    if (run.dry_run) return gen::print(run, training.plan(data));

    gen::ClassifierStep step(classifier, training.optimizer(), options.training.clip, run.seed, options.training.ema, &training.states());
    training.carry_out(data, valid ? &*valid : nullptr, step);
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    gen::FeatureOptions options;
    return gen::run_tool(argc, argv, tool, [&](gen::OptionVisitor& v) { options.describe(v); }, [&](gen::Run& run) { return train(run, options); });
}
