#include <algorithm>
#include <chrono>
#include <cmath>
#include <iterator>
#include <optional>

#include "core/error.hpp"
#include "core/kernels.hpp"
#include "core/parse.hpp"
#include "formats/images.hpp"
#include "formats/latents.hpp"
#include "formats/streams.hpp"
#include "formats/vae_model.hpp"
#include "prob/mixture.hpp"
#include "tools/common/numerics.hpp"
#include "tools/common/tool.hpp"

namespace {

const gen::Tool tool = {
    .name = "gen-sample",
    .summary = "draw images from a generative model",
    .description = "Draws latent numbers from the model's prior, or takes them from a file, and decodes each row into an image. The images are the means of "
                   "p(x|z) unless --draw asks for pixels drawn from it; the latent numbers stay beside them in /latents.\n\n"
                   "Sample number i is a function of the model, the seed and i: more samples begin with the same ones.",
    .examples = "gen-sample vae.h5 --count 64 --output samples.h5\n"
                "# reconstructions\n"
                "latent-encode vae.h5 digits.h5 | gen-sample vae.h5 --latents - | img-grid - --output reconstructions.png",
    .output = "IMAGES",
    .seeded = true,
    .parallel = true,
    .numerics = gen::numerics,
};

struct Options {
    std::string model;
    std::optional<std::int64_t> samples;
    std::string latents;
    bool draw = false;
    double temperature = 1;
    std::string label;
    std::string prior = "model";
    std::string encodings;
    bool raw = false;

    void describe(gen::OptionVisitor& v) {
        v.visit({.name = "MODEL", .help = "model to draw from", .required = true, .expects = gen::Expects::file}, model);
        v.visit({.name = "count", .letter = 'n', .value = "N", .help = "how many images; with --latents, the first N of them", .low = 1, .high = 4294967295.0,
                 .example_default = "64, or as many as there are latents"}, samples);
        v.visit({.name = "latents", .value = "FILE", .help = "decode these latents, those kept beside samples, or points, instead of drawing", .expects = gen::Expects::file, .recorded = false},
                latents);
        v.visit({.name = "draw", .help = "draw the pixels from p(x|z) instead of giving its mean"}, draw);
        v.visit({.name = "temperature", .value = "T", .help = "scale of the prior's standard deviation", .low = 0, .high = 1e6}, temperature);
        v.visit({.name = "class", .value = "K|all", .help = "of a conditional model: the class to draw, from 0, or each in turn",
                 .example_default = "all, or the labels beside the latents"}, label);
        v.visit({.name = "prior", .value = "SPEC", .help = "where latent numbers come from: the model's prior, or gmm:K, a mixture of K Gaussians fitted to --encodings"},
                prior);
        v.visit({.name = "encodings", .value = "FILE", .help = "latents of the training images, from latent-encode", .expects = gen::Expects::file, .recorded = false},
                encodings);
        v.visit({.name = "raw", .help = "use the latest weights of a model that has moving averages"}, raw);
    }
};

/// Makes the images of one run, a block of rows at a time.
class Sampler {
public:
    /// `labels`: of the latents, or empty where the model is not conditional.
    Sampler(const gen::Vae& vae, const Options& options, const gen::Run& run, gen::Matrix latents, std::vector<std::int32_t> labels)
        : vae_(vae), options_(options), seed_(run.seed), latents_(std::move(latents)), labels_(std::move(labels)), samples_(latents_.rows()),
          parallel_(run.threads), decoder_(vae) {}

    gen::Images images() {
        const gen::Shape& input = vae_.spec.input;
        gen::Images images;
        images.shape = {samples_, input[0], input[1], input[2]};
        images.type = gen::Type::f32;
        const bool unbounded = images.are_points() && !vae_.spec.likelihood.needs_unit_range();
        constexpr double infinity = std::numeric_limits<double>::infinity();
        images.range = unbounded ? gen::Range{-infinity, infinity} : gen::Range{0, 1};
        images.rows = [this, unbounded](std::size_t first, std::size_t count, void* out) { fill(first, count, !unbounded, static_cast<float*>(out)); };
        images.latents = latents_;
        return images;
    }

    double seconds() const { return seconds_; }

private:
    // Images are made in batches that waste nothing, whatever rows are asked for.
    void fill(std::size_t first, std::size_t count, bool bounded, float* out) {
        for (std::size_t i = first; i < first + count;) {
            if (i < made_.begin || i >= made_.end) make(i, bounded);
            const std::size_t rows = std::min(first + count, made_.end) - i;
            std::copy_n(batch_.row(i - made_.begin), rows * batch_.columns(), out + (i - first) * batch_.columns());
            i += rows;
        }
    }

