#include "tools/common/training/gan_options.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/error.hpp"
#include "core/parse.hpp"
#include "core/words.hpp"
#include "nn/architecture.hpp"
#include "nn/layer_table.hpp"
#include "tools/common/training/continued.hpp"
#include "tools/common/training/gan_losses.hpp"

namespace gen {
namespace {

constexpr std::pair<std::string_view, ConditionBy> conditions[] = {
    {"concat", ConditionBy::concat}, {"embed", ConditionBy::embed}, {"projection", ConditionBy::projection}, {"auxiliary", ConditionBy::auxiliary}};

Forms condition_forms() {
    Forms forms = {"none"};
    for (const auto& [name, how] : conditions) forms.push_back(join(name, how == ConditionBy::embed ? ":" : ""));
    return forms;
}

}  // namespace

GanOptions::GanOptions() {
    training.lr = 2e-4;
    training.batch = 64;
    training.whole_batches = true;
    training.report_every = 500;
    training.batch_help = "examples per step";
    training.keep_help = "which model to keep: that at the last row of --metrics, or at the row with the lowest mmd";
    training.patience_help = "stop after N epochs without a lower mmd";
    static const std::string betas = by_loss(betas_of);
    training.betas_unless_given = betas;
}

void GanOptions::describe(OptionVisitor& v) {
    v.visit({.name = "DATA", .help = "images or points to learn from", .required = true, .expects = Expects::file}, data);
    const std::string_view model = "Model";
    v.visit({.name = "latent", .letter = 'l', .value = "N", .help = "latent dimensions", .group = model, .low = 1, .high = 65536}, latent);
    v.visit({.name = "latent-noise",
             .help = "distribution of latent numbers: N(0,1), uniform on [-1,1], or on the sphere of radius sqrt(N)",
             .group = model,
             .choices = {"normal", "uniform", "sphere"}},
            latent_noise);
    v.visit({.name = "generator",
             .value = "SPEC",
             .help = "hidden layers: mlp:SIZES, conv:SIZES, dcgan[:SIZE] or resnet:SIZES, sizes starting at z; see ARCHITECTURES",
             .group = model,
             .forms = [](const auto&) { return architecture_forms(); },
             .example_default = "dcgan; points and small images: mlp:128,128,128"},
            generator);
    v.visit({.name = "discriminator",
             .value = "SPEC",
             .help = "the same, sizes starting at the image",
             .group = model,
             .forms = [](const auto&) { return architecture_forms(); },
             .example_default = "as the generator in reverse order",
             .needs = {"discriminator"}},
            discriminator);
    pixels.describe(v);
    v.visit({.name = "condition",
             .value = "HOW",
             .help = "tell both networks the class of each image, D by concat, embed:K, projection or auxiliary; or none",
             .group = model,
             .forms = [](const auto&) { return condition_forms(); },
             .needs = {"discriminator"}},
            condition);
    v.visit({.name = "pack", .value = "M", .help = "D judges M images together", .group = model, .low = 1, .high = 64, .needs = {"discriminator"}},
            pack);
    both.describe(v);
    of_generator.describe(v);
    of_discriminator.describe(v);
    const std::string_view losses = "Losses";
    static const std::string penalties = by_loss([](const AdversarialLoss& l) { return text(l.penalty); });
    static const std::string limits = by_loss([](const AdversarialLoss& l) { return text(l.weight_limit); });
    static const std::string steps = by_loss([](const AdversarialLoss& l) { return text(l.d_steps); });
    v.visit({.name = "loss", .help = "what the networks minimise; see LOSSES", .group = losses, .choices = names_of(adversarial_losses())}, loss);
    v.visit({.name = "gradient-penalty",
             .value = "L",
             .help = "weight of (|gradient of D| - 1)^2 between real and generated images",
             .group = losses,
             .low = 0,
             .high = 1e6,
             .example_default = penalties,
             .needs = {"discriminator"}},
            gradient_penalty);
    v.visit({.name = "r1",
             .value = "G",
             .help = "G/2 times |gradient of D|^2 at real images",
             .group = losses,
             .low = 0,
             .high = 1e6,
             .needs = {"discriminator"}},
            r1);
    v.visit({.name = "r2",
             .value = "G",
             .help = "G/2 times |gradient of D|^2 at generated images",
             .group = losses,
             .low = 0,
             .high = 1e6,
             .needs = {"discriminator"}},
            r2);
    v.visit({.name = "clip-weights",
             .value = "C",
             .help = "D's weights stay within -C ... C; 0: free",
             .group = losses,
             .low = 0,
             .high = 1e6,
             .example_default = limits,
             .needs = {"discriminator"}},
            clip_weights);
    v.visit({.name = "augment",
             .value = "W",
             .help = "weight of (D(x) - D(x shifted))^2",
             .group = losses,
             .low = 0,
             .high = 1e6,
             .needs = {"discriminator"}},
            augment);
    v.visit({.name = "auxiliary-weight",
             .value = "W",
             .help = "weight of the cross-entropy of classes with --condition auxiliary",
             .group = losses,
             .low = 0,
             .high = 1e6},
            auxiliary_weight);
    const std::string_view phases = "Phases";
    v.visit({.name = "d-steps",
             .value = "K",
             .help = "steps of D before each turn of G",
             .group = phases,
             .low = 1,
             .high = 1e6,
             .example_default = steps,
             .needs = {"discriminator"}},
            d_steps);
    v.visit({.name = "g-steps", .value = "K", .help = "updates of G in its turn", .group = phases, .low = 1, .high = 1e6}, g_steps);
    v.visit(
        {.name = "d-warmup", .value = "ROUNDS:K", .help = "K steps of D in each of the first rounds", .group = phases, .needs = {"discriminator"}},
        d_warmup);
    v.visit({.name = "d-epochs",
             .value = "N",
             .help = "epochs of D alone, in turn with --g-epochs; 0: both in every epoch",
             .group = phases,
             .low = 0,
             .high = 1e6,
             .needs = {"discriminator"}},
            d_epochs);
    v.visit({.name = "g-epochs", .value = "N", .help = "epochs of G alone", .group = phases, .low = 0, .high = 1e6, .needs = {"discriminator"}},
            g_epochs);
    hacks.describe(v);
    monitor.describe(v);
    training.describe(v);
}

GanObjective GanOptions::objective() const {
    const AdversarialLoss& row = adversarial_loss(loss);
    GanObjective o;
    o.loss = &row;
    (row.penalty_around_real ? o.dragan : o.gradient_penalty) = gradient_penalty.value_or(row.penalty);
    if (!row.without_penalty.empty() && !o.penalises())
        fail_usage("--loss ", loss, " without a penalty is no loss: give --gradient-penalty above 0, or --loss ", row.without_penalty);
    o.r1 = r1;
    o.r2 = r2;
    o.weight_limit = clip_weights.value_or(row.weight_limit);
    o.augment = augment;
    o.auxiliary = auxiliary_weight;
    hacks.set(o);
    if (!row.is_adversarial() && training.batch < 2) fail_usage("--loss ", loss, " compares images of a batch: give --batch 500 or so");
    return o;
}

GanPhases GanOptions::phases() const {
    GanPhases p;
    p.d_steps = static_cast<std::uint64_t>(d_steps.value_or(static_cast<std::int64_t>(adversarial_loss(loss).d_steps)));
    p.g_steps = static_cast<std::uint64_t>(g_steps);
    if (!d_warmup.empty()) {
        const auto [rounds, steps] = split_at(d_warmup, ':');
        p.warm_rounds = parse_count(rounds, "--d-warmup");
        p.warm_d_steps = parse_count(steps, "--d-warmup");
    }
    if ((d_epochs > 0) != (g_epochs > 0)) fail_usage("--d-epochs and --g-epochs go together");
    if (d_epochs > 0 && (d_steps || !d_warmup.empty())) fail_usage("--d-epochs and --g-epochs take the place of --d-steps and --d-warmup");
    p.d_epochs = static_cast<std::uint64_t>(d_epochs);
    p.g_epochs = static_cast<std::uint64_t>(g_epochs);
    return p;
}

OptimizerSpec GanOptions::optimizer(char network) const { return of(network).optimizer_spec(training, betas_of(adversarial_loss(loss))); }

void GanOptions::set_condition(GanSpec& spec, const ImageExamples& images) const {
    if (condition == "none") return;
    const auto [how, size] = split_at(condition, ':');
    const auto& kinds = conditions;
    const auto* const kind = std::find_if(std::begin(kinds), std::end(kinds), [&, h = how](const auto& k) { return k.first == h; });
    if (kind == std::end(kinds))
        fail_usage("--condition is ", condition, ", expected none, concat, embed:K, projection or auxiliary", did_you_mean(how, names_of(kinds)));
    if ((how == "embed") == size.empty()) fail_usage("--condition is ", condition, ", expected ", how == "embed" ? "embed:K" : std::string(how));
    if (pack > 1) fail_usage("--pack ", pack, " with --condition ", how, ": a pack has no single class; leave one of them out");
    if (!images.labelled()) fail(images.name(), ": has no /labels, --condition needs the class of each image; import them with data-import --labels");
    spec.condition = kind->second;
    spec.classes = images.class_count();
    spec.class_names = images.class_names();
}

// "dcgan" for images that convolutions can halve twice, else dense layers.
std::string GanOptions::architecture(char network, const Shape& input) const {
    const std::string& own = network == 'g' ? generator : discriminator;
    if (!own.empty()) return own;
    const std::string& other = network == 'g' ? discriminator : generator;
    if (!other.empty()) return other;
    return std::min(input[1], input[2]) >= 16 ? "dcgan" : "mlp:128,128,128";
}

void GanOptions::set_generator(GanSpec& spec) const {
    const bool turned = generator.empty() && !discriminator.empty();  // sizes are given from the image on
    Architecture how = parse_architecture(architecture('g', spec.input), !turned);
    const std::string norm = first_given(of_generator.norm, both.norm, "");
    how = normalised(how, norm);
    const std::string between = first_given(of_generator.activation, both.activation, "relu");
    const std::size_t told = spec.classes == 0                      ? 0
                             : spec.condition == ConditionBy::embed ? parse_count(split_at(condition, ':').second, "--condition embed")
                                                                    : spec.classes;
    std::vector<LayerSpec> layers = expand_decoder(how, parse_activation(between), spec.latent + told, spec.input);
    hacks.add_to_generator(layers);
    if (norm == "spectral") make_spectral(layers);
    if (told > 0) insert_layer(layers, 0, {"condition", {{"classes", static_cast<double>(spec.classes)}, {"size", static_cast<double>(told)}}});
    layers.insert(layers.end(), spec.generator.begin(), spec.generator.end());  // what it ends in
    spec.generator = std::move(layers);
}

void GanOptions::set_discriminator(GanSpec& spec) const {
    if (!adversarial_loss(loss).is_adversarial()) return;
    const bool turned = discriminator.empty() && !generator.empty();
    Architecture how = parse_architecture(architecture('d', spec.input), turned);
    const std::string norm = first_given(of_discriminator.norm, both.norm, "");
    how = normalised(how, norm);
    const std::string between = first_given(of_discriminator.activation, both.activation, "leaky-relu:0.2");
    const bool beside = spec.classes > 0 && (spec.condition == ConditionBy::concat || spec.condition == ConditionBy::embed);
    const std::size_t told = !beside                                ? 0
                             : spec.condition == ConditionBy::embed ? parse_count(split_at(condition, ':').second, "--condition embed")
                                                                    : spec.classes;
    Shape seen = {spec.pack * spec.input[0], spec.input[1], spec.input[2]};
    const bool dense = how.kind == Architecture::Kind::mlp;
    if (dense && told > 0)
        seen = {count(seen) + told};
    else
        seen[0] += told;
    std::vector<LayerSpec> layers = expand_encoder(how, parse_activation(between), seen, spec.logits());
    hacks.add_to_discriminator(layers);
    if (norm == "spectral") make_spectral(layers);
    if (spec.classes > 0 && spec.condition == ConditionBy::projection)
        layers.back() = {"projection", {{"in", layers.back().setting("in")}, {"classes", static_cast<double>(spec.classes)}}};
    if (told > 0) insert_layer(layers, 0, {"condition", {{"classes", static_cast<double>(spec.classes)}, {"size", static_cast<double>(told)}}});
    if (dense && told > 0) insert_layer(layers, 0, {"flatten", {}});
    spec.discriminator = std::move(layers);
}

GanSpec GanOptions::spec(const ImageExamples& images) const {
    GanSpec spec;
    spec.input = images.shape();
    spec.latent = static_cast<std::size_t>(latent);
    spec.noise = latent_noise == "normal" ? LatentNoise::normal : latent_noise == "uniform" ? LatentNoise::uniform : LatentNoise::sphere;
    spec.pack = static_cast<std::size_t>(pack);
    if (training.batch % pack != 0) fail_usage("--batch ", training.batch, " is no multiple of --pack ", pack);
    pixels.set(images, spec.low, spec.high, spec.generator);
    set_condition(spec, images);
    set_generator(spec);
    set_discriminator(spec);
    check_penalties(spec);
    return spec;
}

Gan GanOptions::make(const ImageExamples& examples, const std::optional<Document>& start, std::uint64_t seed) const {
    if (static_cast<std::size_t>(training.batch) > examples.size())
        fail_usage("--batch ", training.batch, " is more than the ", examples.size(), " examples of ", examples.name(),
                   "; batches of gan-train are whole");
    const GanSpec wanted = spec(examples);
    // NOLINTNEXTLINE(performance-no-automatic-move): what a lambda refers to is not moved
    if (start) return continued<Gan>(*start, [&](const Gan&) { return wanted; });
    Gan gan(wanted);
    const auto usual = [&](char network) { return architecture(network, wanted.input).starts_with("dcgan") ? "normal:0.02" : "pytorch"; };
    gan.initialise(parse_initialisation(first_given(of_generator.init, both.init, usual('g'))),
                   parse_initialisation(first_given(of_discriminator.init, both.init, usual('d'))), seed);
    return gan;
}

}  // namespace gen
