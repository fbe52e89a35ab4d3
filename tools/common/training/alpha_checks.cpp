#include <algorithm>

#include "core/error.hpp"
#include "core/words.hpp"
#include "tools/common/command_line/option_list.hpp"
#include "tools/common/training/alpha_options.hpp"

namespace gen {
namespace {

/// What an option may need (Option::needs), and why there is none of it.
struct Need {
    std::string_view thing;
    bool there;
    std::string without;
};

}  // namespace

void AlphaOptions::check(const OptionList& options) const {
    const AlphaMode& m = chosen();
    const bool pixels_compared = m.compares && m.distance != AlphaDistance::features;
    const bool judges_images = m.judged == AlphaMode::Judged::images;
    const std::string of_mode = "--mode " + mode;
    const std::string kind = codes.empty() ? std::string(code_kinds[static_cast<std::size_t>(m.codes)]) : codes;
    const Need needs[] = {
        {"discriminator", m.has_discriminator(), of_mode + " has no discriminator of images"},
        {"code discriminator", m.judges_codes, of_mode + " has no code discriminator"},
        {"images", judges_images, of_mode + " has no discriminator of reconstructions"},
        {"pixels", pixels_compared, of_mode + (m.compares ? " compares features, not pixels" : " has no reconstruction")},
        {"lambda", m.compares && !m.shares, of_mode + (m.compares ? " has --adversarial-share in place of --lambda" : " has no reconstruction")},
        {"share", m.shares, of_mode + " shares no weight out among two terms"},
        {"features", m.divergence, of_mode + " compares no features"},
        {"cycle", judges_images && m.judges_codes, of_mode + " encodes no generated images"},
        {"free codes", !m.divergence, of_mode + " has Gaussian codes"},
        {"free prior", !m.divergence, of_mode + " has the prior N(0,1)"},
        {"free critic", !m.balances, of_mode + " has a logistic critic"},
        {"free updates", !m.together && !m.divergence,
         of_mode + (m.together ? " has one update of E and G in any case" : " has updates of E and G by different losses")},
        {"encoder's update", !m.together && !together, (m.together ? of_mode : "--together") + std::string(" has E learn with G")},
        {"noise", kind == "implicit", "--codes " + kind + " has no noise in E"},
        {"logistic critic", critic == "logistic", "--critic " + critic + " has a loss of its own, without weights"},
        {"wgan critic", critic == "wgan-gp", "--critic " + critic + " has no penalty"},
    };
    for (const Need& need : needs) {
        if (need.there) continue;
        const std::vector<const Entry*> meant = options.that_need(need.thing);
        const auto found = std::ranges::find_if(meant, [](const Entry* entry) { return entry->changed(); });
        if (found != meant.end()) fail_usage(need.without, ": leave out ", (*found)->shown());
    }
    if (margin > equilibrium) fail_usage("--margin is ", margin, ", expected at most --equilibrium, ", equilibrium);
    objective();
    monitor.events_to_stop_on();
    for (const AlphaPart part : {AlphaPart::encoder, AlphaPart::generator, AlphaPart::discriminator, AlphaPart::code_discriminator}) optimizer(part);
}

void AlphaOptions::check_penalties(const AlphaSpec& spec) const {
    if (critic != "wgan-gp") return;
    for (const std::vector<LayerSpec>* const layers : {&spec.discriminator, &spec.code_discriminator})
        if (std::ranges::any_of(*layers, [](const LayerSpec& layer) { return layer.type == "batch-norm"; }))
            fail_usage("a gradient penalty is of single images, which batch norm mixes: give the discriminator --d-norm layer, spectral or none");
}

}  // namespace gen
