#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "formats/source.hpp"

namespace gen {

/// How foreign data are to be read.
struct ForeignPlan {
    std::string type = "auto";  // idx, cifar10, images, npy, mat, csv; auto: by content, never by name
    std::string labels = {};    // a file; "first", "last": the column of a CSV table; empty: those that the format itself has
    std::optional<Shape> shape = {};
};

/// The names that ForeignPlan::type may have.
std::vector<std::string_view> foreign_types();

/// Opens files, folders and stdin ("-") and joins them in the order given. All must be of one type; what was compressed with gzip is unpacked. Throws
/// Fault::input, Fault::io, Fault::usage.
std::unique_ptr<Source> open_foreign(const std::vector<std::string>& inputs, const ForeignPlan& plan);

}  // namespace gen
