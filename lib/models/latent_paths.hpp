#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/matrix.hpp"

namespace gen {

/// How a path leads from one point of latent space to another: straight on, or along a great circle.
enum class PathType { linear, spherical };

/// The point at t from a (t = 0) to b (t = 1), all of n numbers. Spherical: [sin((1-t) w) a + sin(t w) b] / sin w with the angle w between a and b
/// (Shoemake, 1985; White, 2016); its length goes smoothly from that of a to that of b. Where a and b are (nearly) in line or one of them is 0 it is
/// the straight one.
void point_between(std::span<const real> a, std::span<const real> b, double t, PathType type, std::span<real> out);

/// How many points a path through `knots` points has, with `steps` from each to the next, both of these included; a knot counts once.
std::size_t points_of_path(std::size_t knots, std::size_t steps);

/// Paths through points of latent space, one after the other: rows [paths * points_of_path(knots, steps), latent]. `through`: [paths * knots,
/// latent]. The points themselves are met to the last bit. `steps` >= 2, `knots` >= 2.
Matrix latent_paths(const Matrix& through, std::size_t knots, std::size_t steps, PathType type);

/// For each point of a path the number of the knot that is next to it, the earlier one halfway.
std::vector<std::size_t> nearest_knots(std::size_t knots, std::size_t steps);

/// n >= 2 numbers at equal distances, both ends included.
std::vector<double> evenly(double low, double high, std::size_t n);

/// A grid over dimensions i (along a row) and j (from row to row) about the point `at`: row y * xs.size() + x is `at` with xs[x] and ys[y] in their
/// places.
Matrix latent_grid(std::span<const real> at, std::size_t i, std::size_t j, std::span<const double> xs, std::span<const double> ys);

/// Row k * n + s is the point `at` with values[k][s] in the place of dimension dimensions[k]; each of `values` has n numbers.
Matrix traversals(std::span<const real> at, std::span<const std::size_t> dimensions, const std::vector<std::vector<double>>& values);

/// c + (b - a), one row: what is to c as b is to a (Mikolov et al., 2013). `abc`: the three as rows.
Matrix analogous(const Matrix& abc);

}  // namespace gen
