#pragma once

#include <cstdint>
#include <vector>

#include "core/examples.hpp"
#include "core/matrix.hpp"
#include "core/parallel.hpp"

namespace gen {

/// What a classifier makes of some rows.
struct Classified {
    std::vector<std::int32_t> classes;  // the most likely one of each
    Matrix log_probabilities;           // [rows, classes]
};

/// p(class | x), whatever the kind of model.
class ImageClassifier {
public:
    virtual ~ImageClassifier() = default;
    /// Of these rows of `data`, which need no labels.
    virtual Classified classify(const Examples& data, Rows rows, Parallel& parallel) = 0;
};

}  // namespace gen
