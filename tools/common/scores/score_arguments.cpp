#include "tools/common/scores/score_arguments.hpp"

#include <utility>

#include "core/error.hpp"
#include "tools/common/command_line/numerics.hpp"
#include "tools/common/scores/score_features.hpp"

namespace gen {

void ScoreArguments::describe(OptionVisitor& v) {
    v.visit({.name = "REAL", .help = "images or vectors, features, or their statistics", .required = true, .expects = Expects::file}, real_rows);
    v.visit({.name = "SAMPLES", .help = "what is compared with them", .required = true, .expects = Expects::files}, samples);
    v.visit({.name = "features",
             .value = "FEATURES",
             .help = "what is looked at: auto, pixels, pca:K, conv:SEED, a model, or files of features",
             .forms = feature_forms,
             .expects = Expects::file},
            features);
    v.visit({.name = "metrics", .value = "NAME[,NAME...]", .help = "which numbers: quick (those that take seconds), all, or some by name"}, metrics);
    v.visit({.name = "train", .value = "FILE", .help = "what the model was trained on, to see what it has memorised", .expects = Expects::file},
            train);
    v.visit({.name = "compare", .help = "one table of several SAMPLES"}, compare);
    v.visit(
        {.name = "take", .value = "N", .help = "only the first N of REAL and of SAMPLES", .low = 2, .high = 4294967295.0, .example_default = "all"},
        take);
    v.visit({.name = "values-only", .help = "leave out the columns real and trivial, which take three times as long as the values"}, values_only);
    describe_portable(v, {}, portable);
    v.visit({.name = "statistics",
             .value = "FILE",
             .help = "keep the mean and covariance of the features of REAL there, and use them again where they are those",
             .expects = Expects::output,
             .kind = "tensor"},
            statistics);
    v.visit({.name = "neighbours",
             .value = "FILE",
             .help = "a picture of samples beside the training images nearest to them",
             .expects = Expects::output,
             .endings = {".png"},
             .kind = "picture"},
            neighbours);
    v.visit({.name = "max", .value = "NAME=V[,...]", .help = "exit with status 1 where a score is above this", .group = "Limits"}, max);
    v.visit({.name = "min", .value = "NAME=V[,...]", .help = "the same where it is below", .group = "Limits"}, min);
    v.visit({.name = "k",
             .value = "N",
             .help = "neighbours for precision, recall, density and coverage",
             .group = "Protocols",
             .low = 1,
             .high = 1000,
             .example_default = "3 for the first two (Kynkaanniemi et al., 2019), 5 for the others (Naeem et al., 2020)"},
            k);
    v.visit({.name = "precision-balls",
             .help = "whether a row just at the k-th neighbour's distance lies within (<=), for precision and recall; closed is Kynkaanniemi's",
             .group = "Protocols",
             .choices = {"closed", "open"}},
            precision_radius);
    v.visit({.name = "density-balls",
             .help = "the same for density and coverage; open (<) is Naeem's",
             .group = "Protocols",
             .choices = {"open", "closed"}},
            density_radius);
    v.visit({.name = "ms-ssim",
             .help = "scales by the size of images and random pairs; or five scales and batches of 64, as the code of compare_gan has it",
             .group = "Protocols",
             .choices = {"by-size", "compare-gan"}},
            ms_ssim);
    v.visit({.name = "parzen-from",
             .value = "I",
             .help = "the first of the 1000 rows of --train that choose the width of Parzen windows, from 0",
             .group = "Protocols",
             .low = 0,
             .high = 4294967295.0,
             .example_default = "where the last sixth begins, of MNIST 50000"},
            validation_first);
}

void ScoreArguments::check() const {
    if (!compare && samples.size() > 1) fail_usage("one SAMPLES, got ", samples.size(), "; several with --compare");
    if (neighbours && !train) fail_usage("--neighbours needs --train");
    if (neighbours && samples.size() > 1) fail_usage("--neighbours shows one SAMPLES, got ", samples.size());
    if (validation_first && !train) fail_usage("--parzen-from needs --train");
    for (const auto& [option, path] : {std::pair("--statistics", statistics), std::pair("--neighbours", neighbours)})
        if (path == "-") fail_usage(option, ": got -, expected a file: stdout is for the scores");
}

ScoreOptions ScoreArguments::protocol(std::uint64_t seed) const {
    ScoreOptions out;
    out.precision.closed = precision_radius == "closed";
    out.density.closed = density_radius == "closed";
    if (k) out.precision.k = out.density.k = static_cast<std::size_t>(*k);
    out.ms_ssim = ms_ssim == "by-size" ? MsSsimProtocol::by_size : MsSsimProtocol::compare_gan;
    if (validation_first) out.validation_first = static_cast<std::size_t>(*validation_first);
    out.seed = seed;
    return out;
}

}  // namespace gen
