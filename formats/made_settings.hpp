#pragma once

#include <optional>
#include <string>
#include <vector>

#include "formats/document.hpp"

namespace gen {

/// One of the things that decided a file's bytes.
struct MadeSetting {
    enum class Kind { producer, option, seed, input, build };
    Kind kind;
    std::string name;   // of an option as on the command line, of an input its role; "build/blas"
    std::string value;  // of an input its digest
};

/// As the file says itself, in the order of kinds; nothing where it says nothing. Throws Fault::input where /provenance is not understood.
std::vector<MadeSetting> made_settings(const Document& document);

/// A setting that is not the same in all files, and what it is in each: nothing where the file does not say.
struct DifferingSetting {
    MadeSetting::Kind kind;
    std::string name;
    std::vector<std::optional<std::string>> values;
};

/// Given the settings of each file. Where one file has an option and another has not, they differ in it only if one tool, in one version, made both:
/// another may not know the option. A file without any settings differs from none.
std::vector<DifferingSetting> differing_settings(const std::vector<std::vector<MadeSetting>>& files);

}  // namespace gen
