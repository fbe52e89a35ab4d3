#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/parallel.hpp"
#include "formats/export/exported.hpp"
#include "formats/output_folder.hpp"

namespace gen {

/// How images become pictures.
struct PngPlan {
    unsigned bits = 8;                                // 16: 65535 is white
    bool class_folders = true;                        // images with labels lie in a folder for each class
    std::function<void(std::size_t rows)> seen = {};  // is told of rows that are done
};

/// Writes each image as PNG, its range mapped to black ... white, under the number of its row with as many zeros as it takes: "cat/0042.png". Throws
/// Fault::input where images have no 1 or 3 channels or no finite range.
void write_png_folder(const Exported& exported, const PngPlan& plan, OutputFolder& folder, Parallel& parallel);

/// Whether write_png_folder() may have written a file of this path.
bool is_exported_png(std::string_view path);

/// "0042.png": the file of a row.
std::string png_name(std::size_t row, std::size_t rows);

/// Names that folders can have on any system, one for each class that is there, told apart where they would be the same. Classes without a name are
/// their number, with zeros before it, so that they lie in order.
std::map<std::int32_t, std::string> class_folders(const LabelSet& labels);
/// Of classes whose folders cannot be called as they are, "a/b is a_b"; for a message. Empty where there are none.
std::string renamed_classes(const LabelSet& labels);

}  // namespace gen
