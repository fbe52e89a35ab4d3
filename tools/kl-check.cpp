#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "core/error.hpp"
#include "core/parse.hpp"
#include "eval/math_checks.hpp"
#include "eval/model_checks.hpp"
#include "eval/model_scene.hpp"
#include "formats/image_examples.hpp"
#include "formats/model.hpp"
#include "formats/pixel_units.hpp"
#include "formats/streams.hpp"
#include "tools/common/command_line/numerics.hpp"
#include "tools/common/command_line/tool.hpp"
#include "tools/common/latents/latent_plot.hpp"
#include "tools/common/reports/check_report.hpp"
#include "tools/common/reports/evaluation_images.hpp"
#include "tools/common/reports/kl_notes.hpp"
#include "tools/common/reports/work_progress.hpp"
#include "tools/common/training/training_record.hpp"

namespace {

const gen::Tool tool = {
    .name = "kl-check",
    .summary = "check divergences, and whether a latent space is sound",
    .description =
        "Checks that the divergences behind a variational autoencoder are what they should be: a line for each check with its value, what that is "
        "compared with, "
        "the tolerance and the verdict. The exit status is 0 when nothing failed, 1 when something did.\n\n"
        "`kl-check math` checks the identities on cases where everything is known, `kl-check gaussian` the divergence of two normal distributions, "
        "and "
        "`kl-check MODEL IMAGES` a trained model on data.",
    .examples =
        "kl-check math\n"
        "kl-check gaussian --q 1,2 --p 0,1\n"
        "kl-check vae.h5 test.h5 --min-active 10\n"
        "# which checks there are\n"
        "kl-check --list",
    .seeded = true,
    .parallel = true,
    .slow = true,
    .judges = true,
    .lists = true,
    .numerics = gen::numerics,
    .notes = gen::kl_notes,
};

/// The checks of the subject that the command line names, or of all.
gen::Forms check_forms(const std::vector<std::string>& line) {
    gen::Parallel parallel(1);
    const auto named = [&](std::string_view subject) { return std::find(line.begin(), line.end(), subject) != line.end(); };
    gen::Forms forms;
    const auto add = [&](const std::vector<gen::CheckGroup>& groups) {
        for (const gen::CheckGroup& group : groups) forms.push_back(group.name);
    };
    if (!named("gaussian")) add(gen::math_check_groups(0, parallel));
    if (!named("math")) add(gen::gaussian_check_groups({}, {}, 0, parallel));
    if (!named("math") && !named("gaussian")) add(gen::model_check_groups(nullptr));
    return forms;
}

struct Options {
    std::string subject;
    std::string images;
    std::optional<std::string> q;
    std::optional<std::string> p;
    bool list = false;
    std::string only;
    bool strict = false;
    gen::LatentGates gates;
    bool raw = false;
    std::optional<std::int64_t> take;
    std::int64_t samples = 500;
    std::string binarize;
    std::string classifier;
    std::string plot;

