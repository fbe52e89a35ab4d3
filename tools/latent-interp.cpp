#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include "core/counted.hpp"
#include "core/error.hpp"
#include "eval/smoothness.hpp"
#include "formats/finite_rows.hpp"
#include "formats/images.hpp"
#include "formats/latents.hpp"
#include "formats/model.hpp"
#include "formats/pixel_units.hpp"
#include "formats/streams.hpp"
#include "tools/common/command_line/numerics.hpp"
#include "tools/common/command_line/tool.hpp"
#include "tools/common/latents/drawn_units.hpp"
#include "tools/common/latents/image_sampler.hpp"
#include "tools/common/latents/latent_walk.hpp"
#include "tools/common/reports/report.hpp"
#include "tools/common/reports/work_progress.hpp"

namespace {

const gen::Tool tool = {
    .name = "latent-interp",
    .summary = "walk through the latent space of a model",
    .description =
        "Makes the images that a VAE, an autoencoder or a GAN has between two points of its latent space, on a grid over two of its dimensions, or "
        "along "
        "single ones. On the contact sheet that img-grid makes of them, each row is a path.\n\n"
        "Points are rows of INPUT: images, which are encoded (the mean of q(z|x)), latents as they are, or samples with their latents; images need a "
        "model "
        "with an encoder. Without INPUT they are draws from the prior, those that gen-sample makes with the same seed. Unless told otherwise, the "
        "path leads "
        "from row 0 to row 1.",
    .examples =
        "latent-interp vae.h5 digits.h5 --from 3 --to 8 | img-grid - --output path.png\n"
        "latent-interp gan.h5 --from 5 --to 17 --path-type spherical --steps 16 | img-grid - --output path.png\n"
        "# the manifold of a model with two latent dimensions\n"
        "latent-interp vae2.h5 --grid 0.05,0.95,0.05,0.95 | img-grid - --output manifold.png\n"
        "latent-interp vae.h5 --traverse 0,1,2 --range -2,2 | img-grid - --output dimensions.png\n"
        "latent-interp vae.h5 digits.h5 --classes 3,8 --smoothness path.tsv --output path.h5",
    .output = "IMAGES",
    .kind = "images",
    .seeded = true,
    .parallel = true,
    .slow = true,
    .lists = true,
    .numerics = gen::numerics,
    .notes =
        "PATHS\n\n"
        "From a to b, t = 0 ... 1 in equal steps, a linear path is (1 - t) a + t b. A spherical one is [sin((1 - t) w) a + sin(t w) b] / sin w, "
        "where w is the "
        "angle between a and b; where their lengths differ, that of the path goes smoothly from one to the other. Where a and b are in line (to "
        "1e-4), opposite or "
        "0, no great circle is defined and the path is the linear one.\n\n"
        "--steps counts the images from one row to the next, both included. A path through k rows (--path) shows each of them once: (k - 1)(N - 1) + "
        "1 images.\n\n"
        "--classes goes between the means of the codes of all rows with these labels, --analogy from C to C + (B - A).\n\n"
        "A conditional model shows each point as the class of the row that is nearest on the path, the earlier one halfway; for draws, and rows "
        "without labels, "
        "row i has class i modulo the number of classes; a grid about the prior's mean has class 0. --class sets one for all.\n"
        "---\n"
        "GRIDS\n\n"
        "--grid X0,X1,Y0,Y1 takes probabilities above 0 and below 1 in equal steps through the inverse distribution function of the prior: dimension "
        "I of --dims from "
        "X0 at the left to X1 at the right, dimension J from Y0 at the bottom to Y1 at the top (Kingma and Welling, 2014, figure 4). --traverse "
        "moves one "
        "dimension in each row, from LO at the left to HI at the right. Other dimensions stay at the prior's mean, or at their values in row --from. "
        "The prior of "
        "a VampPrior counts as the Gaussian of the same mean and standard deviation in each dimension, a coordinate of the sphere as N(0, 1).\n"
        "---\n"
        "SMOOTHNESS\n\n"
        "--smoothness writes a line for each row of the sheet and one for all of them. With d(i) the mean over pixels, on [0, 1], of the "
        "squared difference between images i and i + 1:\n\n"
        "  path_length   mean of d(i) (N - 1)^2: the perceptual path length (Karras et al., 2019), per unit of t squared\n"
        "  largest_jump  the largest square root of d(i): a root mean square of pixels\n"
        "  at            its t, halfway between the two images; t grows by 1 from one row of INPUT to the next\n\n"
        "The last line has the mean path length and the largest jump of all. With --features the class probabilities that CLASSIFIER gives take the "
        "place of "
        "pixels.",
};

struct Options {
    std::string model;
    std::string input;
    gen::WalkOptions walk;
    std::string latents_out;
    std::string smoothness;
    std::string features;
    bool encode = false;
    bool raw = false;
    bool portable = false;
    gen::DrawnUnits units;

