#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "nn/architecture.hpp"
#include "tools/common/command_line/options.hpp"
#include "tools/common/training/training_options.hpp"

namespace gen {

/// What networks that play against each other are told alike, or one of them: --lr for all, --g-lr and --d-lr for one.
struct NetworkOptions {
    std::string prefix;  // "", "g-", "d-", "e-", "c-"
    std::string_view activation_unless_given = "relu in G, leaky-relu:0.2 in D";
    std::string activation = {};
    std::string norm = {};
    std::string init = {};
    std::string optimizer = {};
    std::string betas = {};
    std::optional<double> lr = {};

    explicit NetworkOptions(std::string p) : prefix(std::move(p)) {}

    /// The network's own; optimiser and rate of all are those that all trainers share (training_options.hpp).
    void describe(OptionVisitor& v);
    /// The network's optimiser, with such betas where nobody says otherwise, and the factor of its learning rate in that of the run.
    OptimizerSpec optimizer_spec(const TrainingOptions& all, const std::string& usual_betas) const;
    double rate_factor(const TrainingOptions& all) const { return lr.value_or(all.lr) / all.lr; }

private:
    void describe_all(OptionVisitor& v);
    void describe_one(OptionVisitor& v);

    // The visitor holds views.
    std::string names_[6];
};

/// What is said of one network, else of all, else what is usual.
std::string first_given(const std::string& own, const std::string& shared, const std::string& usual);
/// The architecture with another normalisation between its layers; empty: with its own.
Architecture normalised(Architecture how, const std::string& norm);
/// Spectral normalisation of all weights.
void make_spectral(std::vector<LayerSpec>& layers);

}  // namespace gen
