#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/examples.hpp"
#include "core/matrix.hpp"
#include "core/parallel.hpp"
#include "nn/initialise.hpp"
#include "nn/sequential.hpp"

namespace gen {

/// What a classifier is made of: all that a model file's /architecture says.
struct ClassifierSpec {
    Shape input;  // C, H, W
    std::size_t classes = 0;
    std::vector<std::string> names = {};  // of the classes; empty: they have none
    std::vector<LayerSpec> layers;        // C*H*W numbers in, the logit of each class out

    std::size_t pixels() const { return count(input); }
};

/// p(class | x): a network whose outputs are logits.
struct Classifier {
    ClassifierSpec spec;
    Sequential network;

    /// Parameters have room and no values yet: initialise() or a file gives them. Throws Fault::input when the network does not fit the spec.
    explicit Classifier(ClassifierSpec spec);

    void initialise(const Initialisation& how, std::uint64_t seed) { gen::initialise(network, how, seed, 0); }
    std::vector<Sequential*> networks() { return {&network}; }
    std::vector<const Sequential*> networks() const { return {&network}; }
};

/// What a classifier makes of some rows.
struct Classified {
    std::vector<std::int32_t> classes;  // the most likely one of each
    Matrix log_probabilities;           // [rows, classes]
};

/// Of these rows of `data`, which need no labels.
Classified classify(const Classifier& classifier, const Examples& data, Rows rows, Parallel& parallel);

}  // namespace gen