    void describe(gen::OptionVisitor& v) {
        v.visit({.name = "MODEL",
                 .help = "model with an encoder, or one of the words math and gaussian",
                 .choices = {"math", "gaussian"},
                 .expects = gen::Expects::file,
                 .may_be_absent = true},
                subject);
        v.visit({.name = "IMAGES", .help = "images to check the model on", .expects = gen::Expects::file, .may_be_absent = true}, images);
        v.visit({.name = "list", .help = "say which checks there are, all of them or those of math, gaussian or a model, and make none"}, list);
        v.visit({.name = "only", .value = "A,B,...", .help = "only these checks", .forms = check_forms, .joined = ',', .example_default = "all"},
                only);
        v.visit({.name = "strict", .help = "fail on warnings too"}, strict);
        v.visit({.name = "raw", .help = "use the latest weights of a model that has moving averages"}, raw);
        v.visit({.name = "take",
                 .value = "N",
                 .help = "only the first N images",
                 .group = "Models",
                 .low = 1,
                 .high = 4294967295.0,
                 .example_default = "all"},
                take);
        v.visit({.name = "samples",
                 .letter = 'k',
                 .value = "K",
                 .help = "samples of q(z|x) for each of the first 200 images",
                 .group = "Models",
                 .low = 1,
                 .high = 1e6},
                samples);
        v.visit({.name = "binarize",
                 .help = "pixels as they are, 1 where above 1/2, or drawn once",
                 .group = "Models",
                 .choices = {"none", "threshold", "dynamic"},
                 .example_default = "as in training"},
                binarize);
        v.visit({.name = "classifier",
                 .value = "FILE",
                 .help = "report how sure this classifier is of images decoded from the prior",
                 .group = "Models",
                 .expects = gen::Expects::file},
                classifier);
        v.visit({.name = "plot",
                 .value = "FILE",
                 .help = "draw the divergence of each dimension, and codes against the prior; .svg or .png",
                 .group = "Models",
                 .expects = gen::Expects::output,
                 .endings = {".svg", ".png"},
                 .kind = "picture"},
                plot);
        v.visit({.name = "q",
                 .value = "MEAN,SD",
                 .help = "for `gaussian`: the distribution over which the divergence averages",
                 .group = "Normal distributions",
                 .example_default = "0,1"},
                q);
        v.visit({.name = "p", .value = "MEAN,SD", .help = "for `gaussian`: the other one", .group = "Normal distributions", .example_default = "0,1"},
                p);
        v.visit({.name = "min-active", .value = "N", .help = "at least this many active units", .group = "Gates", .low = 0, .high = 1e6},
                gates.min_active);
        v.visit({.name = "max-kl", .value = "NATS", .help = "at most this mean divergence of q(z|x) from the prior", .group = "Gates", .low = 0},
                gates.max_kl);
        v.visit({.name = "min-mi", .value = "NATS", .help = "at least this mutual information of image and code", .group = "Gates", .low = 0},
                gates.min_mi);
        v.visit({.name = "max-aggregate-kl",
                 .value = "NATS",
                 .help = "at most this divergence of all codes together from the prior",
                 .group = "Gates",
                 .low = 0},
                gates.max_aggregate_kl);
        v.visit({.name = "max-collapsed", .value = "N", .help = "at most this many collapsed dimensions", .group = "Gates", .low = 0, .high = 1e6},
                gates.max_collapsed);
    }
};

gen::Normal normal_of(const std::optional<std::string>& text, const std::string& option) {
    if (!text) return {};
    const std::vector<std::string_view> parts = gen::split(*text, ',');
    if (parts.size() == 2 && !parts[0].empty() && !parts[1].empty())
        if (const gen::Normal normal = {gen::parse_number(parts[0], option), gen::parse_number(parts[1], option)}; normal.sd > 0) return normal;
    gen::fail_usage(option, ": got '", *text, "', expected MEAN,SD with SD above 0");
}

/// The groups of a model's checks, the last one in the words of its options.
std::vector<gen::CheckGroup> model_groups(const std::shared_ptr<gen::ModelScene>& scene) {
    std::vector<gen::CheckGroup> groups = gen::model_check_groups(scene);
    groups.back().summary = "what --min-active, --max-kl, --min-mi, --max-aggregate-kl and --max-collapsed demand";
    return groups;
}

/// Which option helps where a check finds something missing or unlike.
void name_options(std::vector<gen::Check>& checks) {
    for (gen::Check& check : checks) {
        if (check.name == "prior.confidence" && check.verdict == gen::Verdict::skip) check.note += "; give one with --classifier";
        if (check.name == "data.binarize" && check.verdict == gen::Verdict::warn) check.note += "; --binarize chooses";
    }
}

/// Makes the chosen checks and prints them. Gives whether all is well.
bool report(const gen::Run& run, const Options& options, std::vector<gen::CheckGroup> groups, gen::WorkProgress& progress) {
    const std::optional<gen::CheckGroup> demanded = options.gates.any() ? std::optional(groups.back()) : std::nullopt;
    groups = gen::chosen_groups(std::move(groups), options.only);
    if (demanded && std::none_of(groups.begin(), groups.end(), [&](const gen::CheckGroup& g) { return g.name == demanded->name; }))
        groups.push_back(*demanded);
    std::vector<gen::Check> checks;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        progress.begin(gen::join("checks of ", groups[i].name, " (", i + 1, " of ", groups.size(), ")"));
        groups[i].run(checks);
    }
    progress.end();
    name_options(checks);
    return gen::print(run, gen::report_of(groups, checks, options.strict), gen::all_well(checks, options.strict));
}

/// Says which checks there are; nothing is read for that.
bool list(const gen::Run& run, const Options& options, gen::Parallel& parallel) {
    std::vector<gen::CheckSubject> subjects;
    const auto add = [&](const std::string& name, std::vector<gen::CheckGroup> groups) {
        subjects.push_back({name, gen::chosen_groups(std::move(groups), options.only)});
    };
    if (options.subject.empty() && !options.only.empty()) gen::fail_usage("--list --only: of math, gaussian or a model?");
    if (options.subject.empty() || options.subject == "math") add("math", gen::math_check_groups(run.seed, parallel));
    if (options.subject.empty() || options.subject == "gaussian") add("gaussian", gen::gaussian_check_groups({}, {}, run.seed, parallel));
    if (options.subject != "math" && options.subject != "gaussian") add("MODEL", model_groups(nullptr));
    return gen::print(run, gen::list_of(subjects));
}

void check_gates(const gen::LatentGates& gates, std::size_t count) {
    if (!gates.min_mi || *gates.min_mi <= gen::information_ceiling(count)) return;
    gen::fail_usage("--min-mi ", *gates.min_mi, ": ", count, " images can show at most ln ", count, " - 0.5 = ", gen::information_ceiling(count),
                    " nats, this needs ", std::ceil(std::exp(*gates.min_mi + 0.5)), " images");
}

