#include "eval/scores/sliced.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "core/kernels.hpp"
#include "core/matmul.hpp"
#include "core/random.hpp"

namespace gen {
namespace {

constexpr std::size_t together = 32;  // directions of a task

Matrix unit_rows(std::size_t first, std::size_t count, std::size_t d, std::uint64_t seed) {
    Matrix out(count, d);
    for (std::size_t i = 0; i < count; ++i) {
        random_normal({seed, Purpose::projection}, static_cast<std::uint32_t>(first + i), out.row(i), d);
        const double length = std::sqrt(kernels().sum_of_squares(out.row(i), d));
        for (std::size_t j = 0; j < d; ++j) out(i, j) = static_cast<real>(static_cast<double>(out(i, j)) / length);
    }
    return out;
}

// A row for each direction.
Matrix projected(const Matrix& directions, const Matrix& x) {
    Matrix out(directions.rows(), x.rows());
    matmul(panel(directions), Op::plain, panel(x), Op::transposed, 0, panel(out));
    return out;
}

std::vector<double> sorted(const real* row, std::size_t n) {
    std::vector<double> out(row, row + n);
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace

double quantile_distance(const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0;
    double done = 0;
    const auto n = static_cast<double>(a.size());
    const auto m = static_cast<double>(b.size());
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        const double end_a = static_cast<double>(i + 1) / n;
        const double end_b = static_cast<double>(j + 1) / m;
        const double end = std::min(end_a, end_b);
        sum += (end - done) * (a[i] - b[j]) * (a[i] - b[j]);
        done = end;
        if (end_a <= end_b) ++i;
        if (end_b <= end_a) ++j;
    }
    return sum;
}

Estimated sliced_distance(const Matrix& x, const Matrix& y, std::size_t directions, std::uint64_t seed, Parallel& parallel) {
    if (x.columns() != y.columns()) fail("sliced distance: features have ", x.columns(), " and ", y.columns(), " numbers");
    if (x.empty() || y.empty()) fail("sliced distance of ", x.rows(), " and ", y.rows(), " rows");
    std::vector<double> squares(directions);
    parallel.run((directions + together - 1) / together, [&](std::size_t task) {
        const std::size_t first = task * together;
        const Matrix unit = unit_rows(first, std::min(together, directions - first), x.columns(), seed);
        const Matrix of_x = projected(unit, x);
        const Matrix of_y = projected(unit, y);
        for (std::size_t i = 0; i < unit.rows(); ++i)
            squares[first + i] = quantile_distance(sorted(of_x.row(i), x.rows()), sorted(of_y.row(i), y.rows()));
    });
    const Estimated mean = estimated(squares);
    const double factor = 3 * static_cast<double>(x.columns());
    return {factor * mean.value, factor * mean.error};
}

}  // namespace gen
