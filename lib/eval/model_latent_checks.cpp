#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/error.hpp"
#include "core/rounded_text.hpp"
#include "eval/model_scene.hpp"
#include "models/decoder.hpp"

namespace gen {
namespace {

const char* const no_prior = "the prior is no single Gaussian: divergences from it have no closed form";

std::string dimension_name(const char* group, std::size_t j) { return join(group, ".z", j); }

/// How far some images are from what the decoder says, z the mean codes of the rows `of` of the data set.
std::vector<double> reconstruction(ModelScene& scene, const std::vector<std::size_t>& of) {
    const Matrix& mean = scene.q().mean;
    Matrix z(of.size(), mean.columns());
    std::vector<std::int32_t> labels;
    for (std::size_t i = 0; i < of.size(); ++i) {
        std::copy_n(mean.row(of[i]), z.columns(), z.row(i));
        if (scene.subject().form.classes > 0) labels.push_back(scene.data().label(i));
    }
    std::vector<double> losses(of.size());
    Decoder(*scene.subject().decoder)
        .decode(
            z, {0, of.size()}, scene.parallel(),
            [&](std::size_t i, const real* o) {
                thread_local std::vector<real> x;
                x.resize(scene.data().columns());
                scene.data().read(i, x.data());
                losses[i] = scene.subject().misfit(o, x.data());
            },
            labels);
    return losses;
}

/// Whether the decoder looks at the code: images from their own codes against images from those of others, each by its neighbour's.
Check shuffled_codes(ModelScene& scene) {
    const std::size_t n = std::min<std::size_t>(500, scene.count());
    if (n < 2) return skipped("collapse.shuffled", "with one image there are no others");
    std::vector<std::size_t> own(n);
    std::iota(own.begin(), own.end(), 0U);
    std::vector<std::size_t> other = own;
    std::rotate(other.begin(), other.begin() + 1, other.end());
    const std::vector<double> by_own = reconstruction(scene, own);
    const std::vector<double> by_other = reconstruction(scene, other);
    std::vector<double> worse;
    for (std::size_t i = 0; i < n; ++i) worse.push_back(by_other[i] - by_own[i]);
    const Estimated e = estimated(worse);
    return {"collapse.shuffled",
            e.value,
            2 * e.error,
            0,
            e.value > 2 * e.error ? Verdict::pass : Verdict::warn,
            join(scene.subject().unit(), " by which images are worse from the codes of others than from their own; 0: the decoder ignores the code")};
}

std::string saturated(bool is) { return is ? "saturated: the number of images decides, quote moment_kl and the rate only; " : ""; }

Check with_error(std::string name, const Estimated& e, const std::string& note) {
    return described(std::move(name), e.value, note + join("standard error ", rounded_text(e.error)));
}

void add_decomposition(ModelScene& scene, std::vector<Check>& checks) {
    const AggregatePosterior& a = scene.aggregate();
    const double ceiling = std::log(static_cast<double>(scene.count()));
    const std::string full = (scene.is_implicit() ? "moment-matched; " : "") + saturated(ceiling - a.information.value < 0.5);
    checks.push_back(with_error("aggregate.information", a.information, full + join("I(image; code), at most ln n = ", rounded_text(ceiling), "; ")));
    checks.push_back(with_error("aggregate.kl", a.kl, full + "KL(q(z) || p), over all images; "));
    checks.push_back(with_error("aggregate.total_correlation", a.total_correlation, full + "KL(q(z) || product of q(z_j)); "));
    checks.push_back(with_error("aggregate.dimensions", a.dimensions, "sum over j of KL(q(z_j) || p_j); "));
    checks.push_back(expect_at_most("aggregate.ceiling", a.information.value, ceiling, 1e-9, "I(image; code) beside ln n"));
    checks.push_back(expect_near("aggregate.sum", a.information.value + a.total_correlation.value + a.dimensions.value, a.rate.value,
                                 1e-6 * std::max(1.0, a.rate.value),
                                 "I + TC + sum over j of KL(q(z_j) || p_j) beside E log q(z|x) - log p(z), of the same draws"));
    const std::vector<double>& each = a.dimension_kl;
    for (std::size_t j = 0; j < each.size(); ++j) checks.push_back(described(dimension_name("aggregate", j) + "_kl", each[j], "KL(q(z_j) || p_j)"));
    if (a.draws < ModelScene::few) return checks.push_back(skipped("aggregate.bracket", few_images));
    const LatentStatistics& s = scene.statistics();
    const double rate = std::accumulate(s.total.begin(), s.total.end(), 0.0) / static_cast<double>(s.examples);
    checks.push_back(
        expect_at_most("aggregate.bracket", a.kl.value, rate, 5 * a.kl.error, "KL(q(z) || p) beside E KL(q(z|x) || p), which is above it"));
    const double low = s.moment_kl(*scene.gaussian());
    checks.push_back(std::isfinite(low) ? expect_at_least("aggregate.moments", a.kl.value, low, 5 * a.kl.error,
                                                          "KL(q(z) || p) beside KL(N(m, S) || p), which is below it")
                                        : skipped("aggregate.moments", "the covariance of the codes is singular"));
}

/// KL(N(m,S) || p) + sum over j of max(0, KL(q(z_j) || p_j) - KL(N(m_j, S_jj) || p_j)): does not saturate.
double gated_aggregate_kl(ModelScene& scene) {
    const LatentStatistics& s = scene.statistics();
    double sum = s.moment_kl(*scene.gaussian());
    for (std::size_t j = 0; scene.has_density() && j < s.dimensions; ++j)
        sum += std::max(0.0, scene.aggregate().dimension_kl[j] - s.moment_kl(*scene.gaussian(), j));
    return sum;
}

}  // namespace

void model_dimension_checks(ModelScene& scene, std::vector<Check>& checks) {
    const LatentStatistics& s = scene.statistics();
    std::size_t agree = 0;
    for (std::size_t j = 0; j < s.dimensions; ++j) {
        if (s.has_kl)
            checks.push_back(described(dimension_name("dimensions", j) + "_kl", s.kl[j], scene.kl_name("q(z_j|x)", "p_j") + ", mean over images"));
        checks.push_back(described(dimension_name("dimensions", j) + "_spread", s.spread[j], "variance over images of E[z_j|x]"));
        const bool is_active = s.spread[j] > LatentStatistics::active_spread;
        if (s.has_kl && is_active == (s.kl[j] > LatentStatistics::collapse_nats)) ++agree;
    }
    checks.push_back(
        described("dimensions.active", static_cast<double>(s.active()), join("active units, out of ", s.dimensions, ": spread above 0.01")));
    if (!s.judged_by_kl()) return;
    const std::string note = join("dimensions, out of ", s.dimensions, ", for which spread (above 0.01) and divergence (above 0.01 nats) agree");
    checks.push_back(agree == s.dimensions ? described("dimensions.agree", static_cast<double>(agree), note)
                                           : warned("dimensions.agree", static_cast<double>(agree), note));
}

void model_collapse_checks(ModelScene& scene, std::vector<Check>& checks) {
    const LatentStatistics& s = scene.statistics();
    const std::size_t collapsed = s.collapsed_dimensions();
    const std::string how = s.judged_by_kl() ? "KL_j below 0.01 nats for 99 % of the images"
                            : s.estimated    ? "less than 1 % of the variance of z_j between images"
                                             : "spread of the codes below 0.01";
    const std::string note = join("dimensions of ", s.dimensions, " with ", how);
    const auto value = static_cast<double>(collapsed);
    if (collapsed == s.dimensions)
        checks.push_back(
            {"collapse.dimensions", value, static_cast<double>(s.dimensions - 1), 0, Verdict::fail, note + ": all, the code says nothing"});
    else
        checks.push_back(collapsed == 0 ? described("collapse.dimensions", value, note) : warned("collapse.dimensions", value, note));
    checks.push_back(shuffled_codes(scene));
}

void model_aggregate_checks(ModelScene& scene, std::vector<Check>& checks) {
    const LatentStatistics& s = scene.statistics();
    if (scene.gaussian() == nullptr) return checks.push_back(skipped("aggregate", no_prior));
    const double moments = s.moment_kl(*scene.gaussian());
    checks.push_back(std::isfinite(moments) ? described("aggregate.moment_kl", moments,
                                                        "KL(N(m, S) || p), m and S the moments of all codes: not more than KL(q(z) || p)")
                                            : warned("aggregate.moment_kl", moments, "the covariance of the codes is singular"));
    if (scene.count() > 1)
        checks.push_back(described("aggregate.mmd", aggregate_mmd(scene.draws(), *scene.gaussian(), scene.seed(), scene.parallel()),
                                   "MMD^2(q(z), p) of at most 2000 draws each, inverse multiquadratic kernels, unbiased"));
    for (std::size_t j = 0; j < s.dimensions; ++j)
        checks.push_back(described(dimension_name("aggregate", j) + "_kolmogorov", kolmogorov_distance(scene.draws(), j, *scene.gaussian()),
                                   "greatest difference of distribution functions"));
    if (scene.has_density())
        add_decomposition(scene, checks);
    else
        checks.push_back(skipped("aggregate.information", "codes are points: the information they carry has no finite estimate"));
}

void model_prior_checks(ModelScene& scene, std::vector<Check>& checks) {
    ImageClassifier* const classifier = scene.model().classifier;
    if (classifier == nullptr)
        return checks.push_back(skipped("prior.confidence", "no classifier that could say how sure it is of images decoded from the prior"));
    constexpr std::size_t n = 1000;
    const Matrix z = draw(*scene.subject().prior, n, {scene.seed(), Purpose::prior, 0});
    std::vector<std::int32_t> labels;
    for (std::size_t i = 0; scene.subject().form.classes > 0 && i < n; ++i)
        labels.push_back(static_cast<std::int32_t>(i % scene.subject().form.classes));
    Matrix images(n, scene.subject().pixels());
    Decoder(*scene.subject().decoder)
        .decode(z, {0, n}, scene.parallel(), [&](std::size_t i, const real* o) { scene.subject().image(o, images.row(i)); }, labels);
    const Classified made = classifier->classify(MatrixExamples(images), {0, n}, scene.parallel());
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const real* const row = made.log_probabilities.row(i);
        sum += std::exp(static_cast<double>(*std::max_element(row, row + made.log_probabilities.columns()))) / n;
    }
    checks.push_back(described("prior.confidence", sum, join("mean greatest p(class | x) over ", n, " images decoded from the prior")));
}

