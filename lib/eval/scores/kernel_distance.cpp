#include "eval/scores/kernel_distance.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/error.hpp"
#include "core/matmul.hpp"
#include "core/random.hpp"

namespace gen {
namespace {

Matrix some_rows(const Matrix& m, std::size_t count, const Stream& stream) {
    const std::vector<std::uint32_t> order = random_order(stream, static_cast<std::uint32_t>(m.rows()));
    Matrix out(count, m.columns());
    for (std::size_t i = 0; i < count; ++i) std::copy_n(m.row(count == m.rows() ? i : order[i]), m.columns(), out.row(i));
    return out;
}

// Of each row of a the mean of the kernel over rows of b; with `others` over those that are not itself.
std::vector<double> kernel_means(const Matrix& a, const Matrix& b, bool others) {
    Matrix products(a.rows(), b.rows());
    matmul(panel(a), Op::plain, panel(b), Op::transposed, 0, panel(products));
    const double scale = 1 / static_cast<double>(a.columns());
    std::vector<double> means(a.rows());
    for (std::size_t i = 0; i < a.rows(); ++i) {
        double sum = 0;
        for (std::size_t j = 0; j < b.rows(); ++j) {
            const double k = static_cast<double>(products(i, j)) * scale + 1;
            sum += others && i == j ? 0 : k * k * k;
        }
        means[i] = sum / static_cast<double>(b.rows() - (others ? 1 : 0));
    }
    return means;
}

// Of one subset: the distance, and the variance of each side's part in it.
struct Subset {
    double distance = 0;
    double variance_x = 0;
    double variance_y = 0;
};

double variance_of(const std::vector<double>& own, const std::vector<double>& cross) {
    std::vector<double> difference(own.size());
    for (std::size_t i = 0; i < own.size(); ++i) difference[i] = own[i] - cross[i];
    const double error = estimated(difference).error;
    return error * error * static_cast<double>(own.size());
}

Subset distance_of(const Matrix& x, const Matrix& y, bool biased) {
    const std::vector<double> xx = kernel_means(x, x, !biased);
    const std::vector<double> yy = kernel_means(y, y, !biased);
    const std::vector<double> xy = kernel_means(x, y, false);
    const std::vector<double> yx = kernel_means(y, x, false);
    return {estimated(xx).value + estimated(yy).value - 2 * estimated(xy).value, variance_of(xx, xy), variance_of(yy, yx)};
}

}  // namespace

Estimated kernel_distance(const Matrix& x, const Matrix& y, const KernelDistance& how, Parallel& parallel) {
    if (x.columns() != y.columns()) fail("kernel distance: features have ", x.columns(), " and ", y.columns(), " numbers");
    if (x.rows() < 2 || y.rows() < 2) fail("kernel distance of ", x.rows(), " and ", y.rows(), " rows, expected 2 or more of each");
    const std::size_t of_x = std::min(how.rows, x.rows());
    const std::size_t of_y = std::min(how.rows, y.rows());
    std::vector<Subset> parts(of_x == x.rows() && of_y == y.rows() ? 1 : how.subsets);
    parallel.run(parts.size(), [&](std::size_t i) {
        const Matrix a = some_rows(x, of_x, {how.seed, Purpose::score_rows, 2 * i});
        const Matrix b = some_rows(y, of_y, {how.seed, Purpose::score_rows, 2 * i + 1});
        parts[i] = distance_of(a, b, how.biased);
    });
    const auto n = static_cast<double>(parts.size());
    const double of_each = tree_sum_of(parts, &Subset::variance_x) / n / static_cast<double>(x.rows()) +
                           tree_sum_of(parts, &Subset::variance_y) / n / static_cast<double>(y.rows());
    return {tree_sum_of(parts, &Subset::distance) / n, 2 * std::sqrt(of_each)};
}

}  // namespace gen
