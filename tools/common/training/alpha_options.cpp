#include "tools/common/training/alpha_options.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/words.hpp"
#include "nn/architecture.hpp"

namespace gen {
namespace {

constexpr std::string_view usual_betas = "0.5,0.999";

std::string word_of(CodeKind kind) { return std::string(code_kinds[static_cast<std::size_t>(kind)]); }
std::string word_of(AlphaDistance distance) { return std::string(alpha_distances[static_cast<std::size_t>(distance)]); }

Forms architectures(const std::vector<std::string>&) { return architecture_forms(); }

}  // namespace

std::string by_mode(std::string (*setting)(const AlphaMode& mode)) {
    std::vector<std::pair<std::string, Words>> groups;
    for (const AlphaMode& mode : alpha_modes()) {
        const std::string value = setting(mode);
        if (value.empty()) continue;
        auto group = std::ranges::find(groups, value, &std::pair<std::string, Words>::first);
        if (group == groups.end()) group = groups.insert(group, {value, {}});
        group->second.push_back(mode.name);
    }
    std::string out;
    for (const auto& [value, names] : groups) out += join(out.empty() ? "" : ", ", value, " for ", all_of(names));
    return out;
}

AlphaOptions::AlphaOptions() {
    all.activation_unless_given = "relu in E and G, leaky-relu:0.2 in D and C";
    training.lr = 2e-4;
    training.batch = 64;
    training.whole_batches = true;
    training.report_every = 500;
    training.batch_help = "examples per step";
    training.keep_help = "which model to keep: that at the last row of --metrics, or at the row with the lowest mmd";
    training.patience_help = "stop after N epochs without a lower mmd";
    training.betas_unless_given = usual_betas;
}

void AlphaOptions::describe(OptionVisitor& v) {
    v.visit({.name = "DATA", .help = "images or points to learn from", .required = true, .expects = Expects::file}, data);
    describe_model(v);
    for (NetworkOptions* const each : {&all, &of_encoder, &of_generator, &of_discriminator, &of_code_discriminator}) each->describe(v);
    describe_losses(v);
    const std::string_view phases = "Phases";
    v.visit({.name = "e-steps",
             .value = "K",
             .help = "updates of E to each batch",
             .group = phases,
             .low = 1,
             .high = 1e6,
             .needs = {"encoder's update"}},
            steps[0]);
    v.visit({.name = "g-steps", .value = "K", .help = "of G, and of E where both learn in one", .group = phases, .low = 1, .high = 1e6}, steps[1]);
    v.visit({.name = "d-steps", .value = "K", .help = "of D", .group = phases, .low = 1, .high = 1e6, .needs = {"discriminator"}}, steps[2]);
    v.visit({.name = "c-steps", .value = "K", .help = "of C", .group = phases, .low = 1, .high = 1e6, .needs = {"code discriminator"}}, steps[3]);
    monitor.describe(v);
    training.describe(v);
}

void AlphaOptions::describe_model(OptionVisitor& v) {
    const std::string_view model = "Model";
    static const std::string latents = by_mode([](const AlphaMode& m) { return join(m.latent); });
    static const std::string kinds = by_mode([](const AlphaMode& m) { return word_of(m.codes); });
    v.visit({.name = "mode", .help = "which of the family: see MODES", .group = model, .choices = names_of(alpha_modes())}, mode);
    v.visit({.name = "latent",
             .letter = 'l',
             .value = "N",
             .help = "latent dimensions",
             .group = model,
             .low = 1,
             .high = 65536,
             .example_default = latents},
            latent);
    v.visit({.name = "latent-noise",
             .help = "the prior: N(0,1), uniform on [-1,1], or on the sphere of radius sqrt(N)",
             .group = model,
             .choices = {"normal", "uniform", "sphere"},
             .needs = {"free prior"}},
            latent_noise);
    v.visit({.name = "codes",
             .help = "what E gives: codes, Gaussians, or draws by noise in its layers",
             .group = model,
             .choices = {code_kinds[0], code_kinds[1], code_kinds[2]},
             .example_default = kinds,
             .needs = {"free codes"}},
            codes);
    v.visit({.name = "noise",
             .value = "N",
             .help = "numbers of noise that E is given with --codes implicit, beside the image or what convolutions make of it",
             .group = model,
             .low = 1,
             .high = 65536,
             .needs = {"noise"}},
            noise);
    v.visit({.name = "encoder",
             .value = "SPEC",
             .help = "hidden layers of E: mlp:SIZES, conv:SIZES, dcgan[:SIZE] or resnet:SIZES, sizes starting at the image; see ARCHITECTURES",
             .group = model,
             .forms = architectures,
             .example_default = "dcgan:32; points and small images: mlp:128,128,128"},
            encoder);
    v.visit({.name = "generator",
             .value = "SPEC",
             .help = "of G, sizes starting at z",
             .group = model,
             .forms = architectures,
             .example_default = "that of E in reverse order"},
            generator);
    v.visit({.name = "discriminator",
             .value = "SPEC",
             .help = "of D, sizes starting at the image",
             .group = model,
             .forms = architectures,
             .example_default = "as E",
             .needs = {"discriminator"}},
            discriminator);
    v.visit({.name = "code-discriminator",
             .value = "mlp:SIZES",
             .help = "of C, sizes starting at the code",
             .group = model,
             .forms = [](const auto&) { return Forms{"mlp:"}; },
             .example_default = "mlp:750,750",
             .needs = {"code discriminator"}},
            code_discriminator);
    pixels.describe(v);
}

void AlphaOptions::describe_losses(OptionVisitor& v) {
    const std::string_view losses = "Losses";
    static const std::string distances =
        by_mode([](const AlphaMode& m) { return m.compares && m.distance != AlphaDistance::features ? word_of(m.distance) : std::string(); });
    static const std::string lambdas = by_mode([](const AlphaMode& m) { return m.compares && !m.shares ? join(m.lambda) : std::string(); });
    static const std::string units = by_mode([](const AlphaMode& m) {
        return !m.compares || m.distance == AlphaDistance::features ? std::string() : m.per_pixel ? "pixel" : "image";
    });
    static const std::string kinds = by_mode([](const AlphaMode& m) { return std::string(m.hybrid ? "hybrid" : "non-saturating"); });
    v.visit({.name = "reconstruction",
             .help = "how x and G(E(x)) are compared: |x - y|, (x - y)^2, or a cross-entropy of pixels on [0,1], for which G gives logits",
             .group = losses,
             .choices = {alpha_distances[0], alpha_distances[1], alpha_distances[2]},
             .example_default = distances,
             .needs = {"pixels"}},
            reconstruction);
    v.visit({.name = "lambda",
             .value = "X",
             .help = "weight of the reconstruction for E and G; of a vae-gan for G alone",
             .group = losses,
             .low = 0,
             .high = 1e9,
             .example_default = lambdas,
             .needs = {"lambda"}},
            lambda);
    v.visit({.name = "per",
             .help = "what the weight is that of: the mean distance over pixels, or their sum; pixels in the range of the networks",
             .group = losses,
             .choices = {"pixel", "image"},
             .example_default = units,
             .needs = {"pixels"}},
            per);
    v.visit({.name = "adversarial-share",
             .value = "S",
             .help = "weight of what C says; that of the reconstruction is 1 - S",
             .group = losses,
             .low = 0,
             .high = 1,
             .needs = {"share"}},
            share);
    v.visit({.name = "feature-layer",
             .value = "L",
             .help = "D's layer, counted from 0, whose outputs are compared",
             .group = losses,
             .low = 0,
             .high = 1e6,
             .example_default = "the last activation",
             .needs = {"features"}},
            feature_layer);
    v.visit({.name = "divergence-weight",
             .value = "W",
             .help = "weight of the divergence of q(z|x) from the prior, for E",
             .group = losses,
             .low = 0,
             .high = 1e6,
             .needs = {"features"}},
            divergence);
    v.visit({.name = "z-cycle",
             .value = "W",
             .help = "weight of |z - E(G(z))|, summed over dimensions, for E and G",
             .group = losses,
             .low = 0,
             .high = 1e6,
             .needs = {"cycle"}},
            z_cycle);
    v.visit({.name = "loss",
             .help = "what E and G minimise of a logit a that D or C gives them: -a, the log ratio of densities, or -log D = log(1 + e^-a)",
             .group = losses,
             .choices = {"hybrid", "non-saturating"},
             .example_default = kinds,
             .needs = {"logistic critic"}},
            loss);
    v.visit({.name = "critic",
             .help = "what D and C minimise: a cross-entropy, or the difference of means with a gradient penalty",
             .group = losses,
             .choices = {"logistic", "wgan-gp"},
             .needs = {"free critic"}},
            critic);
    v.visit({.name = "gradient-penalty",
             .value = "L",
             .help = "weight of (|gradient| - 1)^2 with --critic wgan-gp",
             .group = losses,
             .low = 0,
             .high = 1e6,
             .above_low = true,
             .needs = {"free critic", "wgan critic"}},
            gradient_penalty);
    v.visit({.name = "real-weight",
             .value = "W",
             .help = "weight of log D(x) beside 1 of each kind of generated image",
             .group = losses,
             .low = 0,
             .high = 1e6,
             .above_low = true,
             .example_default = "1; --critic wgan-gp: as all generated ones together",
             .needs = {"images", "logistic critic"}},
            real_weight);
    v.visit({.name = "generated",
             .help = "for D and G, G(E(x)) and G(z) count as a sum or as a mean",
             .group = losses,
             .choices = {"sum", "mean"},
             .needs = {"images"}},
            generated);
    v.visit(
        {.name = "judge-reconstructions", .help = "D sees G(E(x)) as well as G(z)", .group = losses, .choices = {"on", "off"}, .needs = {"images"}},
        judge_reconstructions);
    v.visit({.name = "together", .help = "E and G learn in one update, of the sum of both losses", .group = losses, .needs = {"free updates"}},
            together);
    v.visit({.name = "balance", .help = "D and G wait for each other: see MODES", .group = losses, .choices = {"on", "off"}, .needs = {"features"}},
            balance);
    v.visit({.name = "equilibrium",
             .value = "X",
             .help = "D waits while -log D(x) or -log(1 - D(G(z))) is below X less the margin, G while one is above X and the margin",
             .group = losses,
             .low = 0,
             .high = 1e3,
             .needs = {"features"}},
            equilibrium);
    v.visit({.name = "margin", .value = "X", .help = "see --equilibrium", .group = losses, .low = 0, .high = 1e3, .needs = {"features"}}, margin);
}

AlphaObjective AlphaOptions::objective() const {
    const AlphaMode& m = chosen();
    AlphaObjective o;
    const bool wasserstein = critic == "wgan-gp";
    o.critic = &adversarial_loss(wasserstein ? "wgan-gp" : "non-saturating");
    o.hybrid = wasserstein || (loss.empty() ? m.hybrid : loss == "hybrid");
    o.penalty = wasserstein ? gradient_penalty : 0;
    if (m.shares) o.adversarial = share;
    o.divergence = divergence;
    o.cycle = z_cycle;
    o.judges_reconstructions = judge_reconstructions == "on";
    o.averages = generated == "mean";
    o.real_weight = real_weight.value_or(wasserstein && o.judges_reconstructions && !o.averages ? 2 : 1);
    o.together = together;
    if (m.balances && balance == "on") o.balance = AlphaObjective::Balance{equilibrium - margin, equilibrium + margin};
    return o;
}

const NetworkOptions& AlphaOptions::of(AlphaPart part) const {
    const NetworkOptions* const each[alpha_parts] = {&of_encoder, &of_generator, &of_discriminator, &of_code_discriminator};
    return *each[static_cast<std::size_t>(part)];
}

OptimizerSpec AlphaOptions::optimizer(AlphaPart part) const {
    const bool with_generator = part == AlphaPart::encoder && (together || chosen().together);
    return of(with_generator ? AlphaPart::generator : part).optimizer_spec(training, std::string(usual_betas));
}

}  // namespace gen