void model_gates(ModelScene& scene, std::vector<Check>& checks) {
    const LatentGates& gates = scene.model().gates;
    const LatentStatistics& s = scene.statistics();
    const auto gate = [&](const char* name, bool known, const auto& check) {
        checks.push_back(
            known ? check()
                  : Check{join("gate.", name), std::nan(""), std::nan(""), std::nan(""), Verdict::fail, "cannot be computed for this model"});
    };
    if (gates.min_active)
        gate("min_active", true, [&] {
            return expect_at_least("gate.min_active", static_cast<double>(s.active()), static_cast<double>(*gates.min_active), 0, "active units");
        });
    if (gates.max_collapsed)
        gate("max_collapsed", true, [&] {
            return expect_at_most("gate.max_collapsed", static_cast<double>(s.collapsed_dimensions()), static_cast<double>(*gates.max_collapsed), 0,
                                  "collapsed dimensions");
        });
    if (gates.max_kl)
        gate("max_kl", s.has_kl, [&] {
            return expect_at_most("gate.max_kl", std::accumulate(s.total.begin(), s.total.end(), 0.0) / static_cast<double>(s.examples),
                                  *gates.max_kl, 0, "mean " + scene.kl_name("q(z|x)", "p"));
        });
    if (gates.min_mi)
        gate("min_mi", s.has_kl,
             [&] { return expect_at_least("gate.min_mi", scene.aggregate().information.value, *gates.min_mi, 0, "I(image; code)"); });
    if (gates.max_aggregate_kl)
        gate("max_aggregate_kl", scene.gaussian() != nullptr, [&] {
            return expect_at_most("gate.max_aggregate_kl", gated_aggregate_kl(scene), *gates.max_aggregate_kl, 0,
                                  "KL(N(m, S) || p) and what single dimensions add to their moments' part");
        });
}

}  // namespace gen
