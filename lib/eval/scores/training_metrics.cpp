#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "core/rounded_text.hpp"
#include "eval/scores/authenticity.hpp"
#include "eval/scores/birthday.hpp"
#include "eval/scores/data_copying.hpp"
#include "eval/scores/metric.hpp"
#include "eval/scores/training_neighbours.hpp"

namespace gen {
namespace {

using Better = Metric::Better;
using Looks = Metric::Looks;

constexpr std::string_view unreliable = "known to be unreliable: look at the nearest training images before you believe it";

std::string_view training_rows(const Comparison& c) {
    if (c.train == nullptr || c.train->size() == 0) return "the training images";
    return c.real_rows.size() == 0 || c.samples.size() == 0 ? "rows on both sides, not statistics" : "";
}

Measured copying(Comparison& c) {
    const DataCopying found = data_copying(c.train->features(), c.real_rows.features(), c.samples.features(), {.seed = c.options.seed}, c.parallel);
    Measured out = of(found.score);
    out.notes.emplace_back(unreliable);
    out.details.push_back(join(found.cells, " cells with ", rounded_text(found.share), " of the real rows count"));
    return out;
}

Measured authentic(Comparison& c) {
    const Estimated part = authenticity(c.samples.nearest_in(*c.train, c.parallel), c.train->others(1, c.parallel));
    Measured out{100 * part.value, 100 * part.error};
    out.notes.emplace_back(unreliable);
    return out;
}

Measured birthday(Comparison& c) {
    std::vector<std::uint32_t> rows(std::min(c.real_rows.size(), c.samples.size()));
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<std::uint32_t>(i);
    const ScoreRows as_many = c.real_rows.part(rows);
    const double threshold = duplicate_threshold(as_many.features(), c.parallel);
    const Birthday found = birthday_support(c.samples.features(), threshold, c.parallel);
    Measured out = of(found.support);
    out.details.push_back(join(found.collisions, " pairs of samples are nearer than ", rounded_text(threshold), "; the support is at least ",
                               found.at_least, " with 95 % confidence"));
    return out;
}

const Metric table[] = {
    {.name = "ct",
     .quick = false,
     .lacks = training_rows,
     .measure = copying,
     .summary =
         "data copying by cells (Meehan et al., 2020), in standard deviations: far below 0 for copies of training rows. Known to be unreliable"},
    {.name = "authpct",
     .quick = false,
     .lacks = training_rows,
     .measure = authentic,
     .summary = "percentage of samples farther from their nearest training row than that is from its own nearest (Alaa et al., 2022): 0 for copies, "
                "less than 50 for fresh draws. Known to be unreliable"},
    {.name = "neighbours",
     .lacks = training_rows,
     .measure =
         [](Comparison& c) {
             return of(training_neighbours(c.samples.nearest_in(*c.train, c.parallel), c.real_rows.nearest_in(*c.train, c.parallel)).ratio);
         },
     .summary = "mean distance of samples to their nearest training row, divided by that of real rows: 0 for copies"},
    {.name = "gap",
     .quick = false,
     .lacks = training_rows,
     .measure = [](Comparison& c) { return of(generalisation_gap(c.train->features(), c.real_rows.features(), c.samples.features(), c.parallel)); },
     .exact = [](std::size_t, std::size_t, const ScoreOptions&) { return 0.0; },
     .summary = "mean distance of real rows to their nearest sample less that of training rows: above 0 where samples keep to what was learnt"},
    {.name = "birthday",
     .better = Better::higher,
     .quick = false,
     .lacks = [](const Comparison& c) -> std::string_view { return c.real_rows.size() < 2 || c.samples.size() < 2 ? "two rows on both sides" : ""; },
     .measure = birthday,
     .summary =
         "how many different samples there are, by pairs that are nearer than any two real rows (Arora et al., 2018); infinite where there is none"},
};

}  // namespace

std::span<const Metric> training_metrics() { return table; }

}  // namespace gen
