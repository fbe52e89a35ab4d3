#include "eval/scores/vendi.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/error.hpp"
#include "core/kernels.hpp"
#include "core/linear_algebra.hpp"
#include "core/portable/functions.hpp"

namespace gen {
namespace {

constexpr std::size_t rows_together = 512;

// The rows first ... of x, each of length 1.
DoubleMatrix unit_rows(const Matrix& x, std::size_t first, std::size_t count) {
    auto out = DoubleMatrix::from_shape({count, x.columns()});
    for (std::size_t i = 0; i < count; ++i) {
        const double length = std::sqrt(kernels().sum_of_squares(x.row(first + i), x.columns()));
        for (std::size_t j = 0; j < x.columns(); ++j) out(i, j) = length > 0 ? static_cast<double>(x(first + i, j)) / length : 0;
    }
    return out;
}

// Sums over blocks of rows, on a tree that does not depend on threads.
DoubleMatrix mean_square(const Matrix& x, Parallel& parallel) {
    const std::size_t n = x.rows();
    const std::size_t chunks = std::min<std::size_t>(8, (n + rows_together - 1) / rows_together);
    std::vector<DoubleMatrix> sums(chunks, xt::zeros<double>({x.columns(), x.columns()}));
    parallel.run(chunks, [&](std::size_t chunk) {
        const Rows rows = row_block(n, chunks, chunk);
        for (std::size_t first = rows.begin; first < rows.end; first += rows_together)
            sums[chunk] += square_of(unit_rows(x, first, std::min(rows_together, rows.end - first)));
    });
    for (std::size_t chunk = 1; chunk < chunks; ++chunk) sums[0] += sums[chunk];
    return sums[0] / static_cast<double>(n);
}

double log_of(double eigenvalue) { return eigenvalue > 1e-14 ? math::log(eigenvalue) : 0; }

double entropy_of(const DoubleVector& eigenvalues) {
    double entropy = 0;
    for (const double value : eigenvalues) entropy -= value * log_of(value);
    return entropy;
}

}  // namespace

Estimated vendi_score(const Matrix& x, Parallel& parallel) {
    const std::size_t n = x.rows();
    if (x.empty()) fail("Vendi score of ", n, " rows of ", x.columns(), " numbers");
    if (n <= x.columns()) {
        const DoubleMatrix unit = unit_rows(x, 0, n);
        DoubleMatrix cosines = product(unit, xt::transpose(unit)) / static_cast<double>(n);
        for (std::size_t i = 0; i < n; ++i) cosines(i, i) = 1 / static_cast<double>(n);  // also of rows of zeros
        const Eigen e = symmetric_eigen(cosines);
        std::vector<double> influence(n);  // -(u' log C u), where u is a row and C the d x d matrix: its eigenvectors are those of K, projected
        for (std::size_t k = 0; k < n; ++k)
            for (std::size_t i = 0; i < n; ++i)
                influence[i] -= static_cast<double>(n) * e.values(k) * log_of(e.values(k)) * e.vectors(i, k) * e.vectors(i, k);
        const double score = math::exp(entropy_of(e.values));
        return {score, score * estimated(influence).error};
    }
    const Eigen e = symmetric_eigen(mean_square(x, parallel));
    double zeros = 0;
    for (std::size_t i = 0; i < n; ++i) zeros += kernels().sum_of_squares(x.row(i), x.columns()) == 0;
    const auto rows_of_x = static_cast<double>(n);
    const double score = math::exp(entropy_of(e.values) + zeros / rows_of_x * math::log(rows_of_x));
    std::vector<double> influence(n);
    const std::size_t blocks = (n + rows_together - 1) / rows_together;
    parallel.run(blocks, [&](std::size_t block) {
        const Rows rows{block * rows_together, std::min(n, (block + 1) * rows_together)};
        const DoubleMatrix turned = product(unit_rows(x, rows.begin, rows.count()), e.vectors);
        for (std::size_t i = 0; i < rows.count(); ++i)
            for (std::size_t k = 0; k < x.columns(); ++k) influence[rows.begin + i] -= turned(i, k) * turned(i, k) * log_of(e.values(k));
    });
    return {score, score * estimated(influence).error};
}

}  // namespace gen
