#include "tools/common/training/feature_options.hpp"

#include <utility>

#include "core/error.hpp"
#include "nn/architecture.hpp"
#include "nn/initialise.hpp"
#include "nn/layer_table.hpp"
#include "tools/common/training/continued.hpp"

namespace gen {
namespace {

constexpr std::size_t most_classes = 65536;

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
    training.describe(v);
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
