#include <algorithm>
#include <memory>
#include <optional>

#include "core/engine.hpp"
#include "core/error.hpp"
#include "core/parse.hpp"
#include "core/words.hpp"
#include "formats/images.hpp"
#include "formats/latents.hpp"
#include "formats/model.hpp"
#include "formats/streams.hpp"
#include "prob/mixture.hpp"
#include "tools/common/command_line/company.hpp"
#include "tools/common/command_line/numerics.hpp"
#include "tools/common/command_line/tool.hpp"
#include "tools/common/latents/drawn_units.hpp"
#include "tools/common/latents/image_sampler.hpp"
#include "tools/common/reports/work_progress.hpp"

namespace {

const gen::Tool tool = {
    .name = "gen-sample",
    .summary = "draw images from a generative model",
    .description =
        "Draws latent numbers from the model's prior, or takes them from a file, and makes an image of each row: by the decoder of a VAE, or the "
        "generator "
        "of a GAN. The images of a VAE are the means of p(x|z) unless --draw asks for pixels drawn from it; the latent numbers stay beside them in "
        "/latents.\n\n"
        "Where the model was trained on transformed data (data-import --transform) the transform is undone, unless --units stored is given: such "
        "samples can be given to gen-score beside the data, or to the model again.\n\n"
        "Sample number i is a function of the model, the seed and i: a larger sample begins with the same ones.",
    .examples =
        "gen-sample vae.h5 --count 64 --output samples.h5\n"
        "# reconstructions\n"
        "latent-encode vae.h5 digits.h5 | gen-sample vae.h5 --latents - | img-grid - --output reconstructions.png",
    .output = "IMAGES",
    .kind = "images",
    .seeded = true,
    .parallel = true,
    .shares = true,
    .slow = true,
    .numerics = gen::numerics,
};

struct Options {
    std::string model;
    std::optional<std::int64_t> samples;
    std::string latents;
    bool draw = false;
    double temperature = 1;
    double truncation = 0;
    std::string label;
    std::string prior = "model";
    std::string encodings;
    bool raw = false;
    std::string precision = "fp32";
    bool portable = false;
    gen::DrawnUnits units;

