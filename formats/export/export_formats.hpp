#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/words.hpp"
#include "formats/export/exported.hpp"

namespace gen {

/// What formats are told beside what they write.
struct ExportPlan {
    bool heading = true;   // of tables
    std::string producer;  // "data-export 0.1.0"
};

/// A format that others read.
struct ExportFormat {
    std::string_view name;                                                                        // "npy"
    std::string_view summary;                                                                     // of the file, for help
    Words endings;                                                                                // of names of its files
    Words kinds;                                                                                  // of our files that it takes
    bool holds_labels = false;                                                                    // beside the numbers
    void (*write)(const Exported& exported, const ExportPlan& plan, const Sink& sink) = nullptr;  // null: a folder of files

    bool is_folder() const { return write == nullptr; }
};

/// All of them, in the order of the manual.
std::span<const ExportFormat> export_formats();
const ExportFormat& export_format(std::string_view name);
/// The format that the name of a file says, null where it says none.
const ExportFormat* format_of_name(std::string_view path);

/// Throws Fault::input where the format has no place for such files: "vae.h5: holds a model, expected images, latents or a tensor: ...".
void expect_exportable(const Exported& exported, const ExportFormat& format);

}  // namespace gen
