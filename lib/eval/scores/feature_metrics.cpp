#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "eval/scores/frechet.hpp"
#include "eval/scores/inception_score.hpp"
#include "eval/scores/kernel_distance.hpp"
#include "eval/scores/metric.hpp"
#include "eval/scores/neighbours.hpp"
#include "eval/scores/sliced.hpp"
#include "eval/scores/vendi.hpp"

namespace gen {
namespace {

using Better = Metric::Better;
using Looks = Metric::Looks;

std::string_view both_features(const Comparison& c) {
    return c.real_rows.size() == 0 || c.samples.size() == 0 ? "rows on both sides, not statistics" : "";
}
std::string_view two_rows(const Comparison& c) {
    if (c.real_rows.size() == 0 || c.samples.size() == 0) return both_features(c);
    return c.real_rows.size() < 2 || c.samples.size() < 2 ? "two rows or more on both sides" : "";
}
std::string_view sample_features(const Comparison& c) { return c.samples.size() == 0 ? "samples, not statistics" : ""; }
std::string_view nothing(const Comparison&) { return ""; }
std::string_view sample_classes(const Comparison& c) { return c.samples.log_probabilities.empty() ? "a classifier as features" : ""; }
std::string_view neighbours(const Comparison& c) {
    const std::size_t k = std::max(c.options.precision.k, c.options.density.k);
    if (c.real_rows.size() == 0 || c.samples.size() == 0) return both_features(c);
    return c.real_rows.size() <= k || c.samples.size() <= k ? "more rows than neighbours" : "";
}

Measured frechet(Comparison& c) {
    const Moments& a = c.real_rows.moments(c.parallel);
    const Moments& b = c.samples.moments(c.parallel);
    const bool rows = c.real_rows.size() > 0 && c.samples.size() > 0;
    Measured out = of(frechet_distance(a, c.real_rows.features(), b, c.samples.features(), c.parallel));
    if (!rows && c.real_rows.size() + c.samples.size() == 0) out.error = std::nan("");
    const auto few = [](const Moments& m) { return m.count > 0 && m.count <= m.dimensions(); };
    if (few(a) || few(b))
        out.notes.push_back(join("too few rows for ", a.dimensions(), " dimensions (", few(a) ? join("real: ", a.count) : "",
                                 few(a) && few(b) ? ", " : "", few(b) ? join("samples: ", b.count) : "",
                                 "): covariances are singular, and the distance is too large"));
    return out;
}

Measured frechet_beyond(Comparison& c) {
    return of(frechet_infinity(c.real_rows.moments(c.parallel), c.samples.features(), c.options.seed, c.parallel));
}

Measured kernel(Comparison& c) {
    const KernelDistance how = {.rows = c.options.kernel_rows, .subsets = c.options.kernel_subsets, .seed = c.options.seed};
    return of(kernel_distance(c.real_rows.features(), c.samples.features(), how, c.parallel));
}

std::string_view both_labels(const Comparison& c) {
    if (const std::string_view lacks = both_features(c); !lacks.empty()) return lacks;
    return c.real_rows.labels.empty() || c.samples.labels.empty() ? "labels on both sides" : "";
}

Measured nearest_label(Comparison& c) {
    const Neighbours found = nearest_rows(c.real_rows.features(), c.samples.features(), 1, c.parallel);
    std::vector<double> right;
    for (std::size_t i = 0; i < found.count(); ++i)
        if (c.real_rows.labels[i] >= 0) right.push_back(c.samples.labels[found.nearest(i)] == c.real_rows.labels[i] ? 1 : 0);
    return of(estimated(right));
}

const Metric table[] = {
    {.name = "FD",
     .of_features = true,
     .better = Better::lower,
     .lacks = nothing,
     .measure = frechet,
     .summary = "squared Frechet distance of the features' means and covariances (divisor n - 1)"},
    {.name = "FDinf",
     .of_features = true,
     .better = Better::lower,
     .quick = false,
     .lacks = [](const Comparison& c) -> std::string_view { return c.samples.size() < 20 ? "20 samples or more" : ""; },
     .measure = frechet_beyond,
     .summary = "the same, extrapolated to samples without end by a line in 1 / n over 15 sizes"},
    {.name = "KD",
     .of_features = true,
     .better = Better::lower,
     .lacks = two_rows,
     .measure = kernel,
     .exact = [](std::size_t, std::size_t, const ScoreOptions&) { return 0.0; },
     .summary = "kernel distance: unbiased MMD^2 for (x'y / d + 1)^3, mean over subsets"},
    {.name = "IS",
     .of_features = true,
     .looks = Looks::samples,
     .better = Better::higher,
     .lacks = sample_classes,
     .measure = [](Comparison& c) { return of(inception_score(c.samples.log_probabilities)); },
     .summary = "inception-style score by a classifier: exp of the mutual information of sample and class"},
    {.name = "precision",
     .better = Better::higher,
     .k = [](const ScoreOptions& o) { return o.precision.k; },
     .lacks = neighbours,
     .measure = [](Comparison& c) { return of(c.manifold().precision); },
     .summary = "part of the samples within the k-NN ball of a real row"},
    {.name = "recall",
     .better = Better::higher,
     .k = [](const ScoreOptions& o) { return o.precision.k; },
     .lacks = neighbours,
     .measure = [](Comparison& c) { return of(c.manifold().recall); },
     .summary = "part of the real rows within the k-NN ball of a sample"},
    {.name = "density",
     .k = [](const ScoreOptions& o) { return o.density.k; },
     .lacks = neighbours,
     .measure = [](Comparison& c) { return of(c.manifold().density); },
     .exact = [](std::size_t, std::size_t, const ScoreOptions&) { return 1.0; },
     .summary = "in how many k-NN balls of real rows a sample lies, divided by k"},
    {.name = "coverage",
     .better = Better::higher,
     .k = [](const ScoreOptions& o) { return o.density.k; },
     .lacks = neighbours,
     .measure = [](Comparison& c) { return of(c.manifold().coverage); },
     .exact = [](std::size_t n, std::size_t m, const ScoreOptions& o) { return coverage_ceiling(n, m, o.density.k); },
     .summary = "part of the real rows with a sample in their k-NN ball"},
    {.name = "MIND",
     .of_features = true,
     .better = Better::lower,
     .lacks = both_features,
     .measure =
         [](Comparison& c) {
             return of(sliced_distance(c.real_rows.features(), c.samples.features(), c.options.directions, c.options.seed, c.parallel));
         },
     .summary = "3 d times the mean squared Wasserstein distance of random projections; its error is that of the projections alone"},
    {.name = "vendi",
     .looks = Looks::samples,
     .lacks = sample_features,
     .measure = [](Comparison& c) { return of(vendi_score(c.samples.features(), c.parallel)); },
     .summary = "how many different samples there are, by the cosines of their features"},
    {.name = "1-nn",
     .of_features = true,
     .better = Better::higher,
     .quick = false,
     .lacks = both_labels,
     .measure = nearest_label,
     .summary =
         "part of the real rows whose nearest sample has their label: of test images among training images by an encoder's codes, how well these "
         "tell the classes; of samples drawn class by class, whether they are of their class"},
};

}  // namespace

std::span<const Metric> feature_metrics() { return table; }

}  // namespace gen
