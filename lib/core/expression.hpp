// Our numbers as xtensor's expressions: evaluation, priors and checks read like their equations. For what is not hot; hot loops are plain, and in
// other files. No header includes this one (tests/house/layering.sh), for reading xtensor costs each source half a second.
//
// Expressions are lazy: they are computed anew at each use, and refer to what they are made of. One that is to be kept has a type with numbers of its
// own.
#pragma once

#include <array>
#include <cstddef>
#include <ranges>
#include <utility>
#include <vector>
#include <xtensor/xadapt.hpp>
#include <xtensor/xbuilder.hpp>
#include <xtensor/xmath.hpp>
#include <xtensor/xtensor.hpp>
#include <xtensor/xview.hpp>

#include "core/matrix.hpp"

namespace gen {

using DoubleVector = xt::xtensor<double, 1>;
using DoubleMatrix = xt::xtensor<double, 2>;

/// The numbers of m, [rows, columns], where they lie: no copy.
inline auto tensor(const Matrix& m) { return xt::adapt(m.data(), m.size(), xt::no_ownership(), std::array{m.rows(), m.columns()}); }
inline auto tensor(Matrix& m) { return xt::adapt(m.data(), m.size(), xt::no_ownership(), std::array{m.rows(), m.columns()}); }
// NOLINTBEGIN(cppcoreguidelines-missing-std-forward): a span may be a temporary, its numbers are not
/// The same of a vector or a span: [n], or row by row [rows, columns].
template <std::ranges::contiguous_range Numbers>
auto tensor(Numbers&& numbers) {
    return xt::adapt(std::ranges::data(numbers), std::ranges::size(numbers), xt::no_ownership(), std::array{std::ranges::size(numbers)});
}
template <std::ranges::contiguous_range Numbers>
auto tensor(Numbers&& numbers, std::size_t rows, std::size_t columns) {
    return xt::adapt(std::ranges::data(numbers), std::ranges::size(numbers), xt::no_ownership(), std::array{rows, columns});
}
// NOLINTEND(cppcoreguidelines-missing-std-forward)

/// In double precision, as sums are.
template <class... Numbers>
auto doubles(Numbers&&... numbers) {
    return xt::cast<double>(tensor(std::forward<Numbers>(numbers)...));
}

/// a x, a matrix and a vector.
template <class A, class X>
auto times(A&& a, X&& x) {
    return xt::sum(std::forward<A>(a) * std::forward<X>(x), {1});
}

/// The numbers of an expression, row by row.
template <class E>
std::vector<double> numbers(const xt::xexpression<E>& e) {
    return {e.derived_cast().begin(), e.derived_cast().end()};
}

}  // namespace gen
