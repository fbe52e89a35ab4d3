#include "eval/scores/c2st.hpp"
#include "eval/scores/critic.hpp"
#include "eval/scores/metric.hpp"

namespace gen {
namespace {

constexpr std::size_t least = 4;  // rows on each side, of which half are held out

/// A network of its own looks at pictures, or vectors as what they are; at features where only they are known.
template <class How>
Measured judged(const Comparison& c, Estimated (*judge)(const Matrix&, const Matrix&, const Shape&, const How&, Parallel&)) {
    const How how = {.seed = c.options.seed};
    if (!c.real_rows.pixels.empty() && !c.samples.pixels.empty())
        return of(judge(c.real_rows.pixels, c.samples.pixels, c.real_rows.shape, how, c.parallel));
    const Matrix& features = c.real_rows.features();
    return of(judge(features, c.samples.features(), {features.columns(), 1, 1}, how, c.parallel));
}

std::string_view enough_rows(const Comparison& c) {
    return c.real_rows.size() < least || c.samples.size() < least ? "four rows or more on both sides, not statistics" : "";
}

const Metric table[] = {
    {.name = "c2st",
     .better = Metric::Better::lower,
     .quick = false,
     .lacks = enough_rows,
     .measure = [](Comparison& c) { return judged(c, two_sample_test); },
     .exact = [](std::size_t, std::size_t, const ScoreOptions&) { return 0.5; },
     .summary = "accuracy of a network that learns to tell samples from real rows, on rows that it has not seen (Lopez-Paz and Oquab, 2017)"},
    {.name = "critic",
     .better = Metric::Better::lower,
     .quick = false,
     .lacks = enough_rows,
     .measure = [](Comparison& c) { return judged(c, critic_distance); },
     .summary = "Wasserstein distance as an independent critic sees it, on rows that it has not seen (Danihelka et al., 2017)"},
};

}  // namespace

std::span<const Metric> judge_metrics() { return table; }

}  // namespace gen
