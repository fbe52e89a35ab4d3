#pragma once

#include <string>
#include <vector>

#include "core/matrix.hpp"
#include "formats/input_files.hpp"

namespace gen {

/// What a foreign file or folder holds, and how it is imported.
struct ForeignContent {
    std::string input;
    std::string path;  // of an array; empty: all of the input
    Shape shape;
    std::string type;
    std::string command;  // empty: it cannot be imported
};

/// Throws what open_foreign() does where the format is not known.
std::vector<ForeignContent> foreign_contents(const std::string& input, const InputFiles& files);

}  // namespace gen
