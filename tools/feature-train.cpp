#include <memory>
#include <optional>
#include <utility>

#include "core/error.hpp"
#include "formats/architecture.hpp"
#include "formats/finite_rows.hpp"
#include "formats/model.hpp"
#include "formats/pixel_units.hpp"
#include "formats/streams.hpp"
#include "models/classifier/step.hpp"
#include "tools/common/command_line/numerics.hpp"
#include "tools/common/command_line/tool.hpp"
#include "tools/common/reports/classifier_tensor.hpp"
#include "tools/common/reports/work_progress.hpp"
#include "tools/common/training/feature_options.hpp"
#include "tools/common/training/training_run.hpp"

namespace {

const gen::Tool tool = {
    .name = "feature-train",
    .summary = "train a small classifier of images",
    .description =
        "Learns the class of images from the labels in DATA. The classifier is the discriminative side of a comparison with generative "
        "models, and with --valid the judge of samples drawn class by class: can what was drawn as a 3 be read as one?\n\n"
        "The loss is the cross-entropy of softmax in nats per example, accuracy the share of examples whose most likely class is their label. "
        "vae-eval --classify makes the full report of a classifier: accuracy with its standard error, confusion matrix and calibration.\n\n"
        "With --apply nothing is learnt: what a trained classifier makes of each image of DATA is written as a tensor. Its features, what goes into "
        "the last layer, are numbers by which sets of images can be compared.",
    .examples =
        "data-import train-images-idx3-ubyte.gz --labels train-labels-idx1-ubyte.gz --output train.h5\n"
        "feature-train train.h5 --valid test.h5 --metrics features.tsv --output features.h5\n"
        "# accuracy, confusion matrix, calibration\n"
        "vae-eval --classify features.h5 test.h5\n"
        "# features of images, and the class of each\n"
        "feature-train --apply features.h5 test.h5 --output test-features.h5\n"
        "feature-train --apply features.h5 test.h5 --what labels --output test-labels.h5\n"
        "# can samples of a conditional model be told apart?\n"
        "vae-train train.h5 --condition labels --output vae.h5\n"
        "gen-sample vae.h5 --count 1000 --output samples.h5\n"
        "feature-train train.h5 --valid samples.h5 --metrics judged.tsv --output features.h5",
    .output = "MODEL",
    .kind = "model",
    .seeded = true,
    .parallel = true,
    .trains = true,
    .shares = true,
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
        "AUGMENTATION\n\n"
        "--augment shows the network other versions of the training images in every epoch, so that it learns from fewer of them. They are made in "
        "this "
        "order, whatever the order of the words: crop=PIXELS enlarges a window of the image, up to that many pixels smaller; shift=PIXELS moves the "
        "image by up to that many pixels along each axis and repeats the pixels of its border; flip exchanges left and right in every other image; "
        "noise=SD adds normal noise to every pixel, which lies on [0,1] before. A version depends only on the seed, the epoch and the place of the "
        "image. Validation, and the loss that --keep and --patience look at, see images as they are, and labels without --label-smoothing.\n\n"
        "Without --encoder, images are shifted by up to a fourteenth of their shorter side (2 pixels of 28) and the learning rate falls to 0 along a "
        "cosine, unless --augment and --lr-schedule say otherwise; with --encoder neither happens unless it is asked for.\n"
        "---\n"
        "RECIPES\n\n"
        "Accuracy on the 10,000 test images of each set, seed 0, and the seconds that two threads took together:\n\n"
        "  MNIST  99.5 %   96 s  no options\n"
        "  MNIST  99.4 %   46 s  --lr 2e-3 --epochs 5\n"
        "  MNIST  99.6 %  175 s  --encoder resnet:32,64,128,norm=batch,dense=128 --augment shift=2\n"
        "                        --label-smoothing 0.1 --lr 2e-3 --lr-schedule cosine --epochs 5\n"
        "  CIFAR  71 %     46 s  no options; trained on 20,000 images\n"
        "  CIFAR  72 %     44 s  --augment shift=4,flip --lr 2e-3\n"
        "  CIFAR  80 %    300 s  --encoder resnet:32,64,128,norm=batch,dense=128 --augment shift=4,flip\n"
        "                        --label-smoothing 0.1 --lr 2e-3 --lr-schedule cosine --epochs 20\n\n"
        "For grey pictures of clothes in MNIST's format --augment shift=2,flip --lr 2e-3 should serve; that was not measured.\n"
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
    const gen::ClassifierAim aim = options.aim(data, run);
    gen::Classifier classifier = options.make(data, training.start(), run.seed);
    if (valid) gen::check_images(classifier, *valid);
    training.begin(gen::architecture_json(classifier.spec), classifier.networks());
    if (run.dry_run) return gen::print(run, training.plan(data));

    gen::ClassifierStep step(classifier, training.optimizer(), options.training.clip, run.seed, options.training.ema, &training.states(), aim);
    training.carry_out(data, valid ? &*valid : nullptr, step);
    return true;
}

/// MODEL and DATA, which may come on one stream.
std::pair<gen::Document, gen::Document> read_both(const gen::FeatureOptions& options) {
    if (options.apply != "-" || options.data != "-") return {gen::read_document(options.apply), gen::read_document(options.data)};
    gen::Input input("-");
    std::optional<gen::Document> model = input.next();
    if (!model) gen::fail("stdin: is empty, expected a model");
    std::optional<gen::Document> images = input.next();
    if (!images) gen::fail("stdin: ends after the model, expected images after it");
    return {std::move(*model), std::move(*images)};
}

bool apply(const gen::Run& run, const gen::FeatureOptions& options) {
    gen::take_portable(options.training.portable);
    gen::Output output(run.output);
    const auto [model, images] = read_both(options);
    const std::unique_ptr<gen::Model> used =
        gen::model_of(model, gen::Ability::classifies, options.raw ? gen::Weights::latest : gen::Weights::averaged);
    used->only_use();
    const auto* const classifier = dynamic_cast<const gen::Classifier*>(used.get());
    if (classifier == nullptr) gen::fail(model.name, ": holds a ", used->kind(), ", expected a classifier of feature-train");
    const gen::ImageExamples data(gen::images_of(images), images.name);
    gen::ImageForm takes = used->takes();
    takes.classes = 0;  // what the labels are does not matter
    gen::check_images(takes, data);
    gen::expect_units_of(model, data.images(), data.name(), [&](const std::string& warning) { run.warn(warning); });
    gen::Parallel parallel(run.threads);
    gen::Tensor tensor = gen::classifier_tensor(*classifier, options.what, data, parallel);
    gen::WorkProgress progress(run);
    progress.begin("classifying", data.size());
    if (tensor.data.type == gen::Type::f32)
        tensor.data.rows = gen::finite_rows(std::move(tensor.data.rows), gen::count(tensor.data.shape) / data.size(),
                                            gen::join(model.name, ": makes ", options.what, " of ", images.name, " that are not finite"));
    tensor.data.rows = gen::watched(std::move(tensor.data.rows), progress);
    output.commit(gen::document_of(tensor, run.provenance({gen::provenance_input("model", model), gen::provenance_input("images", images)})));
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    gen::FeatureOptions options;
    const auto work = [&](gen::Run& run) {
        options.settle(run);
        return options.apply.empty() ? train(run, options) : apply(run, options);
    };
    return gen::run_tool(argc, argv, tool, [&](gen::OptionVisitor& v) { options.describe(v); }, work);
}
