#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "formats/document.hpp"

namespace gen {

/// Throws "vae.h5: holds a model, expected images: gen-sample draws images from it".
void expect_kind(const Document& document, std::string_view kind);

/// /architecture of a model. Throws Fault::input where the document is none.
std::string architecture_text(const Document& document);

/// /labels i32 [N] with @classes; empty where there are none.
struct LabelSet {
    std::vector<std::int32_t> values;
    std::vector<std::string> classes;
};

/// Throws unless there is one label for each of `rows`, none below 0 and none without a class name. `what`: "images".
LabelSet labels_of(const Document& document, std::size_t rows, std::string_view what);
Dataset labels_dataset(const std::vector<std::int32_t>& values, const std::vector<std::string>& classes);

}  // namespace gen
