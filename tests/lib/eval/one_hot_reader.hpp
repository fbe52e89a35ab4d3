#pragma once

#include <cstddef>
#include <utility>

#include "models/classifier/classifier.hpp"
#include "nn/architecture.hpp"
#include "nn/layer_table.hpp"

namespace gen {

/// Says class k of the vector that is largest at k.
inline Classifier reader_of_one_hot(std::size_t classes) {
    ClassifierSpec spec;
    spec.input = {classes, 1, 1};
    spec.classes = classes;
    spec.layers = expand_encoder(parse_architecture("mlp:"), parse_activation("relu"), spec.input, classes);
    Classifier out(std::move(spec));
    for (Parameter& p : out.network.layer(out.network.size() - 1).parameters()) {
        p.value.fill(0);
        for (std::size_t i = 0; p.value.rows() == classes && p.value.columns() == classes && i < classes; ++i) p.value(i, i) = 1;
    }
    return out;
}

}  // namespace gen
