#include "eval/scores/held_out.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/error.hpp"
#include "core/random.hpp"

namespace gen {
namespace {

struct Columns {
    std::vector<double> mean;
    std::vector<double> variance;
};

Columns columns_of(const Matrix& rows) {
    const std::size_t d = rows.columns();
    const auto n = static_cast<double>(rows.rows());
    Columns c = {std::vector<double>(d), std::vector<double>(d)};
    for (std::size_t i = 0; i < rows.rows(); ++i)
        for (std::size_t j = 0; j < d; ++j) c.mean[j] += static_cast<double>(rows.row(i)[j]);
    for (double& mean : c.mean) mean /= n;
    for (std::size_t i = 0; i < rows.rows(); ++i)
        for (std::size_t j = 0; j < d; ++j) c.variance[j] += std::pow(static_cast<double>(rows.row(i)[j]) - c.mean[j], 2);
    for (double& variance : c.variance) variance /= n;
    return c;
}

void move(Matrix& rows, const std::vector<double>& mean, const std::vector<double>& divisor) {
    for (std::size_t i = 0; i < rows.rows(); ++i)
        for (std::size_t j = 0; j < rows.columns(); ++j)
            rows.row(i)[j] = static_cast<real>((static_cast<double>(rows.row(i)[j]) - mean[j]) / divisor[j]);
}

/// Rows order[first] ... of m, from row `to` on.
void copy(const Matrix& m, const std::vector<std::uint32_t>& order, std::size_t first, Matrix& out, std::size_t to, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) std::copy_n(m.row(order[first + i]), m.columns(), out.row(to + i));
}

}  // namespace

void HeldOut::standardise() {
    Columns c = columns_of(learnt);
    for (double& variance : c.variance) variance = variance > 0 ? std::sqrt(variance) : 1;
    move(learnt, c.mean, c.variance);
    move(held, c.mean, c.variance);
}

double HeldOut::scale() {
    const Columns c = columns_of(learnt);
    double sum = 0;
    for (const double variance : c.variance) sum += variance;
    const double one = sum > 0 ? std::sqrt(sum / static_cast<double>(c.variance.size())) : 1;
    const std::vector<double> all(c.mean.size(), one);
    move(learnt, c.mean, all);
    move(held, c.mean, all);
    return one;
}

HeldOut held_out(const Matrix& real_rows, const Matrix& samples, std::uint64_t seed) {
    if (real_rows.columns() != samples.columns()) fail("real rows have ", real_rows.columns(), " numbers, samples ", samples.columns());
    const std::size_t count = std::min(real_rows.rows(), samples.rows());
    if (count < 4) fail("a network that tells real rows and samples apart needs at least 4 of each, got ", count);
    const std::size_t learnt = count / 2;
    const std::size_t held = count - learnt;
    HeldOut out = {Matrix(2 * learnt, samples.columns()), Matrix(2 * held, samples.columns())};
    std::size_t side = 0;
    for (const Matrix* const rows : {&real_rows, &samples}) {
        const std::vector<std::uint32_t> order = random_order({seed, Purpose::score_halves}, static_cast<std::uint32_t>(rows->rows()));
        copy(*rows, order, 0, out.learnt, side * learnt, learnt);
        copy(*rows, order, learnt, out.held, side * held, held);
        ++side;
    }
    return out;
}

bool has_maps(const Shape& shape) { return shape.size() == 3 && shape[1] >= 8 && shape[2] >= 8; }

}  // namespace gen
