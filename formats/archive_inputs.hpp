#pragma once

#include <string>
#include <vector>

#include "formats/foreign_plan.hpp"
#include "formats/input_files.hpp"

namespace gen {

/// The inputs, with those files of archives in the place of an archive that are meant: those that plan.dataset names (by path, last part, folder or
/// pattern), else the only one that holds data; such a choice is then taken out of the plan. Archives of pictures stay. What an archive holds is kept
/// in `files`, its file of labels by the name that plan.labels gives it, too.
/// Throws Fault::usage where several files could be meant, Fault::input where none can.
std::vector<std::string> archive_inputs(const std::vector<std::string>& inputs, ForeignPlan& plan, const InputFiles& files);

/// The paths of the files of data in an archive; none of an archive of pictures and of what is no archive.
std::vector<std::string> data_in_archive(const std::string& input, const InputFiles& files);

}  // namespace gen
