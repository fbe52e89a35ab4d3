#include "tools/common/training/hack_options.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/parse.hpp"
#include "nn/architecture.hpp"
#include "nn/layer_table.hpp"

namespace gen {

struct HackOptions::Values {
    std::string real_label = "1";
    std::string fake_label = "0";
    double flip_labels = 0;
    bool mixed_batches = false;
    std::string replay;
    std::string snapshot_swap;
    std::string balance;
    std::string d_noise;
    double g_noise = 0;
    double g_dropout = 0;
    bool g_dropout_test = false;
    double d_dropout = 0;
    std::string minibatch_disc;
    std::int64_t minibatch_stddev = 0;
};

namespace {

/// "1" or "0.7:1.2".
LabelRange label_range(std::string_view text, const char* option) {
    const auto [low, high] = split_at(text, ':');
    LabelRange range = {parse_number(low, option), 0};
    range.high = high.empty() ? range.low : parse_number(high, option);
    if (range.low > range.high) fail_usage(option, " is ", text, ", expected the lower end first");
    return range;
}

/// Two whole numbers with something between.
std::pair<std::uint64_t, std::uint64_t> counts_of(std::string_view text, char between, const char* option) {
    const auto [first, second] = split_at(text, between);
    return {parse_count(first, option), parse_count(second, option)};
}

/// Behind every activation.
void add_after_activations(std::vector<LayerSpec>& layers, const LayerSpec& layer) {
    for (std::size_t i = layers.size(); i-- > 1;)
        if (is_activation(layers[i - 1].type) && layers[i].type != "residual") insert_layer(layers, i, layer);
}

}  // namespace

HackOptions::HackOptions() : values_(std::make_unique<Values>()) {}
HackOptions::~HackOptions() = default;

void HackOptions::describe(OptionVisitor& v) {
    Values& h = *values_;
    const std::string_view group = "Hacks";
    v.visit({.name = "real-label",
             .value = "A[:B]",
             .help = "label of real images, or a range from which each is drawn anew",
             .group = group,
             .needs = {"discriminator", "labels"}},
            h.real_label);
    v.visit(
        {.name = "fake-label", .value = "A[:B]", .help = "label of generated images, likewise", .group = group, .needs = {"discriminator", "labels"}},
        h.fake_label);
    v.visit({.name = "flip-labels",
             .value = "P",
             .help = "probability that D is told the wrong label",
             .group = group,
             .low = 0,
             .high = 0.5,
             .needs = {"discriminator", "labels"}},
            h.flip_labels);
    v.visit({.name = "mixed-batches",
             .help = "batch norm of D sees real and generated images in one batch, not each in its own",
             .group = group,
             .needs = {"discriminator"}},
            h.mixed_batches);
    v.visit({.name = "replay",
             .value = "N[:P]",
             .help = "keep N generated images; with probability P (0.5) D sees one of them in place of a new one",
             .group = group,
             .needs = {"discriminator"}},
            h.replay);
    v.visit({.name = "snapshot-swap",
             .value = "EVERY:LEN",
             .help = "for LEN of every EVERY steps of D each network plays against an older copy of the other",
             .group = group,
             .needs = {"discriminator"}},
            h.snapshot_swap);
    v.visit({.name = "balance",
             .value = "D,G",
             .help = "a network learns only while its loss is above this; rarely helps",
             .group = group,
             .needs = {"discriminator"}},
            h.balance);
    v.visit({.name = "d-noise",
             .value = "SD[:STEPS]",
             .help = "noise on D's inputs, fading out over STEPS steps of D",
             .group = group,
             .needs = {"discriminator"}},
            h.d_noise);
    v.visit({.name = "g-noise", .value = "SD", .help = "noise after every activation of G in training", .group = group, .low = 0, .high = 1e6},
            h.g_noise);
    v.visit({.name = "g-dropout", .value = "P", .help = "dropout after every activation of G", .group = group, .low = 0, .high = 0.99}, h.g_dropout);
    v.visit({.name = "g-dropout-test", .help = "apply --g-dropout also when samples are drawn", .group = group}, h.g_dropout_test);
    v.visit({.name = "d-dropout",
             .value = "P",
             .help = "dropout after every activation of D",
             .group = group,
             .low = 0,
             .high = 0.99,
             .needs = {"discriminator"}},
            h.d_dropout);
    v.visit({.name = "minibatch-disc",
             .value = "B,C",
             .help = "D sees how close the other images of the batch are: B features of C numbers",
             .group = group,
             .needs = {"discriminator"}},
            h.minibatch_disc);
    v.visit({.name = "minibatch-stddev",
             .value = "N",
             .help = "D sees how much groups of N images of the batch vary; 0: off",
             .group = group,
             .low = 0,
             .high = 65536,
             .needs = {"discriminator"}},
            h.minibatch_stddev);
}

void HackOptions::set(GanObjective& o) const {
    const Values& h = *values_;
    o.real_label = label_range(h.real_label, "--real-label");
    o.fake_label = label_range(h.fake_label, "--fake-label");
    o.flip_labels = h.flip_labels;
    o.mixed_batches = h.mixed_batches;
    if (!h.replay.empty()) {
        const auto [size, part] = split_at(h.replay, ':');
        o.replay = parse_count(size, "--replay");
        if (!part.empty()) o.replay_part = parse_number(part, "--replay");
        if (o.replay_part <= 0 || o.replay_part > 1) fail_usage("--replay: the probability is ", part, ", expected more than 0 and at most 1");
    }
    if (!h.snapshot_swap.empty()) {
        std::tie(o.snapshot_every, o.snapshot_length) = counts_of(h.snapshot_swap, ':', "--snapshot-swap");
        if (o.snapshot_length >= o.snapshot_every) fail_usage("--snapshot-swap is ", h.snapshot_swap, ", expected LEN below EVERY");
    }
    if (!h.balance.empty()) {
        const auto [d, g] = split_at(h.balance, ',');
        if (g.empty()) fail_usage("--balance is ", h.balance, ", expected D,G");
        o.d_above = parse_number(d, "--balance");
        o.g_above = parse_number(g, "--balance");
    }
    if (!h.d_noise.empty()) {
        const auto [sd, steps] = split_at(h.d_noise, ':');
        o.noise = parse_number(sd, "--d-noise");
        if (o.noise < 0) fail_usage("--d-noise: the standard deviation is ", sd, ", expected at least 0");
        if (!steps.empty()) o.noise_steps = parse_count(steps, "--d-noise");
    }
    if (h.g_dropout_test && h.g_dropout == 0) fail_usage("--g-dropout-test goes with --g-dropout");
}

void HackOptions::add_to_generator(std::vector<LayerSpec>& layers) const {
    const Values& h = *values_;
    if (h.g_dropout > 0) {
        LayerSpec dropout = {"dropout", {{"p", h.g_dropout}}};
        if (h.g_dropout_test) dropout.settings.emplace_back("always", 1);
        add_after_activations(layers, dropout);
    }
    if (h.g_noise > 0) add_after_activations(layers, {"noise", {{"sd", h.g_noise}}});
}

void HackOptions::add_to_discriminator(std::vector<LayerSpec>& layers) const {
    const Values& h = *values_;
    if (h.d_dropout > 0) add_after_activations(layers, {"dropout", {{"p", h.d_dropout}}});
    LayerSpec& last = layers.back();
    double& features = last.settings.at(0).second;  // "in"
    double more = 0;
    std::vector<LayerSpec> before;
    if (h.minibatch_stddev > 0) {
        before.push_back({"minibatch-stddev", {{"group", static_cast<double>(h.minibatch_stddev)}}});
        more += 1;
    }
    if (!h.minibatch_disc.empty()) {
        const auto [out, size] = counts_of(h.minibatch_disc, ',', "--minibatch-disc");
        before.push_back(
            {"minibatch-discrimination", {{"in", features + more}, {"out", static_cast<double>(out)}, {"size", static_cast<double>(size)}}});
        more += static_cast<double>(out);
    }
    features += more;
    for (LayerSpec& layer : before) insert_layer(layers, layers.size() - 1, std::move(layer));
}

std::string HackOptions::warning() const {
    const Values& h = *values_;
    return h.balance.empty() ? "" : "--balance: losses that are held in balance by skipping updates rarely make better images";
}

}  // namespace gen