bool check_model(const gen::Run& run, const Options& options, gen::Parallel& parallel, gen::WorkProgress& progress) {
    if (options.images.empty()) gen::fail_usage("IMAGES is missing: the checks of ", options.subject, " need images");
    if (options.subject == "-" && options.images == "-") gen::fail_usage("the model and the images cannot both come from stdin");
    std::optional<gen::Output> picture;
    if (!options.plot.empty()) {
        gen::expect_picture_name(options.plot);
        picture.emplace(options.plot);
    }
    const gen::Document document = gen::read_document(options.subject);
    const std::unique_ptr<gen::Model> subject =
        gen::model_of(document, gen::Ability::density, options.raw ? gen::Weights::latest : gen::Weights::averaged);
    const std::unique_ptr<gen::LatentModel> latent_model = subject->density();
    const gen::Document images = gen::read_document(options.images);
    const gen::ImageExamples data(gen::images_of(images), images.name);
    gen::expect_units_of(document, data.images(), data.name(), [&](const std::string& warning) { run.warn(warning); });
    std::unique_ptr<gen::Model> judge;
    std::unique_ptr<gen::ImageClassifier> classifier;
    if (!options.classifier.empty()) {
        const gen::Document classifies = gen::read_document(options.classifier);
        gen::expect_units_alike(classifies, document);
        judge = gen::model_of(classifies, gen::Ability::classifies);
        if (const gen::Shape takes = judge->takes().shape; takes != latent_model->form.shape)
            gen::fail(options.classifier, ": the classifier takes images of ", gen::text(takes), ", the model makes ",
                      gen::text(latent_model->form.shape));
        classifier = judge->classifies();
    }
    latent_model->encoder->set_seed(run.seed);
    gen::ModelUnderTest model = {.subject = *latent_model,
                                 .data = data,
                                 .count = std::min(data.size(), static_cast<std::size_t>(options.take.value_or(4294967295))),
                                 .gates = options.gates};
    check_gates(options.gates, model.count);
    gen::check_evaluation(*latent_model, data, gen::Binarized::Way::none);
    progress.begin("the loss of the training log");
    model.record = gen::training_record(document, *subject, data, gen::provenance_input("data", images).digest, parallel);
    model.binarize = options.binarize.empty() ? model.record.binarize.value_or(gen::Binarized::Way::none) : gen::parse_binarize(options.binarize);
    gen::check_evaluation(*latent_model, data, model.binarize);
    model.samples = static_cast<std::size_t>(options.samples);
    model.classifier = classifier.get();
    model.seed = run.seed;
    model.begins = [&progress](std::size_t parts) { progress.expect(parts); };
    model.each_done = [&progress] { progress.advance(); };
    const auto scene = std::make_shared<gen::ModelScene>(model, parallel);
    const bool well = report(run, options, model_groups(scene), progress);
    if (picture) picture->commit(gen::latent_plot(*scene, options.plot));
    return well;
}

/// What says something of a model, or of two distributions, is refused where there are none.
void refuse_options(const Options& o) {
    if (o.subject != "gaussian" && (o.q || o.p)) gen::fail_usage(o.q ? "--q" : "--p", " is for kl-check gaussian");
    if (o.subject != "math" && o.subject != "gaussian") return;
    if (!o.images.empty()) gen::fail_usage("IMAGES are for the checks of a model, ", o.subject, " needs none");
    const std::pair<std::string_view, bool> of_models[] = {{"--raw", o.raw},
                                                           {"--take", o.take.has_value()},
                                                           {"--binarize", !o.binarize.empty()},
                                                           {"--classifier", !o.classifier.empty()},
                                                           {"--plot", !o.plot.empty()},
                                                           {"--min-active", o.gates.min_active.has_value()},
                                                           {"--max-kl", o.gates.max_kl.has_value()},
                                                           {"--min-mi", o.gates.min_mi.has_value()},
                                                           {"--max-aggregate-kl", o.gates.max_aggregate_kl.has_value()},
                                                           {"--max-collapsed", o.gates.max_collapsed.has_value()}};
    for (const auto& [name, given] : of_models)
        if (given) gen::fail_usage(name, " is for the checks of a model, ", o.subject, " has none");
}

bool check(gen::Run& run, const Options& options) {
    refuse_options(options);
    gen::Parallel parallel(run.threads);
    gen::WorkProgress progress(run);
    if (options.list) return list(run, options, parallel);
    if (options.subject.empty()) gen::fail_usage("no MODEL given, nor math or gaussian (kl-check --list shows the checks)");
    if (options.subject == "math") return report(run, options, gen::math_check_groups(run.seed, parallel), progress);
    if (options.subject != "gaussian") return check_model(run, options, parallel, progress);
    return report(run, options, gen::gaussian_check_groups(normal_of(options.q, "--q"), normal_of(options.p, "--p"), run.seed, parallel), progress);
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    return gen::run_tool(argc, argv, tool, [&](gen::OptionVisitor& v) { options.describe(v); }, [&](gen::Run& run) { return check(run, options); });
}
