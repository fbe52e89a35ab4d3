#include <algorithm>
#include <memory>
#include <optional>

#include "core/error.hpp"
#include "core/random.hpp"
#include "formats/finite_rows.hpp"
#include "formats/image_examples.hpp"
#include "formats/latents.hpp"
#include "formats/model.hpp"
#include "formats/pixel_units.hpp"
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
        "in /latents. Where the encoder gives a code and no distribution, as an autoencoder's does, /latents holds the code and the others are left "
        "out. "
        "Where it is implicit, z = z(x, noise), only draws of q(z|x) are known: /latents holds one, /mean and /logvar the moments of 64 others. "
        "Labels are kept.",
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
    bool portable = false;

    void describe(gen::OptionVisitor& v) {
        v.visit({.name = "MODEL", .help = "model with an encoder", .required = true, .expects = gen::Expects::file}, model);
        v.visit({.name = "IMAGES", .help = "images to encode", .required = true, .expects = gen::Expects::file}, images);
        v.visit({.name = "means", .help = "put the mean of q(z|x) into /latents instead of a sample"}, means);
        v.visit({.name = "raw", .help = "use the latest weights of a model that has moving averages"}, raw);
        gen::describe_portable(v, {}, portable);
    }
};

void put(const gen::Matrix& part, std::size_t first, gen::Matrix& whole) { std::copy_n(part.data(), part.size(), whole.row(first)); }

/// A sample of each Gaussian of rows first ...
void put_samples(const gen::Encoded& q, std::size_t first, std::uint64_t seed, gen::Matrix& whole) {
    const std::size_t latent = q.mean.columns();
    gen::Matrix noise(1, latent);
    for (std::size_t i = 0; i < q.mean.rows(); ++i) {
        gen::random_normal({seed, gen::Purpose::encode, 0}, static_cast<std::uint32_t>(first + i), noise.data(), latent);
        gen::reparameterise({q.mean.row(i), q.logvar.row(i), latent}, noise.data(), whole.row(first + i));
    }
}

/// Mean, log-variance and sample of every image, some rows at a time.
gen::Latents encode_all(gen::ImageEncoder& encoder, const gen::Examples& data, const Options& options, const gen::Run& run) {
    gen::Parallel parallel(run.threads);
    const gen::CodeKind kind = encoder.kind();
    gen::Latents latents;
    latents.values = gen::Matrix(data.size(), encoder.latent());
    if (kind != gen::CodeKind::points)
        for (std::optional<gen::Matrix>* const m : {&latents.mean, &latents.logvar}) *m = gen::Matrix(data.size(), encoder.latent());
    encoder.set_seed(run.seed);
    constexpr std::size_t rows = 1024;
    gen::WorkProgress progress(run);
    progress.begin("encoding", data.size());
    for (std::size_t first = 0; first < data.size(); first += rows) {
        const gen::Encoded part = encoder.encode(data, first, std::min(rows, data.size() - first), parallel);
        progress.reach(first + part.mean.rows());
        put(kind == gen::CodeKind::implicit && !options.means ? part.draw : part.mean, first, latents.values);
        if (kind == gen::CodeKind::points) continue;
        put(part.mean, first, *latents.mean);
        put(part.logvar, first, *latents.logvar);
        if (kind == gen::CodeKind::gaussian && !options.means) put_samples(part, first, run.seed, latents.values);
    }
    return latents;
}

bool encode(gen::Run& run, const Options& options) {
    gen::take_portable(options.portable);
    gen::Output output(run.output);
    gen::Input input(options.model);
    const bool shared = options.model == "-" && options.images == "-";
    std::optional<gen::Document> model = input.next();
    if (!model) gen::fail(options.model == "-" ? "stdin" : options.model, ": is empty, expected a model");
    const std::unique_ptr<gen::Model> used =
        gen::model_of(*model, gen::Ability::encodes, options.raw ? gen::Weights::latest : gen::Weights::averaged);
    used->only_use();
    std::optional<gen::Document> document = shared ? input.next() : gen::read_document(options.images);
    if (!document) gen::fail("stdin: ends after the model, expected images after it");
    const gen::ImageExamples data(gen::images_of(*document), document->name);
    gen::check_images(*used, data);
    gen::expect_units_of(*model, data.images(), data.name(), [&](const std::string& warning) { run.warn(warning); });
    gen::Latents latents = encode_all(*used->encodes(), data, options, run);
    for (const gen::Matrix* const m : {latents.mean ? &*latents.mean : nullptr, latents.logvar ? &*latents.logvar : nullptr, &latents.values})
        if (m != nullptr) gen::expect_finite(*m, gen::join(model->name, ": makes codes of ", document->name, " that are not finite"));
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
