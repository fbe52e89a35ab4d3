#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/provenance.hpp"
#include "tools/common/options.hpp"

namespace gen {

/// What a tool says of itself; the option lines come from its describe().
struct Tool {
    std::string_view name;              // "vae-train"
    std::string_view summary;           // one line, lower case, no full stop: the NAME line of the man page
    std::string_view description = "";  // paragraphs separated by empty lines; one that begins with two blanks keeps its lines
    std::string_view examples = "";     // command lines with long options, one a line; a line that starts with # is a remark
    std::string_view output = "";       // what -o takes: "MODEL", "IMAGES", "PNG"; empty: the tool prints a report
    std::vector<std::string_view> endings = {".h5", ".hdf5"};  // of what -o takes
    std::string_view kind = "";         // of what -o takes (formats/file_kind.hpp)
    bool hdf5 = true;                   // what -o takes is HDF5 with provenance, so there is --bare
    bool seeded = false;                // has --seed
    bool parallel = false;              // has --threads
    bool trains = false;                // has --progress, --metrics, --dry-run
    bool slow = false;                      // may take longer than two seconds: has --progress (work_progress.hpp), as those that train
    bool judges = false;                    // has checks that say no: exit status 1
    bool lists = false;                 // a report: has --format table|tsv|json
    // gen::numerics (numerics.hpp) for a tool that computes with BLAS or with kernels chosen for the processor: --version and provenance name them.
    std::vector<std::pair<std::string, std::string>> (*numerics)() = nullptr;
    std::string_view notes = "";  // further man page sections: "TITLE\n\nparagraphs", separated by a line of "---"
};

enum class Progress { bar, log, none };
enum class Format { table, tsv, json };

/// What every tool was told by the common options, and how it speaks. Messages go to stderr as "tool: message".
struct Run {
    const Tool* tool = nullptr;
    std::string output = "-";
    std::uint64_t seed = 0;
    std::size_t threads = 1;
    std::string threads_from = "the processors";  // what decided their number
    int verbosity = 0;  // -1: -q
    bool bare = false;
    bool dry_run = false;
    std::optional<Format> asked_format = {};  // --format
    Progress progress = Progress::none;
    std::string metrics;                                        // empty: none
    std::vector<std::pair<std::string, std::string>> recorded;  // options for the provenance, canonical order

    /// Of a report that goes `to` there: as asked for, else a table on a terminal and TSV elsewhere.
    Format format(std::string_view to = "-") const;
    void warn(std::string_view message) const;    // unless -q
    void detail(std::string_view message) const;  // with -v
    /// The provenance of what this run makes; nothing with --bare.
    std::optional<Provenance> provenance(std::vector<Provenance::Input> inputs) const;
    /// The same whatever --bare says: what a checkpoint remembers its run by.
    Provenance full_provenance(std::vector<Provenance::Input> inputs) const;
};

/// Reads the command line, answers --help, --version and their like, runs `work` and turns what it throws into one line on stderr and an exit
/// status: 0 done, 1 the check said no (work returned false), 2 usage, 3 input, 4 I/O, 5 diverged, 75 stopped.
int run_tool(int argc, char** argv, const Tool& tool, const std::function<void(OptionVisitor&)>& describe, const std::function<bool(Run&)>& work);

}  // namespace gen
