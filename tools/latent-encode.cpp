#include <algorithm>
#include <memory>
#include <optional>

#include "core/error.hpp"
#include "core/random.hpp"
#include "formats/image_examples.hpp"
#include "formats/latents.hpp"
#include "formats/model.hpp"
#include "formats/streams.hpp"
#include "prob/gaussian.hpp"
#include "tools/common/command_line/numerics.hpp"
#include "tools/common/command_line/tool.hpp"
#include "tools/common/reports/work_progress.hpp"

namespace {

const gen::Tool tool = {
    .name = "latent-encode",
    .summary = "give the latent numbers of images",
    .description =
        "Encodes each image of IMAGES with MODEL. The result holds the mean and the log-variance of q(z|x) in /mean and /logvar and one sample of it "
        "in /latents; of an autoencoder, it holds the code itself. Labels are kept.",
    .examples =
        "latent-encode vae.h5 digits.h5 --output latents.h5\n"
        "# a map of a model with two latent dimensions\n"
        "latent-encode vae.h5 digits.h5 | img-grid --scatter - --output map.png",
    .output = "LATENTS",
    .kind = "latents",
    .seeded = true,
    .parallel = true,
    .slow = true,
    .numerics = gen::numerics,
};

struct Options {
    std::string model;
    std::string images;
    bool means = false;
    bool raw = false;

    void describe(gen::OptionVisitor& v) {
        v.visit({.name = "MODEL", .help = "model with an encoder", .required = true, .expects = gen::Expects::file}, model);
        v.visit({.name = "IMAGES", .help = "images to encode", .required = true, .expects = gen::Expects::file}, images);
        v.visit({.name = "means", .help = "put the mean of q(z|x) into /latents instead of a sample"}, means);
        v.visit({.name = "raw", .help = "use the latest weights of a model that has moving averages"}, raw);
    }
};

/// Mean, log-variance and sample of every image, some rows at a time.
gen::Latents encode_all(gen::ImageEncoder& encoder, const gen::Examples& data, const Options& options, const gen::Run& run) {
    gen::Parallel parallel(run.threads);
    const std::size_t latent = encoder.latent();
    gen::Latents latents;
    latents.values = gen::Matrix(data.size(), latent);
    if (encoder.stochastic()) {
        latents.mean = gen::Matrix(data.size(), latent);
        latents.logvar = gen::Matrix(data.size(), latent);
    }
    constexpr std::size_t rows = 1024;
    gen::Matrix noise(1, latent);
    gen::WorkProgress progress(run);
    progress.begin("encoding", data.size());
    for (std::size_t first = 0; first < data.size(); first += rows) {
        const gen::Encoded part = encoder.encode(data, first, std::min(rows, data.size() - first), parallel);
        progress.reach(first + part.mean.rows());
        std::copy_n(part.mean.data(), part.mean.size(), latents.values.row(first));
        if (!encoder.stochastic()) continue;
        std::copy_n(part.mean.data(), part.mean.size(), latents.mean->row(first));
        std::copy_n(part.logvar.data(), part.logvar.size(), latents.logvar->row(first));
        for (std::size_t i = 0; !options.means && i < part.mean.rows(); ++i) {
            gen::random_normal({run.seed, gen::Purpose::encode, 0}, static_cast<std::uint32_t>(first + i), noise.data(), latent);
            gen::reparameterise({part.mean.row(i), part.logvar.row(i), latent}, noise.data(), latents.values.row(first + i));
        }
    }
    return latents;
}

bool encode(gen::Run& run, const Options& options) {
    gen::Output output(run.output);
    gen::Input input(options.model);
    const bool shared = options.model == "-" && options.images == "-";
    std::optional<gen::Document> model = input.next();
    if (!model) gen::fail(options.model == "-" ? "stdin" : options.model, ": is empty, expected a model");
    const std::unique_ptr<gen::Model> used =
        gen::model_of(*model, gen::Ability::encodes, options.raw ? gen::Weights::latest : gen::Weights::averaged);
    used->fold();
    std::optional<gen::Document> document = shared ? input.next() : gen::read_document(options.images);
    if (!document) gen::fail("stdin: ends after the model, expected images after it");
    const gen::ImageExamples data(gen::images_of(*document), document->name);
    gen::check_images(*used, data);
    gen::Latents latents = encode_all(*used->encodes(), data, options, run);
    latents.labels = data.images().labels;
    latents.classes = data.images().classes;
    const gen::Provenance::Input model_input = gen::provenance_input("model", *model);
    latents.model = model_input.digest;
    output.commit(gen::document_of(latents, run.provenance({model_input, gen::provenance_input("images", *document)})));
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    return gen::run_tool(argc, argv, tool, [&](gen::OptionVisitor& v) { options.describe(v); }, [&](gen::Run& run) { return encode(run, options); });
}
