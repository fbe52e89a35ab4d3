#include "eval/scores/moments.hpp"

#include <algorithm>
#include <cstdint>
#include <numeric>

#include "core/error.hpp"
#include "core/linear_algebra.hpp"

namespace gen {
namespace {

constexpr std::size_t columns_together = 256;
constexpr std::size_t rows_together = 512;

using Some = std::span<const std::uint32_t>;

std::size_t ceiling(std::size_t n, std::size_t by) { return (n + by - 1) / by; }

// Means by blocks of columns: each is a sum along the rows, whatever the number of threads.
std::vector<double> means(const Matrix& x, Some rows, Parallel& parallel) {
    std::vector<double> mean(x.columns());
    parallel.run(ceiling(x.columns(), columns_together), [&](std::size_t task) {
        const std::size_t end = std::min(x.columns(), (task + 1) * columns_together);
        for (const std::uint32_t i : rows)
            for (std::size_t j = task * columns_together; j < end; ++j) mean[j] += static_cast<double>(x(i, j));
    });
    for (double& m : mean) m /= static_cast<double>(rows.size());
    return mean;
}

// Columns `of` of these rows, centred.
DoubleMatrix centred(const Matrix& x, Some rows, Rows of, const std::vector<double>& mean) {
    auto out = DoubleMatrix::from_shape({rows.size(), of.count()});
    for (std::size_t i = 0; i < rows.size(); ++i)
        for (std::size_t j = 0; j < of.count(); ++j) out(i, j) = static_cast<double>(x(rows[i], of.begin + j)) - mean[of.begin + j];
    return out;
}

// One rectangle of the covariance and its mirror image.
void fill(const Matrix& x, Some rows, Rows a, Rows b, Moments& out) {
    DoubleMatrix sums = xt::zeros<double>({a.count(), b.count()});
    for (std::size_t first = 0; first < rows.size(); first += rows_together) {
        const Some some = rows.subspan(first, std::min(rows_together, rows.size() - first));
        const DoubleMatrix left = centred(x, some, a, out.mean);
        sums += a.begin == b.begin ? square_of(left) : product_of_transposed(left, centred(x, some, b, out.mean));
    }
    const std::size_t d = x.columns();
    const double divisor = rows.size() > 1 ? static_cast<double>(rows.size() - 1) : 1;
    for (std::size_t i = 0; i < a.count(); ++i)
        for (std::size_t j = 0; j < b.count(); ++j)
            out.covariance[(a.begin + i) * d + b.begin + j] = out.covariance[(b.begin + j) * d + a.begin + i] = sums(i, j) / divisor;
}

}  // namespace

Moments moments_of(const Matrix& x, std::span<const std::uint32_t> rows, Parallel& parallel) {
    if (rows.empty() || x.columns() == 0) fail("moments of ", rows.size(), " rows of ", x.columns(), " numbers");
    Moments out{.count = rows.size(), .mean = means(x, rows, parallel), .covariance = std::vector<double>(x.columns() * x.columns())};
    const std::size_t blocks = ceiling(x.columns(), columns_together);
    const auto block = [&](std::size_t i) { return Rows{i * columns_together, std::min(x.columns(), (i + 1) * columns_together)}; };
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    for (std::size_t i = 0; i < blocks; ++i)
        for (std::size_t j = i; j < blocks; ++j) pairs.emplace_back(i, j);
    parallel.run(pairs.size(), [&](std::size_t task) { fill(x, rows, block(pairs[task].first), block(pairs[task].second), out); });
    return out;
}

Moments moments_of(const Matrix& x, Parallel& parallel) {
    std::vector<std::uint32_t> all(x.rows());
    std::iota(all.begin(), all.end(), 0U);
    return moments_of(x, all, parallel);
}

}  // namespace gen
