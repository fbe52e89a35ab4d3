#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>

#include "core/error.hpp"
#include "core/kernels.hpp"
#include "formats/images.hpp"
#include "formats/latents.hpp"
#include "formats/model.hpp"
#include "formats/streams.hpp"
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

    void describe(gen::OptionVisitor& v) {
        v.visit({.name = "MODEL", .help = "model to draw from", .required = true, .expects = gen::Expects::file}, model);
        v.visit({.name = "count", .letter = 'n', .value = "N", .help = "how many images; with --latents, the first N of them", .low = 1, .high = 4294967295.0,
                 .example_default = "64, or as many as there are latents"}, samples);
        v.visit({.name = "latents", .value = "FILE", .help = "decode these latents, or those kept beside samples, instead of drawing", .expects = gen::Expects::file, .recorded = false},
                latents);
        v.visit({.name = "draw", .help = "draw the pixels from p(x|z) instead of giving its mean"}, draw);
        v.visit({.name = "temperature", .value = "T", .help = "scale of the prior's standard deviation", .low = 0, .high = 1e6}, temperature);
    }
};

/// Makes the images of one run, a block of rows at a time.
class Sampler {
public:
    Sampler(const gen::Vae& vae, const Options& options, const gen::Run& run, gen::Matrix latents, std::size_t samples)
        : vae_(vae), options_(options), seed_(run.seed), latents_(std::move(latents)), samples_(samples), parallel_(run.threads), decoder_(vae) {
        if (!latents_.empty()) return;
        const gen::GaussianPrior& prior = vae.spec.prior;
        latents_.resize(samples, vae.spec.latent);
        for (std::size_t i = 0; i < samples; ++i) {
            gen::random_normal({seed_, gen::Purpose::prior, 0}, static_cast<std::uint32_t>(i), latents_.row(i), latents_.columns());
            for (std::size_t j = 0; j < latents_.columns(); ++j)
                latents_(i, j) = static_cast<gen::real>(prior.mean + options.temperature * prior.sd * static_cast<double>(latents_(i, j)));
        }
    }

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
    void fill(std::size_t first, std::size_t count, bool bounded, float* out) {
        const auto start = std::chrono::steady_clock::now();
        block_.resize(count, latents_.columns());
        std::copy_n(latents_.row(first), block_.size(), block_.data());
        gen::Matrix& x = decoder_.decode(block_, parallel_);
        const bool clamped = bounded && !vae_.spec.likelihood.needs_unit_range();
        const std::size_t blocks = gen::row_blocks(count);
        parallel_.run(blocks, [&](std::size_t block) {
            const gen::Rows rows = gen::row_block(count, blocks, block);
            for (std::size_t i = rows.begin; i < rows.end; ++i) {
                gen::real* const row = x.row(i);
                if (options_.draw) vae_.spec.likelihood.draw({seed_, gen::Purpose::pixels, 0}, static_cast<std::uint32_t>(first + i), x.columns(), row);
                if (clamped) gen::kernels().clamp(row, x.columns(), 0, 1);
                std::copy_n(row, x.columns(), out + i * x.columns());
            }
        });
        seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    }

    const gen::Vae& vae_;
    const Options& options_;
    std::uint64_t seed_;
    gen::Matrix latents_;
    std::size_t samples_;
    gen::Parallel parallel_;
    gen::Decoder decoder_;
    gen::Matrix block_;
    double seconds_ = 0;
};

/// A file of latents, or the latents that are kept beside samples.
gen::Latents latents_in(const gen::Document& document) {
    if (document.text_attribute("encoding-type") != "images" || document.find("/latents") == nullptr) return gen::latents_of(document);
    gen::Images samples = gen::images_of(document);
    gen::Latents latents;
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

bool sample(gen::Run& run, const Options& options) {
    if (!options.latents.empty() && options.temperature != 1) gen::fail_usage("--temperature scales drawn latents, --latents gives them");
    if (options.model == "-" && options.latents == "-") gen::fail_usage("the model and --latents cannot both come from stdin");
    gen::Output output(run.output);
    const gen::Document model = gen::read_document(options.model);
    std::vector<gen::Provenance::Input> inputs = {gen::provenance_input("model", model)};
    const gen::Vae vae = gen::vae_of(model);
    gen::Latents latents;
    if (!options.latents.empty()) {
        const gen::Document document = gen::read_document(options.latents);
        inputs.push_back(gen::provenance_input("latents", document));
        latents = given_latents(document, options.samples);
        if (latents.values.columns() != vae.spec.latent)
            gen::fail(document.name, ": latents have ", latents.values.columns(), " dimensions, the model has ", vae.spec.latent);
    }
    const std::size_t count = latents.values.empty() ? static_cast<std::size_t>(options.samples.value_or(64)) : latents.values.rows();
    Sampler sampler(vae, options, run, std::move(latents.values), count);
    gen::Images images = sampler.images();
    images.labels = std::move(latents.labels);
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
