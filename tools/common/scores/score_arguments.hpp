#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "eval/scores/comparison.hpp"
#include "tools/common/command_line/options.hpp"

namespace gen {

/// What gen-score is told.
struct ScoreArguments {
    std::string real_rows;
    std::vector<std::string> samples;
    std::string features = "auto";
    std::string metrics = "quick";
    std::optional<std::string> train;
    bool compare = false;
    std::optional<std::int64_t> take;
    bool values_only = false;
    std::optional<std::string> statistics;
    std::optional<std::string> neighbours;
    std::string max;
    std::string min;
    std::optional<std::int64_t> k;
    bool portable = false;
    std::string precision_radius = "closed";
    std::string density_radius = "open";
    std::string ms_ssim = "by-size";
    std::optional<std::int64_t> validation_first;

    void describe(OptionVisitor& v);
    /// Throws Fault::usage where options do not go together.
    void check() const;
    /// How metrics are computed.
    ScoreOptions protocol(std::uint64_t seed) const;
};

}  // namespace gen