    void make(std::size_t row, bool bounded) {
        const auto start = std::chrono::steady_clock::now();
        const std::size_t rows = std::max<std::size_t>(1, batch_numbers / vae_.spec.pixels() / decoder_.rows_together()) * decoder_.rows_together();
        made_ = {row / rows * rows, std::min(samples_, row / rows * rows + rows)};
        batch_.resize(made_.count(), vae_.spec.pixels());
        const gen::Likelihood& likelihood = vae_.spec.likelihood;
        const bool clamped = bounded && !likelihood.needs_unit_range();
        decoder_.decode(latents_, made_, parallel_, [&](std::size_t i, const gen::real* o) {
            gen::real* const x = batch_.row(i - made_.begin);
            if (options_.draw) likelihood.draw({seed_, gen::Purpose::pixels, 0}, static_cast<std::uint32_t>(i), o, batch_.columns(), x);
            else likelihood.mean(o, batch_.columns(), x);
            if (clamped) gen::kernels().clamp(x, batch_.columns(), 0, 1);
        }, labels_);
        seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    }

    static constexpr std::size_t batch_numbers = std::size_t{1} << 20;  // of a batch, about
    const gen::Vae& vae_;
    const Options& options_;
    std::uint64_t seed_;
    gen::Matrix latents_;
    std::vector<std::int32_t> labels_;
    std::size_t samples_;
    gen::Parallel parallel_;
    gen::Decoder decoder_;
    gen::Matrix batch_;
    gen::Rows made_;  // the samples in batch_
    double seconds_ = 0;
};

/// A file of latents, the latents that are kept beside samples, or points.
gen::Latents latents_in(const gen::Document& document) {
    if (document.text_attribute("encoding-type") != "images") return gen::latents_of(document);
    gen::Images samples = gen::images_of(document);
    gen::Latents latents;
    if (!samples.latents && !samples.are_points()) return gen::latents_of(document);
    if (!samples.latents) {
        samples.latents.emplace(samples.count(), samples.pixels());
        gen::read_rows(samples, document.name, 0, samples.count(), samples.latents->data());
    }
    latents.values = std::move(*samples.latents);
    latents.labels = std::move(samples.labels);
    latents.classes = std::move(samples.classes);
    return latents;
}

/// The latents of --latents, the first `most` of them.
gen::Latents given_latents(const gen::Document& document, std::optional<std::int64_t> most) {
    gen::Latents latents = latents_in(document);
    if (!most) return latents;
    const auto rows = static_cast<std::size_t>(*most);
    if (rows > latents.values.rows()) gen::fail(document.name, ": has ", latents.values.rows(), " latents, expected at least ", rows);
    gen::Matrix first(rows, latents.values.columns());
    std::copy_n(latents.values.data(), first.size(), first.data());
    latents.values = std::move(first);
    if (!latents.labels.empty()) latents.labels.resize(rows);
    return latents;
}

/// Draws of the model's prior.
gen::Matrix prior_draws(const gen::Vae& vae, double temperature, std::size_t count, const gen::Run& run) {
    gen::Matrix z(count, vae.spec.latent);
    gen::Parallel parallel(run.threads);
    const gen::Encoded pseudo = vae.spec.pseudo_inputs > 0 ? gen::encode_pseudo_inputs(vae, parallel) : gen::Encoded();
    for (std::size_t i = 0; i < count; ++i) {
        const auto row = static_cast<std::uint32_t>(i);
        gen::random_normal({run.seed, gen::Purpose::prior, 0}, row, z.row(i), z.columns());
        gen::Draws draws({run.seed, gen::Purpose::component, 0}, row);
        const std::size_t k = pseudo.mean.empty() ? 0 : draws.below(static_cast<std::uint32_t>(pseudo.mean.rows()));
        for (std::size_t j = 0; j < z.columns(); ++j) {
            const double mean = pseudo.mean.empty() ? vae.spec.prior.mean : static_cast<double>(pseudo.mean(k, j));
            const double sd = pseudo.mean.empty() ? vae.spec.prior.sd : std::exp(0.5 * static_cast<double>(pseudo.logvar(k, j)));
            z(i, j) = static_cast<gen::real>(mean + temperature * sd * static_cast<double>(z(i, j)));
        }
    }
    return z;
}

/// Draws of a mixture of Gaussians that is fitted to codes.
gen::Matrix mixture_draws(const Options& options, const gen::Latents& codes, std::size_t count, const gen::Run& run) {
    const auto [kind, number] = gen::split_at(options.prior, ':');
    gen::Parallel parallel(run.threads);
    const gen::GaussianMixture mixture = gen::fit_mixture(gen::panel(codes.values), gen::parse_count(number, "--prior gmm"), run.seed, parallel).mixture;
    gen::Matrix z(count, codes.values.columns());
    for (std::size_t i = 0; i < count; ++i) mixture.draw({run.seed, gen::Purpose::mixture_draw, 0}, static_cast<std::uint32_t>(i), z.row(i));
    return z;
}

/// The class of each sample; nothing where the model is not conditional.
std::vector<std::int32_t> classes_of(const gen::Vae& vae, const Options& options, const std::vector<std::int32_t>& given, std::size_t count) {
    if (vae.spec.classes == 0) {
        if (!options.label.empty()) gen::fail_usage("--class: the model is not conditional");
        return {};
    }
    std::vector<std::int32_t> labels(count);
    if (options.label.empty() && !given.empty()) return given;
    const bool all = options.label.empty() || options.label == "all";
    const bool is_number = options.label.find_first_not_of("0123456789") == std::string::npos && options.label.size() < 10;
    const std::size_t one = all || !is_number ? 0 : std::stoul(options.label);
    if (!all && (!is_number || one >= vae.spec.classes)) gen::fail_usage("--class is ", options.label, ", expected all or 0 to ", vae.spec.classes - 1);
    for (std::size_t i = 0; i < count; ++i) labels[i] = static_cast<std::int32_t>(all ? i % vae.spec.classes : one);
    return labels;
}

void check(const Options& options) {
    const bool mixture = options.prior.starts_with("gmm:");
    if (options.prior != "model" && !mixture) gen::fail_usage("--prior is ", options.prior, ", expected model or gmm:K");
    if (mixture && options.encodings.empty()) gen::fail_usage("--prior ", options.prior, " is fitted to codes: give --encodings LATENTS, as latent-encode makes them");
    if (!mixture && !options.encodings.empty()) gen::fail_usage("--encodings goes with --prior gmm:K");
    if (!options.latents.empty() && options.prior != "model") gen::fail_usage("--prior is where latents are drawn from, --latents gives them");
    if (options.temperature != 1 && mixture) gen::fail_usage("--temperature scales the model's prior, not a mixture");
    if ((options.model == "-") + (options.latents == "-") + (options.encodings == "-") > 1) gen::fail_usage("only one of the inputs can come from stdin");
}

bool sample(gen::Run& run, const Options& options) {
    check(options);
    if (!options.latents.empty() && options.temperature != 1) gen::fail_usage("--temperature scales drawn latents, --latents gives them");
    gen::Output output(run.output);
    const gen::Document model = gen::read_document(options.model);
    std::vector<gen::Provenance::Input> inputs = {gen::provenance_input("model", model)};
    gen::Vae vae = gen::vae_of(model, options.raw ? gen::Weights::latest : gen::Weights::averaged);
    for (gen::Sequential* const network : vae.networks()) network->fold();
    const auto read_latents = [&](const char* role, const std::string& path, std::optional<std::int64_t> most) {
        const gen::Document document = gen::read_document(path);
        inputs.push_back(gen::provenance_input(role, document));
        gen::Latents latents = given_latents(document, most);
        if (latents.values.columns() != vae.spec.latent)
            gen::fail(document.name, ": latents have ", latents.values.columns(), " dimensions, the model has ", vae.spec.latent);
        return latents;
    };
    gen::Latents latents;
    const auto wanted = static_cast<std::size_t>(options.samples.value_or(64));
    if (!options.latents.empty()) latents = read_latents("latents", options.latents, options.samples);
    else if (!options.encodings.empty()) latents.values = mixture_draws(options, read_latents("encodings", options.encodings, std::nullopt), wanted, run);
    else latents.values = prior_draws(vae, options.temperature, wanted, run);
    const std::size_t count = latents.values.rows();
    const std::vector<std::int32_t> labels = classes_of(vae, options, latents.labels, count);
    Sampler sampler(vae, options, run, std::move(latents.values), labels);
    gen::Images images = sampler.images();
    images.labels = labels.empty() ? std::move(latents.labels) : labels;
    images.classes = std::move(latents.classes);
    output.commit(gen::document_of(images, run.provenance(inputs)));
    run.detail(gen::join(count, " samples, ", static_cast<double>(count) / sampler.seconds(), " samples/s"));
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    return gen::run_tool(argc, argv, tool, [&](gen::OptionVisitor& v) { options.describe(v); }, [&](gen::Run& run) { return sample(run, options); });
}
