#include "models/latent_paths.hpp"

#include <algorithm>
#include <cmath>

#include "core/portable/functions.hpp"

namespace gen {
namespace {

double dot(std::span<const real> a, std::span<const real> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
    return sum;
}

struct Shares {
    double of_a;
    double of_b;
};

Shares shares(std::span<const real> a, std::span<const real> b, double t, PathType type) {
    constexpr double in_line = 1e-4;  // sin w of numbers of 7 digits says nothing below
    const double lengths = std::sqrt(dot(a, a) * dot(b, b));
    if (type == PathType::linear || !(lengths > 0)) return {1 - t, t};
    const double w = math::acos(std::clamp(dot(a, b) / lengths, -1.0, 1.0));
    if (math::sin(w) < in_line) return {1 - t, t};
    return {math::sin((1 - t) * w) / math::sin(w), math::sin(t * w) / math::sin(w)};
}

void copy_row(std::span<const real> from, Matrix& to, std::size_t row) { std::copy(from.begin(), from.end(), to.row(row)); }

std::span<const real> row_of(const Matrix& m, std::size_t row) { return {m.row(row), m.columns()}; }

}  // namespace

void point_between(std::span<const real> a, std::span<const real> b, double t, PathType type, std::span<real> out) {
    const Shares share = shares(a, b, t, type);
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = static_cast<real>(share.of_a * static_cast<double>(a[i]) + share.of_b * static_cast<double>(b[i]));
}

std::size_t points_of_path(std::size_t knots, std::size_t steps) { return (knots - 1) * (steps - 1) + 1; }

Matrix latent_paths(const Matrix& through, std::size_t knots, std::size_t steps, PathType type) {
    const std::size_t paths = through.rows() / knots;
    const std::size_t points = points_of_path(knots, steps);
    Matrix z(paths * points, through.columns());
    for (std::size_t path = 0; path < paths; ++path) {
        for (std::size_t i = 0; i < points; ++i) {
            const std::size_t knot = path * knots + i / (steps - 1);
            const double t = static_cast<double>(i % (steps - 1)) / static_cast<double>(steps - 1);
            const std::size_t row = path * points + i;
            if (t == 0)
                copy_row(row_of(through, knot), z, row);
            else
                point_between(row_of(through, knot), row_of(through, knot + 1), t, type, {z.row(row), z.columns()});
        }
    }
    return z;
}

std::vector<std::size_t> nearest_knots(std::size_t knots, std::size_t steps) {
    std::vector<std::size_t> nearest(points_of_path(knots, steps));
    for (std::size_t i = 0; i < nearest.size(); ++i) nearest[i] = i / (steps - 1) + (2 * (i % (steps - 1)) > steps - 1 ? 1 : 0);
    return nearest;
}

std::vector<double> evenly(double low, double high, std::size_t n) {
    std::vector<double> values(n);
    for (std::size_t i = 0; i < n; ++i) {
        const double t = static_cast<double>(i) / static_cast<double>(n - 1);
        values[i] = (1 - t) * low + t * high;
    }
    return values;
}

Matrix latent_grid(std::span<const real> at, std::size_t i, std::size_t j, std::span<const double> xs, std::span<const double> ys) {
    Matrix z(xs.size() * ys.size(), at.size());
    for (std::size_t row = 0; row < z.rows(); ++row) {
        copy_row(at, z, row);
        z(row, i) = static_cast<real>(xs[row % xs.size()]);
        z(row, j) = static_cast<real>(ys[row / xs.size()]);
    }
    return z;
}

Matrix traversals(std::span<const real> at, std::span<const std::size_t> dimensions, const std::vector<std::vector<double>>& values) {
    const std::size_t n = values.front().size();
    Matrix z(dimensions.size() * n, at.size());
    for (std::size_t row = 0; row < z.rows(); ++row) {
        copy_row(at, z, row);
        z(row, dimensions[row / n]) = static_cast<real>(values[row / n][row % n]);
    }
    return z;
}

Matrix analogous(const Matrix& abc) {
    Matrix d(1, abc.columns());
    for (std::size_t i = 0; i < d.columns(); ++i)
        d(0, i) = static_cast<real>(static_cast<double>(abc(2, i)) + (static_cast<double>(abc(1, i)) - static_cast<double>(abc(0, i))));
    return d;
}

}  // namespace gen
