#include "eval/scores/c2st.hpp"
#include "eval/scores/critic.hpp"
#include "eval/scores/metric.hpp"

namespace gen {
namespace {

constexpr std::size_t least = 4;  // rows on each side, of which half are held out

/// What a network of its own looks at: pictures, or vectors as what they are; features where only they are known.
struct Sight {
    const Matrix& real_rows;
    const Matrix& samples;
    Shape shape;
};
Sight sight_of(const Comparison& c) {
    if (!c.real_rows.pixels.empty() && !c.samples.pixels.empty()) return {c.real_rows.pixels, c.samples.pixels, c.real_rows.shape};
    return {c.real_rows.features(), c.samples.features(), {c.real_rows.features().columns(), 1, 1}};
}

std::string_view enough_rows(const Comparison& c) {
    return c.real_rows.size() < least || c.samples.size() < least ? "four rows or more on both sides, not statistics" : "";
}

const Metric table[] = {
    {.name = "c2st",
     .better = Metric::Better::lower,
     .quick = false,
     .lacks = enough_rows,
     .measure =
         [](Comparison& c) {
             const Sight sight = sight_of(c);
             return of(two_sample_test(sight.real_rows, sight.samples, sight.shape, {.seed = c.options.seed}, c.parallel));
         },
     .exact = [](std::size_t, std::size_t, const ScoreOptions&) { return 0.5; },
     .summary = "accuracy of a network that learns to tell samples from real rows, on rows that it has not seen (Lopez-Paz and Oquab, 2017)"},
    {.name = "critic",
     .better = Metric::Better::lower,
     .quick = false,
     .lacks = enough_rows,
     .measure =
         [](Comparison& c) {
             const Sight sight = sight_of(c);
             return of(critic_distance(sight.real_rows, sight.samples, sight.shape, {.seed = c.options.seed}, c.parallel));
         },
     .summary = "Wasserstein distance as an independent critic sees it, on rows that it has not seen (Danihelka et al., 2017)"},
};

}  // namespace

std::span<const Metric> judge_metrics() { return table; }

}  // namespace gen
