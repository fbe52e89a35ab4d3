#include "tools/common/training/gan_network_options.hpp"

#include "core/error.hpp"
#include "nn/initialise.hpp"
#include "nn/layer_table.hpp"
#include "nn/optimizer.hpp"

namespace gen {

void NetworkOptions::describe(OptionVisitor& v) {
    const std::string_view group = "Networks";
    const char* const kinds[] = {"activation", "norm", "init", "optimizer", "betas", "lr"};
    for (std::size_t i = 0; i < 6; ++i) names_[i] = prefix + kinds[i];
    const bool shared = prefix.empty();
    const std::string_view which = prefix == "g-" ? "for the generator" : "for the discriminator";
    std::vector<std::string_view> needs;
    if (prefix == "d-") needs = {"discriminator"};
    if (shared) {
        static const std::string init_help = join("initialisation: ", initialisation_syntax());
        static const std::string between = join("between layers: ", activation_syntax());
        v.visit({.name = names_[0],
                 .value = "NAME",
                 .help = between,
                 .group = group,
                 .forms = [](const auto&) { return activation_forms(); },
                 .example_default = "relu in G, leaky-relu:0.2 in D"},
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
        return;
    }
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
             .needs = needs},
            optimizer);
    v.visit({.name = names_[4], .value = "B1,B2", .help = which, .group = group, .example_default = "as --betas", .needs = needs}, betas);
    v.visit({.name = names_[5],
             .value = "X",
             .help = which,
             .group = group,
             .low = 0,
             .high = 1e30,
             .above_low = true,
             .example_default = "as --lr",
             .needs = needs},
            lr);
}

}  // namespace gen
