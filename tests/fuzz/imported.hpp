#pragma once

#include <string>

#include "formats/foreign_plan.hpp"
#include "formats/input_files.hpp"

namespace gen::fuzz {

/// Takes an input the way of data-import: opened by content, prepared, written as HDF5 and read again. What is opened must be consistent, and what is
/// read again the same. `files` may hold what lies beside it.
void import_input(const std::string& input, const ForeignPlan& plan = {}, const InputFiles& files = {});

}  // namespace gen::fuzz
