#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tools/common/command_line/option_list.hpp"
#include "tools/common/command_line/run.hpp"

namespace gen {

/// The options that every tool of a kind has.
struct CommonOptions {
    std::string output = "-";
    bool bare = false;
    std::string seed = "0";
    std::optional<std::int64_t> threads;
    std::string progress = "auto";
    std::string metrics;
    bool dry_run = false;
    bool force = false;
    std::string sandbox = "auto";
    std::string format;
    bool quiet = false;
    int verbose = 0;
    std::string config;
    bool print_config = false;
    bool help = false;
    bool version = false;
    std::string generate;

    void describe(const Tool& tool, OptionList& options);
    /// What the tool works with; draws the seed where it is to be random, and puts it in its place. Throws Fault::usage.
    Run run(const Tool& tool, OptionList& options);

private:
    void set_sandbox(const Run& run) const;
};

}  // namespace gen
