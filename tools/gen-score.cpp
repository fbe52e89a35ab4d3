#include <algorithm>
#include <bit>
#include <memory>
#include <optional>

#include "core/error.hpp"
#include "formats/feature_file.hpp"
#include "formats/file_kind.hpp"
#include "formats/png_writer.hpp"
#include "tools/common/command_line/company.hpp"
#include "tools/common/command_line/numerics.hpp"
#include "tools/common/command_line/tool.hpp"
#include "tools/common/reports/work_progress.hpp"
#include "tools/common/scores/neighbour_picture.hpp"
#include "tools/common/scores/score_arguments.hpp"
#include "tools/common/scores/score_inputs.hpp"
#include "tools/common/scores/score_report.hpp"

namespace {

const gen::Tool tool = {
    .name = "gen-score",
    .summary = "how good samples are, beside real images and beside trivial ones",
    .description =
        "Compares SAMPLES with REAL images that the model was not trained on, or vectors with vectors. Each line of the report is a number with its "
        "standard error; beside it stands what real rows get in place of samples, and what trivial samples get. METRICS says what each number is.\n\n"
        "REAL and SAMPLES may also hold features that were computed elsewhere: NPY, NPZ or an HDF5 tensor, [N,D]; or the statistics that "
        "Frechet distances are published with, mu and sigma in an NPZ file.\n\n"
        "With --compare, one table holds the scores of several SAMPLES, and names the best of each line.",
    .examples =
        "gen-sample vae.h5 --count 10000 | gen-score test.h5 -\n"
        "# features of a classifier, and what only the training images can tell\n"
        "feature-train train.h5 --output features.h5\n"
        "gen-sample gan.h5 --count 10000 --output samples.h5\n"
        "gen-score test.h5 samples.h5 --features features.h5 --train train.h5 --metrics all\n"
        "# which is better?\n"
        "gen-sample vae.h5 --count 10000 --output vae-samples.h5\n"
        "gen-score --compare test.h5 vae-samples.h5 samples.h5\n"
        "# in a makefile: stop where samples have become worse\n"
        "gen-score test.h5 samples.h5 --metrics FD,recall --max FD=40 --min recall=0.3",
    .seeded = true,
    .parallel = true,
    .shares = true,
    .slow = true,
    .judges = true,
    .lists = true,
    .numerics = gen::numerics,
    .notes =
        "COLUMNS\n\n"
        "metric, value and se, the standard error. real is what real rows get under the same protocol: by a formula where there is one, else "
        "REAL is cut into two halves, of which one stands in place of the samples; a number that looks at samples alone is that of as many rows of "
        "REAL. "
        "trivial is the better of what copies of the mean image and images of noise get; of vectors and features, noise is normal, each column with "
        "its "
        "own mean and variance. k is the number of neighbours. n is how many rows of REAL, how many samples, and how many rows on each side stand "
        "behind real; most of these numbers depend on it, so only compare scores of equal n.\n\n"
        "A score that is better than real is no praise: precision and density rise for samples that huddle together, the Parzen window prefers "
        "averages, "
        "diversity and sharpness rise with noise.\n"
        "---\n"
        "WHAT EACH SEES\n"
        "\n"
        "Of made-up digits, 600 a side, with pixels as features; the tests hold it true. What moves a score by more than three times "
        "the range of good samples is seen.\n"
        "\n"
        "Blur: by FD, KD, MIND, recall, coverage, vendi, ms-ssim, sharpness, parzen, c2st, critic. Not by precision; density rises.\n"
        "\n"
        "A little noise: by FD, KD, MIND, precision, density, coverage, parzen, ct, c2st, critic. Not by recall, vendi, ms-ssim, "
        "sharpness.\n"
        "\n"
        "Missing classes: by FD, KD, MIND, recall, coverage, classes-kl, c2st, critic. Not by precision, density, vendi, ms-ssim; nor "
        "by modes, where one sample is mistaken for such a class.\n"
        "\n"
        "Duplicates: by FD, KD, MIND, recall, coverage, vendi, birthday, c2st, critic. Not by precision, density, ms-ssim.\n"
        "\n"
        "Memorised training images: by neighbours, authpct, ct, gap. Nearly all others take them for real images.\n"
        "\n"
        "Averages of similar images: by FD, MIND, recall, ct, c2st, critic. Precision, density, coverage and parzen prefer them to "
        "real images.\n"
        "\n"
        "Samples that huddle together: by FD, MIND, recall, vendi, sharpness, ct, c2st, critic. Precision, density, coverage and "
        "parzen prefer them to real images.\n"
        "\n"
        "Speckle that resembles nothing: by nearly all, but not by recall, as the balls about such samples hold all real images. "
        "Vendi, ms-ssim and sharpness rise.\n"
        "\n"
        "So authpct and ct also fall for averages and for samples that huddle together, ct for duplicates, too, though none of these "
        "are copies of training images.\n"
        "---\n"
        "FEATURES\n\n"
        "pixels: the numbers themselves (the default up to 1024 of them, else pca:100). pca:K: the first K principal components of REAL. "
        "conv:SEED: a convolutional network with random weights. MODEL: what goes into the last layer of a classifier, or the mean code of an "
        "encoder; "
        "a classifier also gives classes. FILE,FILE: rows that were computed elsewhere, of REAL and of SAMPLES; of one FILE the first rows are those "
        "of REAL.\n\n"
        "Names of scores say what was used: FD-pixels, FD-features for features.h5, FD-file. None is called FID: that is the distance of one "
        "particular "
        "network's features. Five lines of Python make them, or those of DINOv2, from images on [0,1] as a tensor x [N,3,H,W]:\n\n"
        "  import torch, numpy as np\n"
        "  net = torch.hub.load('facebookresearch/dinov2', 'dinov2_vitb14').eval()\n"
        "  x = torch.nn.functional.interpolate(x, (224, 224), mode='bicubic', antialias=True)\n"
        "  x = (x - torch.tensor([.485, .456, .406])[:, None, None]) / torch.tensor([.229, .224, .225])[:, None, None]\n"
        "  with torch.no_grad(): np.save('real.npy', torch.cat([net(part) for part in x.split(64)]).numpy())\n\n"
        "For Inception replace the second line by: from pytorch_fid.inception import InceptionV3; net = InceptionV3([3]).eval(), leave out the next "
        "two, "
        "and save net(part)[0].flatten(1).\n"
        "---\n"
        "METRICS\n\n",
};

/// Statistics that were kept, where they are those of these rows; else they are computed and kept.
void keep_statistics(const gen::Run& run, const std::string& path, gen::ScoreInputs& inputs, gen::Parallel& parallel) {
    gen::ScoreRows& rows = inputs.real_rows.rows;
    if (rows.size() == 0) gen::fail_usage("--statistics: ", inputs.real_rows.name, " holds statistics already");
    const std::string of = gen::join(inputs.real_rows.digest, ", ", rows.size(), " rows");
    if (gen::kind_of_file(path) == "tensor") {
        gen::FeatureFile kept = gen::read_features(path);
        if (kept.statistics && kept.features == inputs.features().identity() && kept.of == of) {
            rows.know(std::move(*kept.statistics));
            return run.detail(gen::join(path, ": its statistics are used"));
        }
    }
    gen::Output output(path);
    output.commit(gen::document_of(rows.moments(parallel), inputs.features().identity(), of, run.provenance({})));
}

/// Samples of unlike sizes are hardly comparable.
void compare_sizes(const gen::Run& run, const std::vector<gen::ScoreSide>& samples) {
    const auto [least, most] = std::minmax_element(samples.begin(), samples.end(),
                                                   [](const gen::ScoreSide& a, const gen::ScoreSide& b) { return a.rows.size() < b.rows.size(); });
    const std::size_t n = least->rows.size();
    if (n > 0 && n < most->rows.size())
        run.warn(gen::join(least->name, " has ", n, " rows and ", most->name, " ", most->rows.size(),
                           ", on which most scores depend: compare equal numbers, by --take ", n));
}

bool work(gen::Run& run, const gen::ScoreArguments& options) {
    options.check();
    gen::take_portable(options.portable);
    gen::expect_alike(run, {});
    gen::ScorePlan plan{.metrics = gen::parse_metrics(options.metrics),
                        .asked = options.metrics != "all" && options.metrics != "quick",
                        .baselines = !options.values_only,
                        .trivial = !options.compare,
                        .options = options.protocol(run.seed)};
    gen::ScoreLimits limits;
    limits.add(options.max, true);
    limits.add(options.min, false);
    limits.check_names(plan.metrics);
    const gen::ScoreFiles files{.real_rows = options.real_rows,
                                .samples = options.samples,
                                .train = options.train.value_or(""),
                                .features = gen::parse_features(options.features),
                                .take = options.take ? std::optional(static_cast<std::size_t>(*options.take)) : std::nullopt};
    // Ranks share the images of networks that are looked through; all else each works out by itself.
    const bool shares = run.ranks != nullptr && std::has_single_bit(run.ranks->size());
    gen::Parallel parallel(run.threads, shares ? gen::Sharding(run.ranks->size(), run.ranks) : gen::Sharding());
    gen::WorkProgress progress(run);
    progress.begin("reading");
    gen::ScoreInputs inputs(files, parallel);
    if (options.neighbours) {
        gen::Output(*options.neighbours).commit(gen::png_bytes(gen::neighbour_picture(inputs.samples[0].rows, inputs.train->rows, parallel)));
    }
    if (options.statistics) keep_statistics(run, *options.statistics, inputs, parallel);
    if (options.compare) compare_sizes(run, inputs.samples);
    plan.options.stacked = inputs.features().of_channels();
    const std::vector<std::vector<gen::Score>> scores = gen::scores_of(run, inputs, plan, parallel, progress);
    progress.end();
    std::vector<std::string> broken;
    for (const std::vector<gen::Score>& each : scores)
        for (std::string& words : limits.broken(each)) broken.push_back(std::move(words));
    gen::Report report = options.compare ? gen::comparison_of(scores, inputs.sample_names(), plan) : gen::report_of(scores[0], plan.options);
    std::string summary;
    for (const std::string& words : broken) summary += (summary.empty() ? "" : "; ") + words;
    report.sum_up(summary);
    return gen::print(run, report, broken.empty());
}

}  // namespace

int main(int argc, char** argv) {
    gen::ScoreArguments options;
    const std::string notes = std::string(tool.notes) + gen::metrics_described();
    gen::Tool described = tool;
    described.notes = notes;
    return gen::run_tool(
        argc, argv, described, [&](gen::OptionVisitor& v) { options.describe(v); }, [&](gen::Run& run) { return work(run, options); });
}
