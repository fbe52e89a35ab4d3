#include <algorithm>

#include "core/error.hpp"
#include "core/words.hpp"
#include "tools/common/command_line/option_list.hpp"
#include "tools/common/training/gan_options.hpp"

namespace gen {

void GanOptions::check(const OptionList& options) const {
    const AdversarialLoss& row = adversarial_loss(loss);
    const auto changed = [](const Entry* entry) { return entry->changed(); };
    if (!row.is_adversarial()) {
        const std::vector<const Entry*> of_discriminators = options.that_need("discriminator");
        const auto found = std::ranges::find_if(of_discriminators, changed);
        if (found != of_discriminators.end()) fail_usage("--loss ", loss, " has no discriminator: leave out ", (*found)->shown());
    }
    if (!row.has_labels) {
        const std::vector<const Entry*> of_labels = options.that_need("labels");
        std::vector<std::string> names;
        for (const Entry* const entry : of_labels) names.push_back(entry->shown());
        if (std::ranges::any_of(of_labels, changed)) fail_usage("--loss ", loss, " has no labels: leave out ", all_of({names.begin(), names.end()}));
    }
    objective();
    phases();
    monitor.events_to_stop_on();
    optimizer('g');
    optimizer('d');
}

void GanOptions::check_penalties(const GanSpec& spec) const {
    const bool has_batch_norm = std::ranges::any_of(spec.discriminator, [](const LayerSpec& layer) { return layer.type == "batch-norm"; });
    if (has_batch_norm && objective().penalises())
        fail_usage("a gradient penalty is of single images, which batch norm mixes: give the discriminator --d-norm layer, spectral or none");
}

}  // namespace gen
