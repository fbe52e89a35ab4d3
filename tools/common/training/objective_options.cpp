#include "tools/common/training/objective_options.hpp"

#include <utility>

#include "core/error.hpp"
#include "core/parse.hpp"
#include "core/words.hpp"

namespace gen {
namespace {

using Binarize = VaeObjective::Binarize;
using Corrupt = VaeObjective::Corrupt;

template <class T, std::size_t n>
T chosen(const std::pair<std::string_view, T> (&table)[n], std::string_view name) {
    for (const auto& [known, value] : table)
        if (known == name) return value;
    fail_usage(name, " is not known");
}

Words objectives_with_alpha() {
    Words names;
    for (const VaeObjectiveType& type : vae_objective_types())
        if (type.has_alpha) names.push_back(type.name);
    return names;
}

Forms corruption_forms() { return {"none", "gaussian:", "mask:"}; }

void parse_denoise(std::string_view words, VaeObjective& objective) {
    if (words == "none") return;
    const auto [name, argument] = split_at(words, ':');
    const Forms forms = corruption_forms();
    if (name != "gaussian" && name != "mask")
        fail_usage("--denoise is ", words, ", expected none, gaussian:SD or mask:PART", did_you_mean(name, heads_of(forms)));
    objective.corrupt = name == "gaussian" ? Corrupt::gaussian : Corrupt::mask;
    objective.corruption = parse_number(argument, join("--denoise ", name));
    if (objective.corruption <= 0 || (name == "mask" && objective.corruption >= 1))
        fail_usage("--denoise is ", words, ", expected ", name == "mask" ? "a part above 0 and below 1" : "a standard deviation above 0");
}

}  // namespace

Words objectives_with_mmd() {
    Words names;
    for (const VaeObjectiveType& type : vae_objective_types())
        if (type.has_mmd()) names.push_back(type.name);
    return names;
}

std::string objectives_described() {
    std::string out;
    for (const VaeObjectiveType& type : vae_objective_types()) out += join(out.empty() ? "" : " ", type.name, ": ", type.says, ".");
    return out;
}

void ObjectiveOptions::describe(OptionVisitor& v) {
    const std::string_view group = "Objective";
    static const std::string mmd_help = join(all_of(objectives_with_mmd()), ": weight of the MMD between codes and prior");
    static const std::string alpha_help = join(all_of(objectives_with_alpha()), ": 1 - alpha is the weight of the divergence");
    v.visit({.name = "objective", .help = "what is minimised; see OBJECTIVES", .group = group, .choices = names_of(vae_objective_types())}, name);
    v.visit({.name = "beta",
             .value = "B",
             .help = "weight of the divergence (beta-tc: of the total correlation); unless it is 1 the loss is not a bound",
             .group = group,
             .low = 0,
             .high = 1e9},
            beta);
    v.visit({.name = "beta-schedule",
             .value = "SPEC",
             .help = "how that weight rises from 0: constant (at once), linear:STEPS or cyclical:STEPS[,CYCLES]",
             .group = group,
             .forms = [](const auto&) { return ramp_forms(); }},
            beta_schedule);
    v.visit({.name = "samples",
             .value = "L",
             .help = "latent samples per image, over which the reconstruction is averaged",
             .group = group,
             .low = 1,
             .high = 10000},
            samples);
    v.visit({.name = "iwae", .value = "K", .help = "train for the importance-weighted bound of K samples", .group = group, .low = 1, .high = 10000},
            iwae);
    v.visit(
        {.name = "capacity", .value = "C[,STEPS]", .help = "beta |KL - C| instead of beta KL; C, in nats, rises from 0 over STEPS", .group = group},
        capacity);
    v.visit({.name = "free-bits", .value = "X", .help = "nats per latent dimension that cost nothing", .group = group, .low = 0, .high = 1e6},
            free_bits);
    v.visit({.name = "mmd-weight", .value = "X", .help = mmd_help, .group = group, .low = 0, .high = 1e9, .example_default = "10"}, mmd_weight);
    v.visit({.name = "alpha", .value = "X", .help = alpha_help, .group = group, .low = -1e6, .high = 1e6, .example_default = "0"}, alpha);
    v.visit({.name = "denoise",
             .value = "SPEC",
             .help = "how the encoder's input is corrupted: none, gaussian:SD or mask:PART",
             .group = group,
             .forms = [](const auto&) { return corruption_forms(); }},
            denoise);
    v.visit({.name = "binarize",
             .help = "pixels as they are, 1 where above 1/2, or drawn anew at every step",
             .group = group,
             .choices = {"none", "threshold", "dynamic"}},
            binarize);
}

VaeObjective ObjectiveOptions::objective(std::size_t examples) const {
    const VaeObjectiveType& type = vae_objective_type(name);
    const std::pair<std::string_view, Binarize> ways[] = {
        {"none", Binarize::none}, {"threshold", Binarize::threshold}, {"dynamic", Binarize::dynamic}};
    VaeObjective o = {
        .type = &type, .beta = beta, .ramp = parse_ramp(beta_schedule, "--beta-schedule"), .samples = static_cast<std::size_t>(samples)};
    o.binarize = chosen(ways, binarize);
    o.free_bits = free_bits;
    o.data_size = examples;
    parse_denoise(denoise, o);
    if (!capacity.empty()) {
        const auto [most, steps] = split_at(capacity, ',');
        o.capacity = parse_number(most, "--capacity");
        if (*o.capacity < 0) fail_usage("--capacity is ", capacity, ", expected at least 0");
        if (!steps.empty()) o.capacity_steps = parse_count(steps, "--capacity");
    }
    if (mmd_weight) o.mmd_weight = *mmd_weight;
    if (alpha) o.alpha = *alpha;
    const bool plain_weight = beta == 1 && o.ramp.kind == Ramp::Kind::none;
    if (iwae) {
        if (!plain_weight || o.free_bits > 0 || o.capacity || !type.is_plain || samples != 1)
            fail_usage("--iwae is a bound of its own: leave out --beta, --beta-schedule, --free-bits, --capacity, --samples and --objective");
        o.samples = static_cast<std::size_t>(*iwae);
        o.importance = true;
    }
    if (type.uses_codes && (samples != 1 || !plain_weight || o.free_bits > 0 || o.capacity))
        fail_usage("--objective ", name,
                   " has no divergence and no samples: leave out --beta, --beta-schedule, --samples, --free-bits and --capacity");
    if (o.capacity && o.free_bits > 0) fail_usage("--capacity and --free-bits exclude each other");
    if ((o.capacity || o.free_bits > 0) && !type.takes_bounds) fail_usage("--capacity and --free-bits go with --objective vae, not ", name);
    if (type.has_alpha && !plain_weight) fail_usage("--objective ", name, " weights the divergence by --alpha, not by --beta");
    if (!type.has_mmd() && mmd_weight) fail_usage("--mmd-weight goes with --objective ", either(objectives_with_mmd()), ", not ", name);
    if (!type.has_alpha && alpha) fail_usage("--alpha goes with --objective ", either(objectives_with_alpha()), ", not ", name);
    if (type.term != VaeObjectiveType::Term::none && o.samples != 1)
        fail_usage("--objective ", name, " takes one sample per image: leave out --samples");
    return o;
}

}  // namespace gen
