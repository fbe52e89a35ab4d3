#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/words.hpp"
#include "models/vae/objective.hpp"
#include "tools/common/command_line/options.hpp"

namespace gen {

/// "vae: the reconstruction term, ... beta-tc: ..."
std::string objectives_described();
Words objectives_with_mmd();

/// What vae-train minimises, as its command line says it.
struct ObjectiveOptions {
    std::string name = "vae";
    double beta = 1;
    std::string beta_schedule = "constant";
    std::int64_t samples = 1;
    std::optional<std::int64_t> iwae;
    std::string capacity;
    double free_bits = 0;
    std::optional<double> mmd_weight;
    std::optional<double> alpha;
    std::string denoise = "none";
    std::string binarize = "none";

    void describe(OptionVisitor& v);
    /// Throws Fault::usage where parts exclude each other. `examples`: of the training data.
    VaeObjective objective(std::size_t examples) const;
    /// Nothing is trained, the best linear autoencoder is computed.
    bool in_closed_form() const { return vae_objective_type(name).closed_form; }
};

}  // namespace gen
