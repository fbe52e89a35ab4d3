#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "eval/annealing.hpp"
#include "eval/model_scene.hpp"
#include "models/implicit_encoder.hpp"

namespace gen {
namespace {

const char* const no_density = "the encoder gives codes, not distributions: there is no KL(q(z|x) || p(z))";

/// The mean of value(b) over bounds, and its standard error.
template <class Value>
Estimated mean_over(const std::vector<Bounds>& all, const Value& value) {
    std::vector<double> values;
    for (const Bounds& b : all) values.push_back(value(b));
    return estimated(values);
}

std::string first_of(const ModelScene& scene, std::size_t n) {
    return n < scene.count() ? join("the first ", n, " of ", scene.count(), " images") : join(n, " images");
}

/// Why the first of these examples have no bounds; empty where they have.
std::string unbounded(const ModelScene& scene) {
    const std::string_view reason = scene.subject().unbounded();
    return reason.empty() ? "" : join("the model ", reason);
}

/// Chains, whose estimate of log p(x) importance weights must stay below.
void add_annealed(ModelScene& scene, std::vector<Check>& checks) {
    const Rows rows = {0, std::min<std::size_t>(8, scene.count())};
    const Encoded q = scene.subject().encoder->encode(scene.data(), 0, rows.count(), scene.parallel());
    AnnealedImportance ais(scene.subject(), {.distributions = 100, .chains = 8, .seed = scene.seed()}, scene.parallel());
    ais.tune(scene.data(), rows, q);
    const std::vector<Annealed> chains = ais.forward(scene.data(), rows, q);
    std::vector<Bounds> some(scene.bounds().begin(), scene.bounds().begin() + static_cast<std::ptrdiff_t>(rows.count()));
    for (std::size_t i = 0; i < some.size(); ++i) some[i].elbo = chains[i].log_density - some[i].iwae;
    const Estimated above = mean_over(some, [](const Bounds& b) { return b.elbo; });
    checks.push_back(expect_at_least(
        "order.annealed", above.value, 0, 2 * above.error + 1e-3,
        join("annealed importance sampling (100 distributions, 8 chains) less iwae_", scene.model().samples, ", ", first_of(scene, rows.count()))));
}

}  // namespace

void model_divergence_checks(ModelScene& scene, std::vector<Check>& checks) {
    if (!scene.has_density()) return checks.push_back(skipped("divergence", no_density));
    if (scene.is_implicit())
        checks.push_back(
            described("divergence.moment_matched", ImplicitEncoder::moment_draws,
                      "draws of each q(z|x), which is implicit: divergences and bounds are those of the Gaussian with their moments; what a "
                      "discriminator says of KL(q(z|x) || p) is an estimate, not a bound"));
    if (scene.gaussian() == nullptr)
        return checks.push_back(
            skipped("divergence", "the prior is no single Gaussian: divergences from it have no closed form and are not sums over dimensions"));
    const LatentStatistics& s = scene.statistics();
    checks.push_back(expect_at_least("divergence.least", s.least_kl, 0, 1e-6, join("KL_j of every image and dimension, ", s.examples, " images")));
    checks.push_back(expect_at_least("divergence.least_total", *std::min_element(s.total.begin(), s.total.end()), 0, 1e-6, "KL of every image"));
    checks.push_back(expect_near("divergence.sum", s.sum_error, 0, 1e-5, "sum over dimensions of KL_j beside KL, greatest relative difference"));
}

void model_objective_checks(ModelScene& scene, std::vector<Check>& checks) {
    const TrainingRecord& record = scene.model().record;
    if (record.logged && record.recomputed)
        checks.push_back(expect_near("objective.log", *record.recomputed, *record.logged, 1e-5 * std::max(1.0, std::abs(*record.logged)),
                                     "loss of the images, computed again, against that of the training log"));
    else
        checks.push_back(skipped("objective.log", record.unlogged));
    if (!scene.has_density()) return checks.push_back(skipped("objective.sampled", no_density));
    if (const std::string reason = unbounded(scene); !reason.empty()) return checks.push_back(skipped("objective.sampled", reason));
    const std::vector<Bounds>& all = scene.bounds();
    const std::string of = first_of(scene, all.size());
    checks.push_back(described("objective.elbo", mean_over(all, [](const Bounds& b) { return b.elbo; }).value, of));
    if (scene.gaussian() == nullptr)
        return checks.push_back(skipped("objective.sampled", "the prior is no single Gaussian: the divergence is sampled anyway"));
    if (all.size() < ModelScene::few) return checks.push_back(skipped("objective.sampled", few_images));
    const Estimated difference = mean_over(all, [](const Bounds& b) { return b.blocks[0] - b.elbo; });
    checks.push_back(
        expect_near("objective.sampled", difference.value, 0, 5 * difference.error + 1e-4,
                    join("mean of log p(x,z) - log q(z|x) over ", scene.model().samples, " samples less the form with KL in closed form, ", of)));
}

void model_order_checks(ModelScene& scene, std::vector<Check>& checks) {
    if (!scene.has_density()) return checks.push_back(skipped("order", "no bounds of log p(x) without a density q(z|x)"));
    if (const std::string reason = unbounded(scene); !reason.empty()) return checks.push_back(skipped("order", reason));
    const std::vector<Bounds>& all = scene.bounds();
    const std::vector<std::size_t> sizes = scene.block_sizes();
    const std::string of = first_of(scene, all.size());
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        const auto size_mean = mean_over(all, [&](const Bounds& b) { return b.blocks[i]; });
        checks.push_back(described(join("order.iwae_", sizes[i]), size_mean.value, i == 0 ? "the sampled ELBO, " + of : of));
        if (i == 0 || sizes[i] % sizes[i - 1] != 0) continue;
        double worst = std::numeric_limits<double>::infinity();
        double scale = 1;
        for (const Bounds& b : all) {
            worst = std::min(worst, b.blocks[i] - b.blocks[i - 1]);
            scale = std::max(scale, std::abs(b.blocks[i]));
        }
        checks.push_back(expect_at_least(join("order.", sizes[i - 1], "_", sizes[i]), worst, 0, 1e-12 * scale,
                                         join("iwae_", sizes[i], " less iwae_", sizes[i - 1], " of the same samples, least of ", of)));
    }
    std::vector<double> ess;
    for (const Bounds& b : all) ess.push_back(b.ess);
    checks.push_back(described("order.median_ess", median_of(ess), join("effective samples of ", scene.model().samples)));
    add_annealed(scene, checks);
}

void model_rate_checks(ModelScene& scene, std::vector<Check>& checks) {
    if (!scene.has_density()) return checks.push_back(skipped("rate", "an autoencoder has no rate: its codes are points"));
    if (const std::string reason = unbounded(scene); !reason.empty()) return checks.push_back(skipped("rate", reason));
    const std::vector<Bounds>& all = scene.bounds();
    const double beta = scene.model().record.beta;
    const std::string of = first_of(scene, all.size()) + (beta == 1 ? "" : join("; trained with beta ", beta, ", whose loss is not a bound"));
    const Estimated rate = mean_over(all, [](const Bounds& b) { return b.kl; });
    const Estimated distortion = mean_over(all, [](const Bounds& b) { return b.recon; });
    checks.push_back(described("rate.rate", rate.value, join(scene.kl_name("q(z|x)", "p(z)"), ", ", of)));
    checks.push_back(described("rate.distortion", distortion.value, "-E log p(x|z), " + of));
    const double bits = scene.subject().likelihood->bits_per_dimension(rate.value + distortion.value, scene.subject().pixels());
    if (std::isfinite(bits)) checks.push_back(described("rate.bits_per_dimension", bits, "of the ELBO, if pixels have 8 bits"));
}

}  // namespace gen
