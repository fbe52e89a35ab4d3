#include "eval/scores/birthday.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "core/error.hpp"
#include "core/portable/functions.hpp"
#include "eval/scores/distances.hpp"
#include "eval/scores/neighbours.hpp"

namespace gen {
namespace {

/// How many other rows lie within the threshold of each.
std::vector<double> collisions_of_each(const Matrix& samples, double threshold, Parallel& parallel) {
    std::vector<double> counts(samples.rows());
    const double limit = threshold * threshold;
    Distances(samples, samples, parallel).visit(parallel, [&](Rows of_x, Rows of_y, const Matrix& squares) {
        for (std::size_t i = 0; i < of_x.count(); ++i)
            for (std::size_t j = 0; j < of_y.count(); ++j)
                if (static_cast<double>(squares(i, j)) < limit && of_x.begin + i != of_y.begin + j) ++counts[of_x.begin + i];
    });
    return counts;
}

/// The variance of the part of pairs that collide: of a U statistic of order two (Hoeffding, 1948).
double variance_of_part(const std::vector<double>& counts, double part) {
    const auto n = static_cast<double>(counts.size());
    if (n < 3) return part * (1 - part);
    double triples = 0;
    for (const double c : counts) triples += c * (c - 1);
    const double shared = triples / (n * (n - 1) * (n - 2)) - part * part;
    return std::max(0.0, 2 / (n * (n - 1)) * (2 * (n - 2) * shared + part * (1 - part)));
}

/// The mean of a Poisson variable that comes out at `count` or less 5 % of the time.
double poisson_limit(double count) {
    double low = count;
    double high = 2 * count + 10;
    for (int i = 0; i < 60; ++i) {
        const double mean = (low + high) / 2;
        double chance = 0;
        for (double k = 0; k <= count; ++k) chance += math::exp(k * math::log(mean) - mean - std::lgamma(k + 1));
        (chance > 0.05 ? low : high) = mean;
    }
    return high;
}

}  // namespace

Birthday birthday_support(const Matrix& samples, double threshold, Parallel& parallel) {
    if (samples.rows() < 2) fail("collisions of ", samples.rows(), " samples, expected at least 2");
    const std::vector<double> counts = collisions_of_each(samples, threshold, parallel);
    const auto n = static_cast<double>(samples.rows());
    const double pairs = n * (n - 1) / 2;
    const double collisions = tree_sum(counts.data(), counts.size()) / 2;
    const double part = collisions / pairs;
    const double deviation = std::sqrt(variance_of_part(counts, part));
    constexpr double many = 1000;  // from here on, a Poisson variable is normal enough
    const double most = std::max(collisions < many ? poisson_limit(collisions) / pairs : 0.0, part + 1.645 * deviation);
    constexpr double infinity = std::numeric_limits<double>::infinity();
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    Birthday out;
    out.support = collisions > 0 ? Estimated{1 / part, deviation / (part * part)} : Estimated{infinity, none};
    out.at_least = std::max(1.0, 1 / most);
    out.collisions = static_cast<std::uint64_t>(collisions);
    out.even_chance = std::sqrt(2 * std::numbers::ln2 * out.support.value);
    return out;
}

double duplicate_threshold(const Matrix& real_rows, Parallel& parallel) {
    real least = std::numeric_limits<real>::infinity();
    for (const real square : nearest_others(real_rows, 1, parallel).squares)
        if (square > 0) least = std::min(least, square);
    if (!std::isfinite(least)) fail("no two different rows among ", real_rows.rows(), " real ones");
    return std::sqrt(static_cast<double>(least));
}

}  // namespace gen
