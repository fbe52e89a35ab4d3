#include "models/vae/objective.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/words.hpp"

namespace gen {
namespace {

using Term = VaeObjectiveType::Term;

constexpr VaeObjectiveType types[] = {
    {.name = "vae",
     .says = "the reconstruction term, minus the log-likelihood of the pixels given one latent sample (or its mean over several), and beta times the "
             "divergence of q(z|x) from the prior",
     .takes_bounds = true,
     .is_plain = true},
    {.name = "autoencoder", .says = "the encoder gives the code itself, reconstruction only", .uses_codes = true, .has_divergence = false},
    {.name = "kl-only", .says = "divergence only", .reconstructs = false, .takes_bounds = true},
    {.name = "pca",
     .says = "the linear autoencoder with the least squared error is computed, without training; its likelihood is gaussian:1",
     .uses_codes = true,
     .has_divergence = false,
     .closed_form = true},
    {.name = "wae",
     .says = "the encoder gives the code itself; the loss is reconstruction plus mmd-weight times the maximum mean discrepancy between the batch's "
             "codes and draws of the prior (Tolstikhin et al., 2018)",
     .uses_codes = true,
     .has_divergence = false,
     .term = Term::mmd},
    {.name = "info-vae",
     .says = "reconstruction plus (1 - alpha) times the divergence plus (alpha + mmd-weight - 1) times the discrepancy (Zhao, Song and Ermon, 2019)",
     .has_alpha = true,
     .term = Term::mmd},
    {.name = "beta-tc",
     .says = "the divergence is split into mutual information, total correlation and divergence of single dimensions, estimated from the batch; beta "
             "weights the total correlation (Chen et al., 2018)",
     .has_divergence = false,
     .term = Term::total_correlation},
};

}  // namespace

std::span<const VaeObjectiveType> vae_objective_types() { return types; }

const VaeObjectiveType& vae_objective_type(std::string_view name) {
    const auto* const found = std::ranges::find(types, name, &VaeObjectiveType::name);
    if (found == std::end(types))
        fail_usage("the objective ", name, " is not known, expected ", either(names_of(types)), did_you_mean(name, names_of(types)));
    return *found;
}

double VaeObjective::capacity_at(std::uint64_t step) const {
    if (!capacity || step >= capacity_steps) return capacity.value_or(0);
    return *capacity * static_cast<double>(step) / static_cast<double>(capacity_steps);
}

}  // namespace gen
