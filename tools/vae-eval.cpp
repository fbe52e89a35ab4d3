#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>

#include "core/error.hpp"
#include "core/parse.hpp"
#include "eval/bayes_rule.hpp"
#include "formats/image_examples.hpp"
#include "formats/model.hpp"
#include "formats/pixel_units.hpp"
#include "formats/streams.hpp"
#include "tools/common/command_line/company.hpp"
#include "tools/common/command_line/numerics.hpp"
#include "tools/common/command_line/tool.hpp"
#include "tools/common/reports/classification.hpp"
#include "tools/common/reports/comparison.hpp"
#include "tools/common/reports/density_units.hpp"
#include "tools/common/reports/evaluation_images.hpp"
#include "tools/common/reports/vae_evaluation.hpp"
#include "tools/common/reports/work_progress.hpp"

namespace {

const gen::Tool tool = {
    .name = "vae-eval",
    .summary = "the likelihood of images under a model, and what it says about their classes",
    .description =
        "Prints what a variational autoencoder says about IMAGES, in nats per image, each number with its standard error over images: the evidence "
        "lower bound, its "
        "reconstruction term and divergence; the tighter importance-weighted bound of K samples of q(z|x) with the median effective sample size of "
        "the weights; "
        "with --ais and --appendix-d further estimates of log p(x); and, where pixels have 8 bits and the likelihood has a scale, bits per "
        "dimension.\n\n"
        "Several models are compared: difference is a result less that of the first MODEL, with the standard error of the mean of differences image "
        "by image, which is "
        "mostly far smaller than those of the two results. The noise for an image depends only on the seed, the place of the image and the latent "
        "size. ESTIMATES says "
        "which number is a bound on what.\n\n"
        "With --classify, one MODEL for each class, in their order, or one conditional MODEL, give p(x|y), and Bayes' rule gives p(y|x); the report "
        "says how well "
        "that fits the labels of IMAGES. A classifier as MODEL gives p(y|x) itself, for comparison.",
    .examples =
        "vae-eval vae.h5 test.h5 --iwae 1,5,50,5000 --binarize dynamic\n"
        "vae-eval vae.h5 test.h5 --ais 1000,16 --take 100\n"
        "# which of two models is better?\n"
        "vae-eval vae-20.h5 vae-50.h5 test.h5\n"
        "# classes by ten models, each trained on the images of one: class-0.h5 to class-9.h5\n"
        "vae-eval --classify class-?.h5 test.h5\n"
        "# image by image\n"
        "vae-eval vae.h5 test.h5 --each",
    .seeded = true,
    .parallel = true,
    .shares = true,
    .slow = true,
    .lists = true,
    .numerics = gen::numerics,
    .notes =
        "ESTIMATES\n\n"
        "elbo is E_q log p(x|z) - KL(q(z|x) || p(z)), the divergence in closed form where there is one: reconstruction and kl are its parts. iwae_K "
        "is the mean of the "
        "log of the mean of K weights w = p(x, z) / q(z|x): also a lower bound on log p(x), and above the elbo. Smaller K are computed from the same "
        "samples, cut into "
        "blocks, so that, for values of K that divide each other, the bound of every image rises with K.\n\n"
        "ais is annealed importance sampling: chains go from q(z|x), or the prior, to p(z|x) through geometric means of the two, with a move of "
        "Hamiltonian Monte Carlo at "
        "each. It is a lower bound in expectation, mostly above that of importance weights. Step lengths are tuned in a separate run and then kept. "
        "For images "
        "that the model makes itself z is known, and the same chains backwards from it give an upper bound (simulated_reverse_ais); simulated_gap is "
        "the distance "
        "between the two: log p(x) lies between them, and if the gap is small the forward estimate can be trusted for real images as well.\n\n"
        "appendix_d is the estimator of Kingma and Welling, 2014, appendix D: an upper bound in expectation for few latent dimensions, so that with "
        "iwae_K it brackets log "
        "p(x). With more than 5 the fitted density no longer covers the posterior, and the number bounds nothing.\n\n"
        "quadrature is log p(x) itself, by the trapezoidal rule on an even grid over one or two latent dimensions; steps should be short beside the "
        "width of p(z|x). aggregate_kl comes with it: the divergence of q(z), all codes together, from the prior, by a histogram of at least 20,000 "
        "draws; it holds for encoders of any kind.\n\n"
        "Where an encoder is implicit, z = z(x, noise), only draws of q(z|x) are known: elbo, its parts and iwae_K are those of the Gaussian with "
        "the "
        "mean and the variances of 64 draws, which are true bounds, as any q gives them, if looser ones; --ais-start encoder begins at it. To "
        "compare such a model with others, use "
        "--ais with --ais-start prior: the chains of all then begin at the same distribution. A model whose codes are points, or that has no "
        "likelihood, has no bounds.\n\n"
        "Likelihoods of kinds gaussian and laplace are densities of what the model sees: pixels on 0 to 1, after --transform of data-import; the "
        "note "
        "says so where it is not obvious. --original-units gives those of the numbers that were imported: to each log density it adds log |dm/dx|, "
        "summed over pixels, m being what the model sees of a number x. bits_per_dimension then is of these, too. Probabilities of bits and bytes "
        "have no units. What chains say of images that the model makes itself stays in the model's units.\n\n"
        "With grey pixels a Bernoulli likelihood gives numbers that are not the likelihood of anything: use --binarize if the model was trained that "
        "way.\n"
        "---\n"
        "CLASSIFICATION\n\n"
        "accuracy, log_loss (-log p(y|x) of the label, nats), calibration_error (the mean of |confidence - accuracy| over tenths of confidence, "
        "weighted by images), "
        "confidence_I and accuracy_I of the images whose confidence lies in tenth I, and confusion_A_B, how many images of class A were taken for B. "
        "p(x|y) is the "
        "importance-weighted bound of --samples samples. If the classes of IMAGES are not equally frequent, --class-prior says how frequent they "
        "are.",
};

struct Options {
    std::vector<std::string> models;
    std::string images;
    bool elbo = false;
    std::string iwae;
    std::optional<std::int64_t> samples;
    std::string ais;
    std::string ais_start = "encoder";
    std::int64_t leapfrogs = 10;
    std::optional<std::int64_t> simulated;
    bool appendix_d = false;
    std::optional<std::int64_t> quadrature;
    bool force = false;
    std::string binarize = "none";
    std::optional<std::int64_t> take;
    bool each = false;
    bool raw = false;
    std::string precision = "fp32";
    bool portable = false;
    bool original_units = false;
    bool classify = false;
    std::string class_prior = "uniform";

