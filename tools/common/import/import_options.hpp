// import: the command line of data-import, and what its manual says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "formats/foreign.hpp"
#include "formats/import_reference.hpp"
#include "formats/prepare.hpp"
#include "tools/common/command_line/options.hpp"

namespace gen {

/// The command line of data-import.
struct ImportOptions {
    std::vector<std::string> inputs;
    std::string type = "auto";
    std::optional<std::string> labels;
    bool list = false;
    std::optional<std::string> dataset;
    std::string layout = "auto";
    std::optional<std::string> rows;
    std::optional<std::string> shape;
    bool transpose = false;
    std::optional<std::string> range;
    std::optional<std::string> transform;
    std::string like;
    std::optional<std::string> crop;
    std::optional<std::string> resize;
    bool grey = false;
    std::optional<std::string> binarize;
    std::string classes;
    std::optional<std::int64_t> take;
    std::int64_t skip = 0;
    bool shuffle = false;
    std::int64_t compress = 0;

    void describe(OptionVisitor& v);
    /// How the inputs are read. Throws Fault::usage.
    ForeignPlan foreign_plan() const;
    /// What happens to their rows, but for their choice by class. Throws Fault::usage.
    Preparation preparation(std::uint64_t seed) const;
    /// The classes that are wanted, by the names that the input has; empty: all. Throws Fault::usage.
    std::vector<std::int32_t> chosen_classes(const Source& source) const;
    /// What --range, --transform and --like decide. Throws Fault::usage where they contradict each other.
    void decide_values(Preparation& preparation, const std::optional<ImportReference>& reference) const;
};

}  // namespace gen