    void describe(gen::OptionVisitor& v) {
        v.visit({.name = "MODEL", .help = "model to walk through", .required = true, .expects = gen::Expects::file}, model);
        v.visit({.name = "INPUT",
                 .help = "images or latents to go between, instead of draws from the prior",
                 .expects = gen::Expects::file,
                 .may_be_absent = true},
                input);
        walk.describe(v);
        v.visit({.name = "encode", .help = "encode the images of INPUT even if latents come with them"}, encode);
        v.visit({.name = "latents-out",
                 .value = "FILE",
                 .help = "also write the latents of the path",
                 .expects = gen::Expects::output,
                 .endings = {".h5", ".hdf5"},
                 .recorded = false,
                 .kind = "latents"},
                latents_out);
        v.visit({.name = "smoothness",
                 .value = "[TSV]",
                 .alone = "-",
                 .help = "write how evenly the images change along each path, to stdout if no file is named",
                 .expects = gen::Expects::output,
                 .endings = {".tsv"},
                 .recorded = false,
                 .kind = "smoothness"},
                smoothness);
        v.visit({.name = "features",
                 .value = "CLASSIFIER",
                 .help = "for --smoothness: compare what this classifier says about the images instead of their pixels",
                 .expects = gen::Expects::file,
                 .recorded = false},
                features);
        v.visit({.name = "raw", .help = "use the latest weights of a model that has moving averages"}, raw);
        gen::describe_portable(v, {}, portable);
        units.describe(v);
    }
};

void check(const gen::Run& run, const Options& options) {
    const auto streams = [](std::initializer_list<std::string> names) { return std::count(names.begin(), names.end(), "-"); };
    if (streams({options.model, options.input, options.walk.path, options.walk.pairs, options.features}) > 1)
        gen::fail_usage("only one of the inputs can come from stdin");
    if (streams({run.output, options.latents_out, options.smoothness}) > 1) gen::fail_usage("only one of the outputs can go to stdout");
    if (options.encode && options.input.empty()) gen::fail_usage("--encode needs INPUT, images to encode");
    if (!options.features.empty() && options.smoothness.empty()) gen::fail_usage("--features goes with --smoothness");
    options.walk.check(!options.input.empty());
}

/// What jumps are measured in.
class Features {
public:
    /// Pixels, unless `path` names a classifier of such images.
    Features(const std::string& path, const gen::ImageModel& model, const gen::Document& of_model, gen::Parallel& parallel) : parallel_(parallel) {
        if (path.empty()) return;
        const gen::Document document = gen::read_document(path);
        gen::expect_units_alike(document, of_model);
        model_ = gen::model_of(document, gen::Ability::classifies);
        const gen::Shape takes = model_->takes().shape;
        if (takes != model.shape() || !model.has_range())
            gen::fail(document.name, ": the classifier takes images of ", gen::text(takes), ", the model makes ", gen::text(model.shape()));
        model_->only_use();
        classifier_ = model_->classifies();
    }

