#include <algorithm>
#include <cmath>
#include <iostream>

#include "core/error.hpp"
#include "eval/importance.hpp"
#include "formats/image_examples.hpp"
#include "formats/vae_model.hpp"
#include "formats/streams.hpp"
#include "tools/common/json.hpp"
#include "tools/common/numerics.hpp"
#include "tools/common/tool.hpp"

namespace {

const gen::Tool tool = {
    .name = "vae-eval",
    .summary = "bounds of the likelihood of images under a model",
    .description = "Prints what a variational autoencoder says of IMAGES, in nats an image: the evidence lower bound, and the tighter importance-weighted bound of K "
                   "samples of q(z|x), each with its standard error over images; the median effective sample size of the weights; and, where pixels are bytes and "
                   "the likelihood has a scale, bits a dimension.\n\n"
                   "The noise of an image depends on the seed and its place only: two models of equal latent size meet the same, so that their bounds can be compared "
                   "image by image with --each, which gives arrays elbo, iwae and ess as JSON.",
    .examples = "vae-eval vae.h5 test.h5 --samples 5000\n"
                "# image by image\n"
                "vae-eval vae.h5 test.h5 --binarize dynamic --each",
    .seeded = true,
    .parallel = true,
    .lists = true,
    .numerics = gen::numerics,
};

struct Options {
    std::string model;
    std::string images;
    std::int64_t samples = 500;
    std::string binarize = "none";
    std::optional<std::int64_t> take;
    bool each = false;
    bool raw = false;

    void describe(gen::OptionVisitor& v) {
        v.visit({.name = "MODEL", .help = "model with an encoder", .required = true, .expects = gen::Expects::file}, model);
        v.visit({.name = "IMAGES", .help = "images to evaluate", .required = true, .expects = gen::Expects::file}, images);
        v.visit({.name = "samples", .letter = 'k', .value = "K", .help = "samples of q(z|x) an image", .low = 1, .high = 1e6}, samples);
        v.visit({.name = "binarize", .help = "pixels as they are, 1 where above 1/2, or drawn once", .choices = {"none", "threshold", "dynamic"}}, binarize);
        v.visit({.name = "take", .value = "N", .help = "only the first N images", .low = 1, .high = 4294967295.0, .example_default = "all"}, take);
        v.visit({.name = "each", .help = "a line for each image"}, each);
        v.visit({.name = "raw", .help = "use the latest weights of a model that has moving averages"}, raw);
    }
};

struct Result {
    std::string name;
    double value;
    double error;  // standard error over images; NaN: none
};

Result mean_of(const std::string& name, const std::vector<gen::Bounds>& all, double gen::Bounds::*part) {
    double sum = 0;
    double squares = 0;
    const auto n = static_cast<double>(all.size());
    for (const gen::Bounds& b : all) sum += b.*part;
    for (const gen::Bounds& b : all) squares += (b.*part - sum / n) * (b.*part - sum / n);
    return {name, sum / n, n > 1 ? std::sqrt(squares / (n - 1) / n) : std::nan("")};
}

std::vector<Result> summary(const gen::Vae& vae, const gen::ImageExamples& data, std::vector<gen::Bounds> all, std::int64_t samples) {
    std::vector<Result> results = {mean_of("elbo", all, &gen::Bounds::elbo), mean_of(gen::join("iwae_", samples), all, &gen::Bounds::iwae)};
    std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2), all.end(), [](const auto& a, const auto& b) { return a.ess < b.ess; });
    results.push_back({"median_ess", all[all.size() / 2].ess, std::nan("")});
    const double bits = data.on_unit_range() ? vae.spec.likelihood.bits_per_dimension(-results[1].value, data.columns()) : std::nan("");
    if (std::isfinite(bits)) results.push_back({"bits_per_dimension", bits, std::nan("")});
    results.push_back({"images", static_cast<double>(all.size()), std::nan("")});
    return results;
}

