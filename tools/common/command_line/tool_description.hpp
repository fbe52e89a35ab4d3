#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gen {

/// What a tool says of itself; the option lines come from its describe().
struct Tool {
    std::string_view name;                                     // "vae-train"
    std::string_view summary;                                  // one line, lower case, no full stop: the NAME line of the man page
    std::string_view description = "";                         // paragraphs separated by empty lines; one that begins with two blanks keeps its lines
    std::string_view examples = "";                            // command lines with long options, one a line; a line that starts with # is a remark
    std::string_view output = "";                              // what -o takes: "MODEL", "IMAGES", "PNG"; empty: the tool prints a report
    std::vector<std::string_view> endings = {".h5", ".hdf5"};  // of what -o takes
    std::string_view kind = "";                                // of what -o takes (formats/file_kind.hpp)
    bool hdf5 = true;                                          // what -o takes is HDF5 with provenance, so there is --bare
    bool seeded = false;                                       // has --seed
    bool parallel = false;                                     // has --threads
    bool trains = false;                                       // has --progress, --metrics, --dry-run
    bool shares = false;                                       // ranks that mpirun or srun starts share its work
    bool slow = false;    // may take longer than two seconds: has --progress (work_progress.hpp), as those that train
    bool judges = false;  // has checks that say no: exit status 1
    bool lists = false;   // a report: has --format table|tsv|json
    // gen::numerics (numerics.hpp) for a tool that computes with BLAS or with kernels chosen for the processor: --version and provenance name them.
    std::vector<std::pair<std::string, std::string>> (*numerics)() = nullptr;
    std::string_view notes = "";  // further man page sections: "TITLE\n\nparagraphs", separated by a line of "---"
};

/// Library versions and, where the tool computes, what it computes with.
std::vector<std::pair<std::string, std::string>> build_of(const Tool& tool);

/// The answer to --version: name and version, then a line for each entry of build_of().
std::string version_text(const Tool& tool);

}  // namespace gen