    gen::Matrix of(gen::Matrix images) const {
        if (!classifier_) return images;
        gen::Matrix p = classifier_->classify(gen::MatrixExamples(images), {0, images.rows()}, parallel_).log_probabilities;
        for (gen::real& value : p.values()) value = std::exp(value);
        return p;
    }

private:
    std::unique_ptr<gen::Model> model_;
    std::unique_ptr<gen::ImageClassifier> classifier_;
    gen::Parallel& parallel_;
};

gen::Report smoothness_report(const gen::Images& images, const gen::LatentWalk& walk, const Features& features) {
    std::vector<gen::Smoothness> paths;
    gen::Report report({{"path"}, {"path_length"}, {"largest_jump"}, {"at"}}, gen::JsonForm::rows, "paths");
    const auto line = [&](const std::string& name, const gen::Smoothness& s) { report.add({name, s.path_length, s.largest_jump, s.at}); };
    for (std::size_t row = 0; row < images.count(); row += walk.columns) {
        gen::Matrix x(walk.columns, images.pixels());
        gen::read_rows(images, "the path", row, walk.columns, x.data());
        paths.push_back(gen::smoothness(features.of(std::move(x)), walk.steps));
        line(gen::text(paths.size() - 1), paths.back());
    }
    line("all", gen::over_all(paths));
    return report;
}

/// The points that the walk goes between.
gen::LatentRows rows_of(const gen::Run& run, const Options& options, const gen::Model& model, const gen::Document& of_model,
                        std::vector<gen::Provenance::Input>& inputs, gen::Parallel& parallel) {
    if (options.input.empty()) return {model, run.seed, parallel};
    const gen::Document input = gen::read_document(options.input);
    inputs.push_back(gen::provenance_input(input.text_attribute("encoding-type"), input));
    return {model, of_model, input, options.encode, parallel};
}

bool interpolate(gen::Run& run, const Options& options) {
    gen::take_portable(options.portable);
    check(run, options);
    gen::Output output(run.output);
    std::optional<gen::Output> latents_out, smoothness_out;
    if (!options.latents_out.empty()) latents_out.emplace(options.latents_out);
    if (!options.smoothness.empty() && options.smoothness != "-") smoothness_out.emplace(options.smoothness);
    gen::Parallel parallel(run.threads);
    const gen::Document document = gen::read_document(options.model);
    std::vector<gen::Provenance::Input> inputs = {gen::provenance_input("model", document)};
    const std::unique_ptr<gen::Model> used =
        gen::model_of(document, gen::Ability::draws, options.raw ? gen::Weights::latest : gen::Weights::averaged);
    used->only_use();
    const std::unique_ptr<gen::ImageModel> model = used->draws();
    const Features features(options.features, *model, document, parallel);
    gen::WorkProgress progress(run);
    if (options.input != "-") progress.begin("latents");
    const gen::LatentRows rows = rows_of(run, options, *used, document, inputs, parallel);
    const gen::LatentWalk walk = options.walk.walk(*model, document.name, rows, inputs, parallel);

    gen::expect_finite(walk.z, document.name + ": gets latents that are not finite");
    gen::ImageSampler sampler(*model, {.seed = run.seed}, run.threads, walk.z, walk.labels);
    const gen::Images drawn = sampler.images();
    gen::Images images = options.units.of(document, drawn);
    images.classes = model->class_names();
    images.rows = gen::watched(std::move(images.rows), progress);
    progress.begin("images", images.count());
    images.layout = {images.count() / walk.columns, walk.columns};
    output.commit(gen::document_of(images, run.provenance(inputs)));
    gen::Latents latents;
    latents.values = walk.z;
    latents.labels = walk.labels;
    latents.classes = model->class_names();
    latents.model = inputs.front().digest;
    if (latents_out) latents_out->commit(gen::document_of(latents, run.provenance(inputs)));
    if (!options.smoothness.empty()) {
        progress.begin("smoothness");
        const gen::Report report = smoothness_report(drawn, walk, features);
        if (smoothness_out) smoothness_out->commit(report.in(run.format(options.smoothness)));
        progress.end();
        if (!smoothness_out) gen::print(run, report);
    }
    run.detail(gen::join(gen::counted(images.layout->rows, "path"), " of ", walk.columns, " images"));
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    return gen::run_tool(
        argc, argv, tool, [&](gen::OptionVisitor& v) { options.describe(v); }, [&](gen::Run& run) { return interpolate(run, options); });
}