    void describe(gen::OptionVisitor& v) {
        v.visit(
            {.name = "MODEL", .help = "model with an encoder; with --classify also a classifier", .required = true, .expects = gen::Expects::files},
            models);
        v.visit({.name = "IMAGES", .help = "images to evaluate", .required = true, .expects = gen::Expects::file}, images);
        v.visit({.name = "samples",
                 .letter = 'k',
                 .value = "K",
                 .help = "samples of q(z|x) per image",
                 .low = 1,
                 .high = 1e6,
                 .example_default = "the largest K of --iwae, else 500, with --classify 50"},
                samples);
        v.visit({.name = "binarize", .help = "pixels as they are, 1 where above 1/2, or drawn once", .choices = {"none", "threshold", "dynamic"}},
                binarize);
        v.visit({.name = "take", .value = "N", .help = "only the first N images", .low = 1, .high = 4294967295.0, .example_default = "all"}, take);
        v.visit({.name = "each", .help = "a line for each image"}, each);
        v.visit({.name = "original-units", .help = "densities of the numbers that images were imported from, whatever was done to those"},
                original_units);
        v.visit({.name = "raw", .help = "use the latest weights of a model that has moving averages"}, raw);
        gen::describe_precision(v, {}, precision);
        gen::describe_portable(v, {}, portable);
        v.visit({.name = "elbo", .help = "no importance-weighted bounds", .group = "Estimates"}, elbo);
        v.visit({.name = "iwae",
                 .value = "K[,K...]",
                 .help = "importance-weighted bounds with these numbers of samples",
                 .group = "Estimates",
                 .example_default = "one, with all samples"},
                iwae);
        v.visit({.name = "ais", .value = "N,CHAINS", .help = "annealed importance sampling over N distributions", .group = "Estimates"}, ais);
        v.visit({.name = "ais-start", .help = "where chains begin", .group = "Estimates", .choices = {"encoder", "prior"}}, ais_start);
        v.visit({.name = "leapfrogs", .value = "N", .help = "leapfrog steps in each move of --ais", .group = "Estimates", .low = 1, .high = 1000},
                leapfrogs);
        v.visit({.name = "simulated",
                 .value = "N",
                 .help = "images made by the model, for --ais both ways; 0: none",
                 .group = "Estimates",
                 .low = 0,
                 .high = 1e5,
                 .example_default = "as many as there are IMAGES, at most 100"},
                simulated);
        v.visit({.name = "appendix-d", .help = "the estimator of Kingma and Welling's appendix D", .group = "Estimates"}, appendix_d);
        v.visit({.name = "quadrature",
                 .value = "N",
                 .help = "for one or two latent dimensions, log p(x) over N points in each and KL(q(z) || p(z)) by a histogram",
                 .group = "Estimates",
                 .low = 2,
                 .high = 4000},
                quadrature);
        v.visit({.name = "force", .help = "--appendix-d also with more than 5 latent dimensions", .group = "Estimates"}, force);
        v.visit({.name = "classify", .help = "find the class of each image by Bayes' rule", .group = "Classification"}, classify);
        v.visit({.name = "class-prior",
                 .value = "P,P,...",
                 .help = "how frequent the classes are, in any unit, or uniform",
                 .group = "Classification",
                 .forms = [](const auto&) { return gen::Forms{"uniform"}; }},
                class_prior);
    }
};

gen::Evaluation evaluation_of(const gen::Run& run, const Options& options, std::size_t samples) {
    gen::Evaluation how = {.samples = static_cast<std::size_t>(options.samples.value_or(static_cast<std::int64_t>(samples))), .seed = run.seed};
    how.binarize = gen::parse_binarize(options.binarize);
    return how;
}

gen::Annealing annealing_of(const gen::Run& run, const Options& options) {
    const auto [distributions, chains] = gen::split_at(options.ais, ',');
    if (chains.empty()) gen::fail_usage("--ais: got '", options.ais, "', expected how many distributions and how many chains, N,CHAINS");
    const gen::Annealing how = {.distributions = gen::parse_count(distributions, "--ais"),
                                .chains = gen::parse_count(chains, "--ais"),
                                .start = options.ais_start == "prior" ? gen::ChainStart::prior : gen::ChainStart::encoder,
                                .leapfrogs = static_cast<std::size_t>(options.leapfrogs),
                                .seed = run.seed};
    if (how.distributions > 1000000 || how.chains > 1024)
        gen::fail_usage("--ais: got '", options.ais, "', expected at most 1000000 distributions and 1024 chains");
    return how;
}

gen::EvaluationPlan plan_of(const gen::Run& run, const Options& options) {
    gen::EvaluationPlan plan;
    plan.weighs = !options.elbo || !options.iwae.empty();
    plan.appendix_d = options.appendix_d;
    plan.forced = options.force;
    if (options.quadrature) plan.quadrature = static_cast<std::size_t>(*options.quadrature);
    if (!options.iwae.empty())
        for (const std::string_view size : gen::split(options.iwae, ',')) plan.sizes.push_back(gen::parse_count(size, "--iwae"));
    std::sort(plan.sizes.begin(), plan.sizes.end());
    plan.evaluation = evaluation_of(run, options, plan.sizes.empty() ? 500 : plan.sizes.back());
    if (plan.sizes.empty()) plan.sizes = {plan.evaluation.samples};
    if (plan.sizes.back() > 1000000) gen::fail_usage("--iwae: got ", plan.sizes.back(), ", expected at most 1000000");
    if (plan.sizes.back() > plan.evaluation.samples)
        gen::fail_usage("--iwae ", plan.sizes.back(), " needs more than the ", plan.evaluation.samples, " samples of --samples");
    if (!options.ais.empty()) plan.annealing = annealing_of(run, options);
    if (options.simulated) plan.simulated = static_cast<std::size_t>(*options.simulated);
    return plan;
}

std::unique_ptr<gen::Model> read_model(const gen::Document& document, const Options& options, gen::Ability ability) {
    std::unique_ptr<gen::Model> model = gen::model_of(document, ability, options.raw ? gen::Weights::latest : gen::Weights::averaged);
    model->only_use({.precision = gen::parse_precision(options.precision)});
    return model;
}

/// Models that give a bound of log p(x).
struct Subjects {
    std::vector<std::string> names;
    std::vector<std::unique_ptr<gen::Model>> models;
    std::vector<gen::LatentModel> bounded;
    std::vector<gen::Document> documents;

