#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/error.hpp"
#include "core/rounded_text.hpp"
#include "eval/class_histogram.hpp"
#include "eval/histogram.hpp"
#include "eval/modes.hpp"
#include "eval/scores/count_divergence.hpp"
#include "eval/scores/metric.hpp"
#include "eval/scores/parzen.hpp"
#include "eval/scores/sharpness.hpp"
#include "eval/scores/stacked_modes.hpp"
#include "prob/categorical.hpp"

namespace gen {
namespace {

using Better = Metric::Better;
using Looks = Metric::Looks;

std::string_view sample_pictures(const Comparison& c) { return c.samples.has_pictures() ? "" : "pictures"; }

std::vector<std::uint64_t> class_counts(const ScoreRows& rows) {
    std::vector<std::uint64_t> counts(rows.log_probabilities.columns());
    for (std::size_t i = 0; i < rows.log_probabilities.rows(); ++i) ++counts[most_likely(rows.log_probabilities.row(i), counts.size())];
    return counts;
}

constexpr std::string_view gamed = "averages and memorised samples score higher than real images do: it can be gamed, and says little of samples";

Measured parzen_window(Comparison& c) {
    const std::size_t size = c.train->pixels.rows();
    const std::size_t first = c.options.validation_first.value_or(size - size / 6);
    if (first >= size) fail("training rows: ", size, ", expected some from ", first, " on to choose the width of Parzen windows");
    std::vector<std::uint32_t> rows(std::min(c.options.validation, size - first));
    std::iota(rows.begin(), rows.end(), static_cast<std::uint32_t>(first));
    const ScoreRows validation = c.train->part(rows);
    const Parzen found = parzen(c.samples.pixels, validation.pixels, c.real_rows.pixels, c.parallel);
    Measured out = of(found.log_density);
    out.notes.emplace_back(gamed);
    if (found.at_edge) out.notes.push_back(join("the best of the widths tried is the last one, ", rounded_text(found.sigma)));
    out.details.push_back(join("width ", rounded_text(found.sigma), ", chosen on training rows ", first, " to ", first + rows.size() - 1));
    return out;
}

// Modes of points with known centres, of pictures with several channels each of which shows a class, or classes.
bool has_centres(const Comparison& c) { return !c.real_rows.centres.empty() || !c.samples.centres.empty(); }

Measured modes_of_points(Comparison& c) {
    const ScoreRows& known = c.samples.centres.empty() ? c.real_rows : c.samples;
    const ModeCoverage found = mode_coverage(MatrixExamples(c.samples.pixels), known.centres, known.spread, 3, c.parallel);
    Measured out{static_cast<double>(found.modes), std::nan("")};
    out.details.push_back(join("of ", known.centres.rows(), "; ", found.high_quality, " of the samples within 3 standard deviations, KL to uniform ",
                               found.reverse_kl));
    return out;
}

Measured modes(Comparison& c) {
    if (has_centres(c)) return modes_of_points(c);
    const std::vector<std::uint64_t> counts =
        c.options.stacked ? stacked_mode_counts(*c.options.stacked, MatrixExamples(c.samples.pixels), c.parallel) : class_counts(c.samples);
    Measured out{static_cast<double>(present(counts)), std::nan("")};
    out.details.push_back(join("of ", counts.size(), "; KL to uniform ", rounded_text(kl_to_uniform(counts))));
    return out;
}

const Metric table[] = {
    {.name = "ms-ssim",
     .looks = Looks::samples,
     .lacks = [](const Comparison& c) -> std::string_view { return c.samples.size() < 2 ? "two samples or more" : sample_pictures(c); },
     .measure =
         [](Comparison& c) {
             return of(ms_ssim_diversity(c.samples.pixels, c.samples.shape, c.options.ms_ssim, c.options.seed, c.parallel).diversity);
         },
     .summary = "diversity: 1 - the mean MS-SSIM of pairs of samples"},
    {.name = "sharpness",
     .looks = Looks::samples,
     .lacks = [](const Comparison& c) -> std::string_view {
         return c.samples.has_pictures() && (c.samples.shape[1] < 3 || c.samples.shape[2] < 3) ? "pictures of 3x3 or more" : sample_pictures(c);
     },
     .measure = [](Comparison& c) { return of(sharpness(c.samples.pixels, c.samples.shape, c.parallel).laplacian); },
     .summary = "variance of the Laplacian of grey values, mean over samples"},
    {.name = "parzen",
     .better = Better::higher,
     .lacks = [](const Comparison& c) -> std::string_view {
         if (c.train == nullptr || c.train->pixels.empty()) return "the training images";
         return c.real_rows.pixels.empty() || c.samples.pixels.empty() ? "images on both sides" : "";
     },
     .measure = parzen_window,
     .summary = "nats of real rows under Gaussians about each sample, whose width training rows choose: Goodfellow et al., 2014. It can be gamed"},
    {.name = "classes-kl",
     .better = Better::lower,
     .lacks = [](const Comparison& c) -> std::string_view {
         return c.samples.log_probabilities.empty() || c.real_rows.log_probabilities.empty() ? "a classifier as features" : "";
     },
     .measure =
         [](Comparison& c) {
             const CountDivergence found = count_divergence(class_counts(c.samples), class_counts(c.real_rows));
             Measured out = of(found.kl);
             out.details.push_back(join("perfect samples get ", rounded_text(found.floor), " in the mean"));
             return out;
         },
     .summary = "KL of the classes of samples to those of real rows, nats, as the classifier sees both"},
    {.name = "modes",
     .looks = Looks::samples,
     .better = Better::higher,
     .lacks = [](const Comparison& c) -> std::string_view {
         if (c.samples.pixels.empty()) return "images or points";
         return has_centres(c) || c.options.stacked != nullptr || !c.samples.log_probabilities.empty() ? ""
                                                                                                       : "known centres or a classifier as features";
     },
     .measure = modes,
     .summary = "how many modes samples have: centres of points within 3 standard deviations, classes, or of pictures whose channels each show "
                "something that a classifier of one channel knows, combinations of classes"},
};

}  // namespace

std::span<const Metric> picture_metrics() { return table; }

}  // namespace gen
