#include "eval/scores/manifold.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <mutex>
#include <vector>

#include "core/error.hpp"
#include "eval/scores/distances.hpp"

namespace gen {
namespace {

// The squared radius of each ball.
std::vector<real> radii_of(const Surrounded& set, const Balls& balls) {
    const std::size_t n = set.rows.rows();
    if (set.others.k < balls.k || set.others.squares.size() != n * set.others.k)
        fail("balls as far as the ", balls.k, "th neighbour need as many, got ", set.others.k);
    std::vector<real> radii(n);
    for (std::size_t i = 0; i < n; ++i) {
        const real r = set.others.squares[i * set.others.k + balls.k - 1];
        radii[i] = balls.closed ? r : std::nextafter(r, -std::numeric_limits<real>::infinity());
    }
    return radii;
}

// What the distances between both sets say, collected tile by tile.
struct Found {
    std::vector<std::uint8_t> precise;   // samples in a real ball
    std::vector<std::uint32_t> inside;   // real balls that a sample lies in
    std::vector<std::uint8_t> recalled;  // real rows in a sample's ball
    std::vector<real> nearest;           // sample of each real row
};

Estimated part_of(std::size_t count, std::size_t n) {
    const double part = static_cast<double>(count) / static_cast<double>(n);
    return {part, std::sqrt(part * (1 - part) / static_cast<double>(n))};
}

}  // namespace

ManifoldScores manifold_scores(const Surrounded& real_rows, const Surrounded& samples, const Balls& precision, const Balls& density,
                               Parallel& parallel) {
    const std::vector<real> real_precision = radii_of(real_rows, precision);
    const std::vector<real> real_density = radii_of(real_rows, density);
    const std::vector<real> sample_precision = radii_of(samples, precision);
    const std::size_t n = real_rows.rows.rows();
    const std::size_t m = samples.rows.rows();
    Found found{std::vector<std::uint8_t>(m), std::vector<std::uint32_t>(m), std::vector<std::uint8_t>(n),
                std::vector<real>(n, std::numeric_limits<real>::infinity())};
    std::mutex guard;
    Distances(samples.rows, real_rows.rows, parallel).visit(parallel, [&](Rows of_x, Rows of_y, const Matrix& squares) {
        std::vector<std::uint8_t> recalled(of_y.count());
        std::vector<real> nearest(of_y.count(), std::numeric_limits<real>::infinity());
        for (std::size_t i = of_x.begin; i < of_x.end; ++i) {
            const real* row = squares.row(i - of_x.begin);
            const real own = sample_precision[i];
            const real* near = real_precision.data() + of_y.begin;
            const real* dense = real_density.data() + of_y.begin;
            std::uint32_t precise = 0;
            std::uint32_t inside = 0;
            for (std::size_t j = 0; j < of_y.count(); ++j) {
                precise |= row[j] <= near[j];
                inside += row[j] <= dense[j];
                recalled[j] |= row[j] <= own;
                nearest[j] = std::min(nearest[j], row[j]);
            }
            found.precise[i] |= static_cast<std::uint8_t>(precise);
            found.inside[i] += inside;
        }
        const std::scoped_lock lock(guard);
        for (std::size_t j = 0; j < of_y.count(); ++j) {
            found.recalled[of_y.begin + j] |= recalled[j];
            found.nearest[of_y.begin + j] = std::min(found.nearest[of_y.begin + j], nearest[j]);
        }
    });

    const auto ones = [](const std::vector<std::uint8_t>& v) { return static_cast<std::size_t>(std::count(v.begin(), v.end(), 1)); };
    std::size_t covered = 0;
    for (std::size_t j = 0; j < n; ++j) covered += found.nearest[j] <= real_density[j];
    std::vector<double> densities(m);
    for (std::size_t i = 0; i < m; ++i) densities[i] = static_cast<double>(found.inside[i]) / static_cast<double>(density.k);
    return {part_of(ones(found.precise), m), part_of(ones(found.recalled), n), estimated(densities), part_of(covered, n)};
}

double coverage_ceiling(std::size_t n, std::size_t m, std::size_t k) {
    double uncovered = 1;
    for (std::size_t i = 1; i <= k; ++i) uncovered *= static_cast<double>(n - i) / static_cast<double>(n + m - i);
    return 1 - uncovered;
}

}  // namespace gen
