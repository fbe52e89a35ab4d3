#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "formats/metrics_input.hpp"

namespace gen {

/// Runs that a figure draws as one, and what its legend calls them.
struct PlotGroup {
    std::string name;
    std::vector<std::size_t> runs;  // their numbers
};

/// The parts of "a,b"; none of "".
std::vector<std::string> comma_parts(const std::string& list);

/// What --names says of each of so many runs. With `bands` NAME*N is N of them. Throws Fault::usage for another number.
std::vector<std::string> listed_names(const std::string& list, std::size_t runs, bool bands);
/// Names of files without ending, with the folder where they would be the same.
std::vector<std::string> names_of_files(const std::vector<std::string>& paths);
/// The options and inputs in which a model differs from the others, "beta 4, latent 2"; not its seed, nor what it was computed with. Throws
/// Fault::input for a run that does not say how it was made.
std::vector<std::string> names_by_settings(const std::vector<MetricsInput>& runs);

/// Each run by itself, or with `bands` those of one name together.
std::vector<PlotGroup> plot_groups(const std::vector<std::string>& names, bool bands);

/// "mean and standard deviation of 8 runs"
std::string band_in_words(const std::vector<PlotGroup>& groups, bool deviation);

}  // namespace gen
