#pragma once

#include <optional>
#include <string>

#include "tools/common/command_line/options.hpp"

namespace gen {

/// What a GAN's networks are told alike, or one of them: --lr for both, --g-lr and --d-lr for one.
struct NetworkOptions {
    std::string prefix;  // "", "g-", "d-"
    std::string activation = {};
    std::string norm = {};
    std::string init = {};
    std::string optimizer = {};
    std::string betas = {};
    std::optional<double> lr = {};

    explicit NetworkOptions(std::string p) : prefix(std::move(p)) {}

    /// The network's own; optimiser and rate of both are those that all trainers share (training.hpp).
    void describe(OptionVisitor& v);

private:
    // The visitor holds views.
    std::string names_[6];
};

}  // namespace gen
