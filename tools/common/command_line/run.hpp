#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/provenance.hpp"
#include "tools/common/command_line/tool_description.hpp"

namespace gen {

class OptionList;
class Ranks;

enum class Progress { bar, log, none };
enum class Format { table, tsv, json };

/// What every tool was told by the common options, and how it speaks. Messages go to stderr as "tool: message".
struct Run {
    const Tool* tool = nullptr;
    const OptionList* options = nullptr;
    std::string output = "-";
    std::uint64_t seed = 0;
    std::size_t threads = 1;
    std::string threads_from = "the processors";  // what decided their number
    Ranks* ranks = nullptr;                       // that share the run; null: this process is all
    int verbosity = 0;                            // -1: -q
    bool bare = false;
    bool dry_run = false;
    bool force = false;                       // replace what is there
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

}  // namespace gen