    void describe(gen::OptionVisitor& v) {
        v.visit({.name = "MODEL", .help = "model to draw from", .required = true, .expects = gen::Expects::file}, model);
        v.visit({.name = "count",
                 .letter = 'n',
                 .value = "N",
                 .help = "how many images; with --latents, the first N of them",
                 .low = 1,
                 .high = 4294967295.0,
                 .example_default = "64, or as many as there are latents"},
                samples);
        v.visit({.name = "latents",
                 .value = "FILE",
                 .help = "decode these latents, those kept with samples, or points, instead of drawing any",
                 .expects = gen::Expects::file,
                 .recorded = false},
                latents);
        v.visit({.name = "draw", .help = "draw the pixels from p(x|z) instead of giving its mean"}, draw);
        v.visit({.name = "temperature", .value = "T", .help = "scale of the prior's standard deviation", .low = 0, .high = 1e6}, temperature);
        v.visit({.name = "truncation",
                 .value = "T",
                 .help = "redraw normal latent numbers until they lie within T standard deviations; 0: keep all",
                 .low = 0,
                 .high = 100},
                truncation);
        v.visit({.name = "class",
                 .value = "CLASS|all",
                 .help = "for a conditional model: the class to draw, by name or by number from 0, or each in turn",
                 .forms = [](const auto&) { return gen::Forms{"all"}; },
                 .example_default = "all, or the labels that come with the latents"},
                label);
        v.visit({.name = "prior",
                 .value = "SPEC",
                 .help = "distribution of latent numbers: the model's prior, or gmm:K, a mixture of K Gaussians fitted to --encodings",
                 .forms = [](const auto&) { return gen::Forms{"model", "gmm:"}; }},
                prior);
        v.visit({.name = "encodings",
                 .value = "FILE",
                 .help = "latents of the training images, from latent-encode",
                 .expects = gen::Expects::file,
                 .recorded = false},
                encodings);
        v.visit({.name = "raw", .help = "use the latest weights of a model that has moving averages"}, raw);
        gen::describe_precision(v, {}, precision);
        gen::describe_portable(v, {}, portable);
        units.describe(v);
    }
};

/// The latents of --latents, the first `most` of them.
gen::Latents given_latents(const gen::Document& document, const gen::Document& model, std::size_t latent, std::optional<std::int64_t> most) {
    gen::Latents latents = gen::latents_for(document, model, latent);
    if (!most) return latents;
    const auto rows = static_cast<std::size_t>(*most);
    if (rows > latents.values.rows()) gen::fail(document.name, ": has ", latents.values.rows(), " latents, expected at least ", rows);
    gen::Matrix first(rows, latents.values.columns());
    std::copy_n(latents.values.data(), first.size(), first.data());
    latents.values = std::move(first);
    if (!latents.labels.empty()) latents.labels.resize(rows);
    return latents;
}

/// Draws of a mixture of Gaussians that is fitted to codes.
gen::Matrix mixture_draws(const Options& options, const gen::Latents& codes, std::size_t count, const gen::Run& run, gen::WorkProgress& progress) {
    progress.begin("fitting a mixture");
    const auto [kind, number] = gen::split_at(options.prior, ':');
    gen::Parallel parallel(run.threads);
    const gen::GaussianMixture mixture =
        gen::fit_mixture(gen::panel(codes.values), gen::parse_count(number, "--prior gmm"), run.seed, parallel).mixture;
    gen::Matrix z(count, codes.values.columns());
    for (std::size_t i = 0; i < count; ++i) mixture.draw({run.seed, gen::Purpose::mixture_draw, 0}, static_cast<std::uint32_t>(i), z.row(i));
    return z;
}

gen::Matrix prior_draws(const gen::ImageModel& model, const Options& options, std::size_t count, const gen::Run& run) {
    gen::Parallel parallel(run.threads);
    const std::unique_ptr<gen::Prior> prior = model.prior(parallel);
    if (options.truncation > 0 && prior->is_bounded())
        gen::fail_usage("--truncation cuts off the tails of normal latent numbers, those of this model have none");
    if (options.temperature != 1 && prior->is_bounded())
        gen::fail_usage("--temperature scales normal latent numbers, those of this model lie in a fixed range");
    return gen::draw(*prior, count, {run.seed, gen::Purpose::prior, 0}, {options.temperature, options.truncation});
}

/// The class of each sample; nothing where the model is not conditional.
std::vector<std::int32_t> classes_of(const gen::ImageModel& model, const Options& options, const std::vector<std::int32_t>& given,
                                     std::size_t count) {
    if (model.classes() == 0) {
        if (!options.label.empty()) gen::fail_usage("--class: the model is not conditional: --condition of a trainer makes it so");
        return {};
    }
    std::vector<std::int32_t> labels(count);
    if (options.label.empty() && !given.empty()) return given;
    const bool all = options.label.empty() || options.label == "all";
    const std::int32_t one = all ? 0 : gen::parse_class(options.label, "--class", model.class_names(), model.classes());
    for (std::size_t i = 0; i < count; ++i) labels[i] = all ? static_cast<std::int32_t>(i % model.classes()) : one;
    return labels;
}

void check(const Options& options) {
    const bool mixture = options.prior.starts_with("gmm:");
    if (options.prior != "model" && !mixture)
        gen::fail_usage("--prior is ", options.prior, ", expected model or gmm:K",
                        gen::did_you_mean(gen::split_at(options.prior, ':').first, {"model", "gmm"}));
    if (mixture && options.encodings.empty())
        gen::fail_usage("--prior ", options.prior, " is fitted to codes: give --encodings LATENTS, as latent-encode makes them");
    if (!mixture && !options.encodings.empty()) gen::fail_usage("--encodings goes with --prior gmm:K");
    if (!options.latents.empty() && options.prior != "model") gen::fail_usage("--prior says where latents are drawn from, but --latents gives them");
    if ((options.temperature != 1 || options.truncation > 0) && mixture)
        gen::fail_usage("--temperature and --truncation are for the model's prior, not for a mixture");
    if (!options.latents.empty() && options.temperature != 1)
        gen::fail_usage("--temperature scales latents that are drawn, but --latents gives them");
    if (!options.latents.empty() && options.truncation > 0) gen::fail_usage("--truncation is for latents that are drawn, but --latents gives them");
    if ((options.model == "-") + (options.latents == "-") + (options.encodings == "-") > 1)
        gen::fail_usage("only one of the inputs can come from stdin");
}

bool sample(gen::Run& run, const Options& options) {
    check(options);
    gen::take_portable(options.portable, options.precision);
    gen::expect_alike(run, {.precision = gen::parse_precision(options.precision)});
    gen::Output output(run.output);
    const gen::Document document = gen::read_document(options.model);
    std::optional<gen::LoadedAhead> loaded;
    if (options.latents.empty() && options.encodings.empty()) loaded.emplace();  // what is read beside the model may be read in a process of its own
    std::vector<gen::Provenance::Input> inputs = {gen::provenance_input("model", document)};
    const std::unique_ptr<gen::Model> used =
        gen::model_of(document, gen::Ability::draws, options.raw ? gen::Weights::latest : gen::Weights::averaged);
    used->only_use({.precision = gen::parse_precision(options.precision)});
    const std::unique_ptr<gen::ImageModel> model = used->draws();
    const gen::Drawing how = {.seed = run.seed, .draws_pixels = options.draw};
    const auto read_latents = [&](const char* role, const std::string& path, std::optional<std::int64_t> most) {
        const gen::Document codes = gen::read_document(path);
        inputs.push_back(gen::provenance_input(role, codes));
        return given_latents(codes, document, model->latent(), most);
    };
    gen::WorkProgress progress(run);
    gen::Latents latents;
    const auto wanted = static_cast<std::size_t>(options.samples.value_or(64));
    if (!options.latents.empty())
        latents = read_latents("latents", options.latents, options.samples);
    else if (!options.encodings.empty())
        latents.values = mixture_draws(options, read_latents("encodings", options.encodings, std::nullopt), wanted, run, progress);
    else
        latents.values = prior_draws(*model, options, wanted, run);
    const std::size_t count = latents.values.rows();
    const std::vector<std::int32_t> labels = classes_of(*model, options, latents.labels, count);
    gen::ImageSampler sampler(*model, how, run.threads, std::move(latents.values), labels, run.ranks);
    gen::Images images = options.units.of(document, sampler.images());
    if (labels.empty()) images.labels = std::move(latents.labels);
    images.classes = latents.classes.empty() ? model->class_names() : std::move(latents.classes);
    images.rows = gen::watched(std::move(images.rows), progress);
    progress.begin("images", count);
    sampler.help();
    output.commit(gen::document_of(images, run.provenance(inputs)));
    sampler.end();
    run.detail(gen::join(count, " samples, ", static_cast<double>(count) / sampler.seconds(), " samples/s"));
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    return gen::run_tool(argc, argv, tool, [&](gen::OptionVisitor& v) { options.describe(v); }, [&](gen::Run& run) { return sample(run, options); });
}
