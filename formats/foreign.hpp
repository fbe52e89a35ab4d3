#pragma once

#include <memory>
#include <string>
#include <vector>

#include "formats/foreign_plan.hpp"
#include "formats/input_files.hpp"
#include "formats/source.hpp"

namespace gen {

/// Opens files and stdin ("-"), both through `files`, and folders, and joins them in the order given. All must be of one type; what was compressed
/// is unpacked, and of archives of data the files that are meant are taken (archive_inputs.hpp). Throws Fault::input, Fault::io, Fault::usage.
std::unique_ptr<Source> open_foreign(const std::vector<std::string>& inputs, const ForeignPlan& plan, const InputFiles& files = {});

}  // namespace gen
