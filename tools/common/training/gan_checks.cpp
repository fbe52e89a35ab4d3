#include <algorithm>
#include <string_view>

#include "core/error.hpp"
#include "tools/common/training/gan_options.hpp"

namespace gen {

void GanOptions::check() const {
    if (!adversarial_loss(loss).is_adversarial()) check_matching();
    check_labels();
    objective();
    phases();
    events_to_stop_on();
    optimizer('g');
    optimizer('d');
}

/// Options that say something of a discriminator, where there is none.
void GanOptions::check_matching() const {
    const HackOptions& h = hacks;
    const HackOptions usual;
    const std::pair<std::string_view, bool> given[] = {
        {"--discriminator", !discriminator.empty()},
        {"--condition", condition != "none"},
        {"--pack", pack > 1},
        {"--d-activation", !of_discriminator.activation.empty()},
        {"--d-norm", !of_discriminator.norm.empty()},
        {"--d-init", !of_discriminator.init.empty()},
        {"--d-optimizer", !of_discriminator.optimizer.empty()},
        {"--d-betas", !of_discriminator.betas.empty()},
        {"--d-lr", of_discriminator.lr.has_value()},
        {"--gradient-penalty", gradient_penalty.has_value()},
        {"--r1", r1 > 0},
        {"--r2", r2 > 0},
        {"--clip-weights", clip_weights.has_value()},
        {"--augment", augment > 0},
        {"--d-steps", d_steps.has_value()},
        {"--d-warmup", !d_warmup.empty()},
        {"--d-epochs", d_epochs > 0},
        {"--g-epochs", g_epochs > 0},
        {"--real-label", h.real_label != usual.real_label},
        {"--fake-label", h.fake_label != usual.fake_label},
        {"--flip-labels", h.flip_labels > 0},
        {"--mixed-batches", h.mixed_batches},
        {"--replay", !h.replay.empty()},
        {"--snapshot-swap", !h.snapshot_swap.empty()},
        {"--balance", !h.balance.empty()},
        {"--d-noise", !h.d_noise.empty()},
        {"--d-dropout", h.d_dropout > 0},
        {"--minibatch-disc", !h.minibatch_disc.empty()},
        {"--minibatch-stddev", h.minibatch_stddev > 0},
    };
    const auto* const found = std::ranges::find(given, true, &std::pair<std::string_view, bool>::second);
    if (found != std::end(given)) fail_usage("--loss ", loss, " has no discriminator: leave out ", found->first);
}

void GanOptions::check_labels() const {
    const GanObjective o = objective();
    if (o.changes_labels() && !o.loss->has_labels)
        fail_usage("--loss ", loss, " has no labels: leave out --real-label, --fake-label and --flip-labels");
}

void GanOptions::check_penalties(const GanSpec& spec) const {
    const bool has_batch_norm = std::ranges::any_of(spec.discriminator, [](const LayerSpec& layer) { return layer.type == "batch-norm"; });
    if (has_batch_norm && objective().penalises())
        fail_usage("a gradient penalty is of single images, which batch norm mixes: give the discriminator --d-norm layer, spectral or none");
}

}  // namespace gen
