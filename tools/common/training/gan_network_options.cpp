#include "tools/common/training/gan_network_options.hpp"

#include <algorithm>
#include <vector>

#include "core/error.hpp"
#include "nn/initialise.hpp"
#include "nn/layer_table.hpp"
#include "nn/optimizer.hpp"

namespace gen {

namespace {

/// A network of its own: how help speaks of it, and what there must be for its options to say anything.
struct Named {
    std::string_view prefix;
    std::string_view which;
    std::string_view needs;           // empty: it is always there
    std::string_view needs_to_learn;  // for its optimiser and rate; empty: as above
};
constexpr Named networks[] = {{"g-", "for the generator", "", ""},
                              {"d-", "for the discriminator", "discriminator", ""},
                              {"e-", "for the encoder", "", "encoder's update"},
                              {"c-", "for the code discriminator", "code discriminator", ""}};

}  // namespace

void NetworkOptions::describe(OptionVisitor& v) {
    const char* const kinds[] = {"activation", "norm", "init", "optimizer", "betas", "lr"};
    for (std::size_t i = 0; i < 6; ++i) names_[i] = prefix + kinds[i];
    if (prefix.empty())
        describe_all(v);
    else
        describe_one(v);
}

void NetworkOptions::describe_all(OptionVisitor& v) {
    const std::string_view group = "Networks";
    static const std::string init_help = join("initialisation: ", initialisation_syntax());
    static const std::string between = join("between layers: ", activation_syntax());
    v.visit({.name = names_[0],
             .value = "NAME",
             .help = between,
             .group = group,
             .forms = [](const auto&) { return activation_forms(); },
             .example_default = activation_unless_given},
            activation);
    v.visit({.name = names_[1],
             .help = "between layers: normalisation, in place of the architecture's own",
             .group = group,
             .choices = {"none", "batch", "layer", "instance", "spectral"},
             .example_default = "that of the architecture"},
            norm);
    v.visit({.name = names_[2],
             .value = "NAME",
             .help = init_help,
             .group = group,
             .forms = [](const auto&) { return initialisation_forms(); },
             .example_default = "pytorch; dcgan: normal:0.02"},
            init);
}

void NetworkOptions::describe_one(OptionVisitor& v) {
    const std::string_view group = "Networks";
    const Named& named = *std::ranges::find(networks, prefix, &Named::prefix);
    const std::string_view which = named.which;
    std::vector<std::string_view> needs;
    if (!named.needs.empty()) needs.push_back(named.needs);
    std::vector<std::string_view> needs_to_learn = needs;
    if (!named.needs_to_learn.empty()) needs_to_learn.push_back(named.needs_to_learn);
    v.visit({.name = names_[0],
             .value = "NAME",
             .help = which,
             .group = group,
             .forms = [](const auto&) { return activation_forms(); },
             .example_default = "as --activation",
             .needs = needs},
            activation);
    v.visit({.name = names_[1],
             .help = which,
             .group = group,
             .choices = {"none", "batch", "layer", "instance", "spectral"},
             .example_default = "as --norm",
             .needs = needs},
            norm);
    v.visit({.name = names_[2],
             .value = "NAME",
             .help = which,
             .group = group,
             .forms = [](const auto&) { return initialisation_forms(); },
             .example_default = "as --init",
             .needs = needs},
            init);
    v.visit({.name = names_[3],
             .value = "SPEC",
             .help = which,
             .group = group,
             .forms = [](const auto&) { return optimizer_forms(); },
             .example_default = "as --optimizer",
             .needs = needs_to_learn},
            optimizer);
    v.visit({.name = names_[4], .value = "B1,B2", .help = which, .group = group, .example_default = "as --betas", .needs = needs_to_learn}, betas);
    v.visit({.name = names_[5],
             .value = "X",
             .help = which,
             .group = group,
             .low = 0,
             .high = 1e30,
             .above_low = true,
             .example_default = "as --lr",
             .needs = needs_to_learn},
            lr);
}

OptimizerSpec NetworkOptions::optimizer_spec(const TrainingOptions& all, const std::string& usual_betas) const {
    TrainingOptions mine = all;
    if (!optimizer.empty()) mine.optimizer = optimizer;
    if (!betas.empty()) mine.betas = betas;
    const bool says_betas = mine.optimizer.find("beta") != std::string::npos || !mine.betas.empty();
    const bool is_adam = mine.optimizer.starts_with("adam");
    if (is_adam && !says_betas) mine.betas = usual_betas;
    return mine.optimizer_spec();
}

std::string first_given(const std::string& own, const std::string& shared, const std::string& usual) {
    return !own.empty() ? own : !shared.empty() ? shared : usual;
}

Architecture normalised(Architecture how, const std::string& norm) {
    using Norm = Architecture::Norm;
    if (norm == "batch") how.norm = Norm::batch;
    if (norm == "layer") how.norm = Norm::layer;
    if (norm == "instance") how.norm = Norm::instance;
    if (norm == "none" || norm == "spectral") how.norm = Norm::none;
    if (norm == "instance" && how.kind == Architecture::Kind::mlp) fail_usage("--norm instance takes maps, an mlp has none");
    return how;
}

void make_spectral(std::vector<LayerSpec>& layers) {
    for (LayerSpec& layer : layers)
        if (layer.type == "linear" || layer.type == "conv" || layer.type == "conv-transposed") layer.settings.emplace_back("spectral", 1);
}

}  // namespace gen