    void add(const gen::Document& document, const Options& options, std::uint64_t seed) {
        names.push_back(document.name);
        documents.push_back(document);
        models.push_back(read_model(document, options, gen::Ability::density));
        bounded.push_back(std::move(*models.back()->density()));
        bounded.back().encoder->set_seed(seed);
        if (const std::string_view reason = bounded.back().unbounded(); !reason.empty()) gen::fail(document.name, ": ", reason);
    }

    /// Throws where the images are not what model i is of.
    void check(std::size_t i, const gen::ImageExamples& data, const Options& options, const gen::Run& run) const {
        gen::check_evaluation(bounded[i], data, gen::parse_binarize(options.binarize));
        gen::expect_units_of(documents[i], data.images(), data.name(), [&](const std::string& warning) { run.warn(warning); });
    }
};

std::size_t taken(const gen::ImageExamples& data, const Options& options) {
    return std::min(data.size(), static_cast<std::size_t>(options.take.value_or(4294967295)));
}

/// The tightest bound that every image has.
const gen::Result& tightest(const std::vector<gen::Result>& results) {
    return *std::find_if(results.rbegin(), results.rend(), [](const gen::Result& r) { return r.name.starts_with("iwae_") || r.name == "elbo"; });
}

gen::Evaluated evaluated(const gen::Run& run, const std::string& name, const gen::LatentModel& subject, const gen::ImageExamples& data,
                         std::size_t count, const gen::EvaluationPlan& plan, gen::WorkProgress& progress) {
    const gen::VaeEvaluation evaluation(run, subject, data, count, plan, progress);
    gen::Evaluated model = {name, evaluation.results(), evaluation.columns()};
    const gen::Result& best = tightest(model.results);
    const std::vector<double>& elbo = model.columns.front().values;
    const auto lost = std::count_if(elbo.begin(), elbo.end(), [](double nats) { return !std::isfinite(nats); });
    if (lost > 0) run.warn(gen::join(name, ": the elbo of ", lost, " of ", elbo.size(), " images is not a finite number"));
    const bool original = !plan.log_slopes.empty();
    double bits = std::nan("");
    if (data.on_unit_range() && original)
        bits = -best.value / (static_cast<double>(data.columns()) * std::numbers::ln2);
    else if (data.on_unit_range() && data.images().transform.empty())
        bits = subject.likelihood->bits_per_dimension(-best.value, data.columns());
    if (std::isfinite(bits)) model.results.insert(model.results.end() - 1, gen::Result{"bits_per_dimension", bits, std::nan(""), "of " + best.name});
    return model;
}

/// Whether the nats of all models are of one kind: of densities, or of probabilities of bits or of bytes. Says so where they are not.
bool comparable(const gen::Run& run, const std::vector<std::string>& names, const std::vector<gen::LatentModel>& models) {
    const gen::Likelihood& first = *models[0].likelihood;
    for (std::size_t i = 1; i < models.size(); ++i) {
        const gen::Likelihood& own = *models[i].likelihood;
        if (own.has_density() == first.has_density() && own.needs_bytes() == first.needs_bytes()) continue;
        const bool in_bits = (own.has_density() || own.needs_bytes()) && (first.has_density() || first.needs_bytes());
        run.warn(gen::join(names[i], ": its likelihood is ", text(own), ", that of ", names[0], " is ", text(first),
                           ", and their nats cannot be compared", in_bits ? "; bits_per_dimension can" : ""));
        return false;
    }
    return true;
}

void evaluate(const gen::Run& run, const Options& options) {
    if (options.models.size() > 1 && options.each) gen::fail_usage("--each is for one model, got ", options.models.size());
    if (options.class_prior != "uniform") gen::fail_usage("--class-prior goes with --classify");
    gen::EvaluationPlan plan = plan_of(run, options);
    Subjects subjects;
    for (const std::string& path : options.models) subjects.add(gen::read_document(path), options, run.seed);
    const std::vector<std::string>& names = subjects.names;
    const std::vector<gen::LatentModel>& bounded = subjects.bounded;
    const gen::Document document = gen::read_document(options.images);
    const gen::ImageExamples data(gen::images_of(document), document.name);
    for (std::size_t i = 0; i < bounded.size(); ++i) subjects.check(i, data, options, run);
    for (const gen::LatentModel& model : bounded) gen::check_density(*model.likelihood, options.original_units);
    if (options.original_units) plan.log_slopes = gen::log_slopes(data, taken(data, options));
    if (bounded[0].likelihood->has_density()) plan.note = gen::density_note(data.images(), options.original_units);
    const bool judged = bounded.size() > 1 && comparable(run, names, bounded);
    gen::WorkProgress progress(run);
    std::vector<gen::Evaluated> models;
    for (std::size_t i = 0; i < bounded.size(); ++i)
        models.push_back(evaluated(run, names[i], bounded[i], data, taken(data, options), plan, progress));
    if (options.each) return void(gen::print(run, gen::report_of(models[0].columns)));
    const std::vector<gen::Result>& results = models[0].results;
    const std::string images = gen::join(results.back().value, results.back().value == 1 ? " image" : " images");
    if (models.size() == 1) return void(gen::print(run, gen::report_of(results, gen::join(images, ": ", gen::in_words(tightest(results), "nats")))));
    gen::print(run,
               gen::comparison_of(models, judged, judged ? gen::join(images, ": ", gen::best_in_words(models, tightest(results).name)) : images));
}

void check_labels(const gen::ImageExamples& data, std::size_t count, std::size_t classes) {
    for (std::size_t i = 0; i < count; ++i)
        if (data.label(i) < 0 || static_cast<std::size_t>(data.label(i)) >= classes)
            gen::fail(data.name(), ": image ", i, " has label ", data.label(i), ", the models know classes 0 to ", classes - 1);
}

/// log p(y|x) of all images, and how many classes there are.
std::pair<std::vector<double>, std::size_t> posterior(const gen::Run& run, const Options& options, const std::vector<gen::Document>& models,
                                                      const gen::ImageExamples& data) {
    gen::Parallel parallel(run.threads);
    if (models.size() == 1 && gen::can(models[0], gen::Ability::classifies)) {
        const std::unique_ptr<gen::Model> model = read_model(models[0], options, gen::Ability::classifies);
        gen::check_images(*model, data);
        gen::expect_units_of(models[0], data.images(), data.name(), [&](const std::string& warning) { run.warn(warning); });
        if (options.class_prior != "uniform") gen::fail_usage("--class-prior is for Bayes' rule, a classifier gives p(y|x) itself");
        return {gen::class_probabilities(*model->classifies(), data, taken(data, options), parallel), model->takes().classes};
    }
    Subjects subjects;
    const std::vector<gen::LatentModel>& bounded = subjects.bounded;
    for (const gen::Document& model : models) {
        subjects.add(model, options, run.seed);
        const gen::LatentModel& own = bounded.back();
        subjects.check(bounded.size() - 1, data, options, run);
        if (models.size() > 1 && own.form.classes > 0) gen::fail(model.name, ": is conditional, one such model alone gives p(x|y) of all classes");
        if (models.size() == 1 && own.form.classes == 0)
            gen::fail(model.name, ": is not conditional, --classify needs a model for each class or a conditional one");
        if (text(*own.likelihood) != text(*bounded[0].likelihood)) gen::fail(model.name, ": its likelihood is another than that of ", models[0].name);
    }
    const std::size_t classes = models.size() > 1 ? models.size() : bounded[0].form.classes;
    const std::vector<double> prior = gen::parse_class_prior(options.class_prior, classes);
    check_labels(data, taken(data, options), classes);
    gen::Evaluation how = evaluation_of(run, options, 50);
    gen::WorkProgress progress(run);
    progress.begin("p(x|y) of every class", classes * taken(data, options));
    how.each_done = [&] { progress.advance(); };
    return {gen::bayes_rule(gen::class_likelihoods(bounded, data, taken(data, options), how, parallel), prior), classes};
}

void classify(const gen::Run& run, const Options& options) {
    if (!options.iwae.empty() || !options.ais.empty() || options.appendix_d || options.quadrature || options.elbo)
        gen::fail_usage("--classify weighs --samples samples, estimates are chosen without it");
    std::vector<gen::Document> models;
    for (const std::string& path : options.models) models.push_back(gen::read_document(path));
    const gen::Document document = gen::read_document(options.images);
    const gen::ImageExamples data(gen::images_of(document), document.name);
    if (!data.labelled()) gen::fail(document.name, ": has no /labels to compare classes with");
    auto [log_posterior, classes] = posterior(run, options, models, data);
    const gen::ClassificationReport report(std::move(log_posterior), data, taken(data, options), classes);
    if (options.each) return void(gen::print(run, gen::report_of(report.columns())));
    const std::vector<gen::Result> results = report.results();
    gen::print(run, gen::report_of(results, gen::join(results.back().value,
                                                      results.back().value == 1 ? " image: " : " images: ", gen::in_words(results.front(), ""))));
}

bool work(gen::Run& run, const Options& options) {
    gen::take_portable(options.portable, options.precision);
    gen::expect_alike(run, {.precision = gen::parse_precision(options.precision)});
    const auto streams = std::count(options.models.begin(), options.models.end(), "-") + (options.images == "-" ? 1 : 0);
    if (streams > 1)
        gen::fail_usage(options.images == "-" ? "the model and the images cannot both come from stdin" : "only one model can come from stdin");
    if (options.classify)
        classify(run, options);
    else
        evaluate(run, options);
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    return gen::run_tool(argc, argv, tool, [&](gen::OptionVisitor& v) { options.describe(v); }, [&](gen::Run& run) { return work(run, options); });
}
