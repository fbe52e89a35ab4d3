#include "tools/common/training/feature_options.hpp"

#include <algorithm>
#include <utility>

#include "core/error.hpp"
#include "nn/architecture.hpp"
#include "nn/initialise.hpp"
#include "nn/layer_table.hpp"
#include "tools/common/command_line/option_list.hpp"
#include "tools/common/reports/classifier_tensor.hpp"
#include "tools/common/training/continued.hpp"

namespace gen {
namespace {

constexpr std::size_t most_classes = 65536;

constexpr std::string_view applied = "apply";

bool is_of_use(const Entry& entry) {
    const auto& needs = entry.option.needs;
    return std::find(needs.begin(), needs.end(), applied) != needs.end();
}

bool is_of_training(const Entry& entry) {
    const std::string_view name = entry.option.name;
    if (entry.common) return name == "metrics" || name == "dry-run";
    return !entry.is_operand() && name != applied && name != "portable" && !is_of_use(entry);  // that goes with both
}

void check_labels(const ImageExamples& data) {
    if (!data.labelled()) fail(data.name(), ": has no /labels, a classifier learns the class of each image; import them with data-import --labels");
    const std::size_t classes = data.class_count();
    if (classes < 2) fail(data.name(), ": all labels are 0, a classifier needs two classes or more; give data of several classes");
    if (classes > most_classes)
        fail(data.name(), ": has ", classes, " classes, expected at most ", most_classes, "; number them from 0 without gaps");
}

}  // namespace

void FeatureOptions::describe(OptionVisitor& v) {
    v.visit({.name = "DATA", .help = "images with labels to learn from", .required = true, .expects = Expects::file}, data);
    v.visit({.name = "valid",
             .value = "FILE",
             .help = "images with labels to validate on after every epoch",
             .expects = Expects::file,
             .recorded = false},
            valid);
    const std::string_view model = "Model";
    static const std::string init_help = join("initialisation: ", initialisation_syntax());
    v.visit({.name = "encoder",
             .value = "SPEC",
             .help = "hidden layers: mlp:SIZES, conv:SIZES, dcgan or resnet:SIZES; see ARCHITECTURES",
             .group = model,
             .forms = [](const auto&) { return architecture_forms(); }},
            encoder);
    v.visit({.name = "activation",
             .value = "NAME",
             .help = activation_syntax(),
             .group = model,
             .forms = [](const auto&) { return activation_forms(); },
             .example_default = "relu; encoder dcgan: leaky-relu:0.2"},
            activation);
    v.visit({.name = "init", .value = "NAME", .help = init_help, .group = model, .forms = [](const auto&) { return initialisation_forms(); }}, init);
    v.visit({.name = "augment",
             .value = "SPEC",
             .help = "how training images change from epoch to epoch: some of shift=PIXELS, flip, crop=PIXELS, noise=SD, or none; see AUGMENTATION",
             .group = "Training",
             .forms = [](const auto&) { return augmentation_forms(); },
             .joined = ',',
             .example_default = "none; without --encoder: some shift"},
            augment);
    v.visit({.name = "label-smoothing",
             .value = "E",
             .help = "share of each label that is spread evenly over all classes in training",
             .group = "Training",
             .low = 0,
             .high = 0.99,
             .example_default = "0"},
            label_smoothing);
    training.describe(v);
    const std::string_view use = "Use of a model";
    v.visit({.name = applied,
             .value = "MODEL",
             .help = "train nothing; write what this classifier makes of DATA, which needs no labels, as a tensor",
             .group = use,
             .expects = Expects::file,
             .recorded = false,
             .makes = "tensor"},
            apply);
    v.visit({.name = "what", .help = "what to write with --apply", .group = use, .choices = classifier_outputs(), .needs = {applied}}, what);
    v.visit({.name = "raw", .help = "with --apply: use the latest weights of a model that has moving averages", .group = use, .needs = {applied}},
            raw);
}

void FeatureOptions::settle(Run& run) {
    for (const Entry& entry : run.options->entries) {
        if (!entry.given) continue;
        if (apply.empty() && is_of_use(entry)) fail_usage(entry.shown(), " says how a trained model is used: give that with --apply");
        if (!apply.empty() && is_of_training(entry)) fail_usage(entry.shown(), " says how a model is trained, and --apply trains none");
    }
    std::erase_if(run.recorded, [&](const auto& option) {
        const Entry& entry = *run.options->find(option.first);
        return apply.empty() ? is_of_use(entry) : is_of_training(entry);
    });
    if (run.options->find("encoder")->given || run.options->find("lr-schedule")->given) return;
    training.lr_schedule = "cosine";
    for (auto& [name, value] : run.recorded)
        if (name == "lr-schedule") value = training.lr_schedule;
}

ClassifierAim FeatureOptions::aim(const ImageExamples& images, Run& run) const {
    ClassifierAim aim = {.smoothing = label_smoothing.value_or(0), .augment = parse_augmentation(augment.empty() ? "none" : augment)};
    aim.augment.check(images.shape());
    if (!augment.empty() || run.options->find("encoder")->given) return aim;
    aim.augment.shift = std::min(images.shape()[1], images.shape()[2]) / 14;
    const auto place = std::find_if(run.recorded.begin(), run.recorded.end(), [](const auto& option) { return option.first == "init"; });
    run.recorded.insert(place + 1, {"augment", aim.augment.any() ? join("shift=", aim.augment.shift) : "none"});
    return aim;
}

Classifier FeatureOptions::make(const ImageExamples& images, const std::optional<Document>& start, std::uint64_t seed) const {
    check_labels(images);
    ClassifierSpec wanted;
    wanted.input = images.shape();
    wanted.classes = images.class_count();
    wanted.names = images.images().classes;
    const auto set_layers = [&] {
        const LayerSpec between = activation.empty() ? LayerSpec() : parse_activation(activation);
        wanted.layers = expand_encoder(parse_architecture(encoder), between, wanted.input, wanted.classes);
    };
    set_layers();
    if (start)
        return continued<Classifier>(*start, [&](const Classifier& classifier) {
            check_images(classifier, images);
            wanted.classes = classifier.spec.classes;
            wanted.names = classifier.spec.names;
            set_layers();
            return wanted;
        });
    Classifier classifier(std::move(wanted));
    classifier.initialise(parse_initialisation(init), seed);
    return classifier;
}

}  // namespace gen
