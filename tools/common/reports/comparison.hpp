#pragma once

#include <string>
#include <vector>

#include "tools/common/reports/results.hpp"

namespace gen {

/// What there is to say about some images under one model.
struct Evaluated {
    std::string model;
    std::vector<Result> results = {};
    std::vector<Column> columns = {};  // the results that are means, image by image
};

/// The results of several models and, if `differences`, how they differ from those of the first: means over the same images, so that the standard
/// error of a difference is that of what really differs.
Report comparison_of(const std::vector<Evaluated>& models, bool differences, std::string summary);

/// "b.h5 has the highest iwae_500, 22.1 nats above a.h5, standard error 0.35": the best model by a column, and how far the next one is from it.
std::string best_in_words(const std::vector<Evaluated>& models, const std::string& column);

}  // namespace gen
