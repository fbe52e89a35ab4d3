#include "eval/scores/manifold.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <mutex>
#include <vector>

#include "eval/scores/distances.hpp"
#include "eval/scores/neighbours.hpp"

namespace gen {
namespace {

// The squared radii of the two kinds of balls around the rows of a set.
struct Radii {
    std::vector<real> precision;
    std::vector<real> density;
};

Radii radii_of(const Matrix& x, std::size_t precision_k, std::size_t density_k, Parallel& parallel) {
    const Neighbours found = nearest_others(x, std::max(precision_k, density_k), parallel);
    Radii radii{std::vector<real>(x.rows()), std::vector<real>(x.rows())};
    for (std::size_t i = 0; i < x.rows(); ++i) {
        radii.precision[i] = found.squares[i * found.k + precision_k - 1];
        radii.density[i] = found.squares[i * found.k + density_k - 1];
    }
    return radii;
}

// Open balls of radius r are closed ones of the next smaller number.
void open(std::vector<real>& radii) {
    for (real& r : radii) r = std::nextafter(r, -std::numeric_limits<real>::infinity());
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

ManifoldScores manifold_scores(const Matrix& real_rows, const Matrix& samples, const Balls& precision, const Balls& density, Parallel& parallel) {
    Radii of_real = radii_of(real_rows, precision.k, density.k, parallel);
    Radii of_samples = radii_of(samples, precision.k, precision.k, parallel);
    if (!precision.closed) open(of_real.precision), open(of_samples.precision);
    if (!density.closed) open(of_real.density);

    const std::size_t n = real_rows.rows();
    const std::size_t m = samples.rows();
    Found found{std::vector<std::uint8_t>(m), std::vector<std::uint32_t>(m), std::vector<std::uint8_t>(n),
                std::vector<real>(n, std::numeric_limits<real>::infinity())};
    std::mutex guard;
    Distances(samples, real_rows, parallel).visit(parallel, [&](Rows of_x, Rows of_y, const Matrix& squares) {
        std::vector<std::uint8_t> recalled(of_y.count());
        std::vector<real> nearest(of_y.count(), std::numeric_limits<real>::infinity());
        for (std::size_t i = of_x.begin; i < of_x.end; ++i) {
            const real* row = squares.row(i - of_x.begin);
            const real own = of_samples.precision[i];
            const real* near = of_real.precision.data() + of_y.begin;
            const real* dense = of_real.density.data() + of_y.begin;
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
    for (std::size_t j = 0; j < n; ++j) covered += found.nearest[j] <= of_real.density[j];
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
