#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/examples.hpp"
#include "core/matrix.hpp"
#include "core/parallel.hpp"
#include "models/model.hpp"
#include "nn/initialise.hpp"
#include "nn/sequential.hpp"

namespace gen {

/// What a classifier is made of: all that a model file's /architecture says.
///   {"kind":"classifier", "input":[C,H,W], "classes":N, "class_names":[...], "networks":{"classifier":[...]}}
struct ClassifierSpec {
    Shape input;  // C, H, W
    std::size_t classes = 0;
    std::vector<std::string> names = {};  // of the classes; empty: they have none
    std::vector<LayerSpec> layers;        // C*H*W numbers in, the logit of each class out

    std::size_t pixels() const { return count(input); }

    std::string_view kind() const { return "classifier"; }
    void describe(SpecVisitor& v);
    /// Throws Fault::input where something is missing or without meaning.
    void check() const;
};

/// p(class | x): a network whose outputs are logits.
struct Classifier : Model {
    ClassifierSpec spec;
    Sequential network;

    /// Parameters have room and no values yet: initialise() or a file gives them. Throws Fault::input when the network does not fit the spec.
    explicit Classifier(ClassifierSpec spec);

    void initialise(const Initialisation& how, std::uint64_t seed) { gen::initialise(network, how, seed, 0); }

    static const Family& family();
    std::string_view kind() const override { return spec.kind(); }
    void describe(SpecVisitor& v) const override { ClassifierSpec(spec).describe(v); }
    std::vector<Sequential*> networks() override { return {&network}; }
    std::vector<const Sequential*> networks() const override { return {&network}; }
    ImageForm takes() const override { return {spec.input, spec.classes, spec.names}; }
    std::unique_ptr<ImageClassifier> classifies() const override;
};

/// Of these rows of `data`, which need no labels: what goes into the last layer, the activations of the one before, [rows, features].
Matrix features_of(const Classifier& classifier, const Examples& data, Rows rows, Parallel& parallel);

/// The logit of each class: [rows, classes].
Matrix logits_of(const Classifier& classifier, const Examples& data, Rows rows, Parallel& parallel);
/// The most likely class, and log p of every one.
Classified classify(const Classifier& classifier, const Examples& data, Rows rows, Parallel& parallel);

}  // namespace gen