void check(const gen::Vae& vae, const gen::ImageExamples& data, const Options& options) {
    gen::check_images(vae, data);
    const gen::Likelihood& likelihood = vae.spec.likelihood;
    if (likelihood.needs_unit_range() && !data.on_unit_range()) gen::fail(data.name(), ": /images have no range, the model's likelihood needs pixels");
    if (likelihood.needs_bytes() && !data.are_bytes()) gen::fail(data.name(), ": /images are f32, the model's logistic likelihood needs pixels of 8 bits (u8)");
    if (likelihood.needs_bytes() && options.binarize != "none") gen::fail_usage("the model's logistic likelihood is of grey pixels: leave out --binarize");
}

std::string json_numbers(const std::vector<gen::Bounds>& all, double gen::Bounds::*part) {
    std::string numbers;
    for (const gen::Bounds& b : all) numbers += (numbers.empty() ? "" : ",") + gen::json_number(b.*part);
    return '[' + numbers + ']';
}

void print_each(const std::vector<gen::Bounds>& all, bool as_json) {
    using gen::Bounds;
    if (as_json) {
        std::cout << "{\"elbo\":" << json_numbers(all, &Bounds::elbo) << ",\"iwae\":" << json_numbers(all, &Bounds::iwae)
                  << ",\"ess\":" << json_numbers(all, &Bounds::ess) << "}\n";
        return;
    }
    std::cout << "#image\telbo\tiwae\tess\n";
    for (std::size_t i = 0; i < all.size(); ++i) std::cout << i << '\t' << gen::join(all[i].elbo, '\t', all[i].iwae, '\t', all[i].ess) << '\n';
}

void print(const std::vector<Result>& results, bool as_json) {
    std::string json;
    if (!as_json) std::cout << "#name\tvalue\tstandard_error\n";
    for (const Result& r : results) {
        if (!as_json) std::cout << r.name << '\t' << gen::text(r.value) << '\t' << gen::text(r.error) << '\n';
        json += gen::join(json.empty() ? '{' : ',', gen::json_string(r.name), ':', gen::json_number(r.value));
        if (std::isfinite(r.error)) json += gen::join(',', gen::json_string(r.name + "_se"), ':', gen::json_number(r.error));
    }
    if (as_json) std::cout << json << "}\n";
}

bool evaluate(gen::Run& run, const Options& options) {
    if (options.model == "-" && options.images == "-") gen::fail_usage("the model and the images cannot both come from stdin");
    const gen::Document model = gen::read_document(options.model);
    gen::Vae vae = gen::vae_of(model, options.raw ? gen::Weights::latest : gen::Weights::averaged);
    if (!vae.spec.stochastic) gen::fail(model.name, ": is an autoencoder, it has no q(z|x) and so no bound of log p(x)");
    for (gen::Sequential* const network : vae.networks()) network->fold();
    const gen::Document document = gen::read_document(options.images);
    const gen::ImageExamples data(gen::images_of(document), document.name);
    check(vae, data, options);
    const std::size_t count = std::min(data.size(), static_cast<std::size_t>(options.take.value_or(4294967295)));
    gen::Evaluation how = {.samples = static_cast<std::size_t>(options.samples), .seed = run.seed};
    if (options.binarize != "none")
        how.binarize = options.binarize == "dynamic" ? gen::Evaluation::Binarize::dynamic : gen::Evaluation::Binarize::threshold;
    gen::Parallel parallel(run.threads);
    std::vector<gen::Bounds> all;
    constexpr std::size_t block = 64;
    for (std::size_t first = 0; first < count; first += block)
        for (const gen::Bounds& b : gen::importance_bounds(vae, data, first, std::min(block, count - first), how, parallel)) all.push_back(b);
    if (options.each) print_each(all, run.json);
    else print(summary(vae, data, std::move(all), options.samples), run.json);
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    return gen::run_tool(argc, argv, tool, [&](gen::OptionVisitor& v) { options.describe(v); }, [&](gen::Run& run) { return evaluate(run, options); });
}
