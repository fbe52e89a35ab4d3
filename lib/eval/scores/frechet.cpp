#include "eval/scores/frechet.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/error.hpp"
#include "core/linear_algebra.hpp"
#include "core/matmul.hpp"
#include "core/portable/functions.hpp"
#include "core/random.hpp"

namespace gen {
namespace {

constexpr double negligible = 1e-12;  // of the largest eigenvalue: rounding
constexpr double tolerated = 1e-4;    // of the largest eigenvalue, below 0: rounding of covariances that were kept as floats
constexpr std::size_t sizes = 15;

// L with L L' = a, and its (pseudo-)inverse, transposed: from a's eigenvalues, without those that are rounding.
struct Root {
    DoubleMatrix l;                   // [d, rank]
    DoubleMatrix inverse_transposed;  // [d, rank]
    std::size_t rank() const { return l.shape(1); }
};

// Eigenvalues, ascending, of a matrix that may be given with the precision of a float.
void expect_covariance(const DoubleVector& values) {
    const double least = values(0);
    const double most = values(values.size() - 1);
    if (least < -tolerated * std::max(most, 0.0)) fail("Frechet distance: a covariance has an eigenvalue of ", least, ", expected none below 0");
}

Root root_of(const DoubleMatrix& a) {
    const Eigen e = symmetric_eigen(a);
    const std::size_t d = a.shape(0);
    const double limit = negligible * static_cast<double>(d) * std::max(0.0, e.values(d - 1));
    std::size_t first = 0;
    while (first < d && e.values(first) <= limit) ++first;
    expect_covariance(e.values);
    const DoubleVector roots = xt::sqrt(xt::view(e.values, xt::range(first, d)));
    const auto vectors = xt::view(e.vectors, xt::all(), xt::range(first, d));
    return {vectors * xt::view(roots, xt::newaxis(), xt::all()), vectors / xt::view(roots, xt::newaxis(), xt::all())};
}

DoubleMatrix covariance_of(const Moments& m) { return tensor(m.covariance, m.dimensions(), m.dimensions()); }

void expect_equal(std::size_t a, std::size_t b) {
    if (a != b) fail("Frechet distance: features have ", a, " and ", b, " numbers");
}

// What the distance and its derivatives are made of.
class Transport {
public:
    /// `root`: of the covariance of a.
    Transport(const Root& root, const Moments& a, const Moments& b) : root_(&root) {
        expect_equal(a.dimensions(), b.dimensions());
        const std::size_t d = a.dimensions();
        const auto difference = tensor(a.mean) - tensor(b.mean);
        out_.means = xt::sum(difference * difference)();
        out_.rank_a = root_->rank();
        out_.distance = out_.means;
        for (std::size_t j = 0; j < d; ++j) out_.distance += a.covariance[j * d + j] + b.covariance[j * d + j];
        if (root_->rank() == 0) return;
        DoubleMatrix inner = product_of_transposed(root_->l, product(covariance_of(b), root_->l));
        middle_ = symmetric_eigen(0.5 * (inner + xt::transpose(inner)));
        expect_covariance(middle_.values);
        limit_ = negligible * static_cast<double>(d) * std::max(0.0, middle_.values(root_->rank() - 1));
        for (const double value : middle_.values)
            if (value > limit_) {
                out_.distance -= 2 * std::sqrt(value);
                ++out_.rank_b;
            }
        out_.distance = std::max(0.0, out_.distance);
    }

    const Frechet& result() const { return out_; }

    /// d distance / d S1 = I - (the map that takes S1 to S2), and alike for S2.
    DoubleMatrix derivative(bool of_a) const {
        const std::size_t d = root_->l.shape(0);
        DoubleMatrix map = xt::eye<double>(d);
        if (root_->rank() == 0) return map;
        auto scales = DoubleVector::from_shape({root_->rank()});
        for (std::size_t j = 0; j < root_->rank(); ++j)  // fourth roots, as the map is the square of what they scale
            scales(j) = middle_.values(j) > limit_ ? math::pow(middle_.values(j), of_a ? 0.25 : -0.25) : 0;
        DoubleMatrix half = product(of_a ? root_->inverse_transposed : root_->l, middle_.vectors);
        half *= xt::view(scales, xt::newaxis(), xt::all());
        map -= product(half, xt::transpose(half));
        return map;
    }

private:
    const Root* root_;
    Eigen middle_;
    double limit_ = 0;
    Frechet out_;
};

// The variance of (x - m)' A (x - m) + 2 shift'(x - m) over rows, divided by their number.
double variance(const Matrix& x, const Moments& m, const DoubleMatrix& derivative, const DoubleVector& shift, Parallel& parallel) {
    const std::size_t d = x.columns();
    Matrix a(d, d);
    std::copy(derivative.begin(), derivative.end(), a.data());
    std::vector<double> influence(x.rows());
    const std::size_t blocks = row_blocks(x.rows());
    parallel.run(blocks, [&](std::size_t block) {
        const Rows rows = row_block(x.rows(), blocks, block);
        Matrix centred(rows.count(), d);
        Matrix turned(rows.count(), d);
        for (std::size_t i = 0; i < rows.count(); ++i)
            for (std::size_t j = 0; j < d; ++j) centred(i, j) = static_cast<real>(static_cast<double>(x(rows.begin + i, j)) - m.mean[j]);
        matmul(panel(centred), Op::plain, panel(a), Op::plain, 0, panel(turned));
        for (std::size_t i = 0; i < rows.count(); ++i) {
            double sum = 0;
            for (std::size_t j = 0; j < d; ++j) sum += static_cast<double>(centred(i, j)) * (static_cast<double>(turned(i, j)) + 2 * shift(j));
            influence[rows.begin + i] = sum;
        }
    });
    const double error = estimated(influence).error;
    return error * error;
}

// The line through (x, y): its height at 0 and the standard error of that.
Estimated height_at_zero(const std::vector<double>& x, const std::vector<double>& y) {
    const auto n = static_cast<double>(x.size());
    const double mean_x = tree_sum(x.data(), x.size()) / n;
    const double mean_y = tree_sum(y.data(), y.size()) / n;
    double xx = 0;
    double xy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xx += (x[i] - mean_x) * (x[i] - mean_x);
        xy += (x[i] - mean_x) * (y[i] - mean_y);
    }
    const double slope = xy / xx;
    Estimated out{.value = mean_y - slope * mean_x};
    double rest = 0;
    for (std::size_t i = 0; i < x.size(); ++i) rest += std::pow(y[i] - out.value - slope * x[i], 2);
    out.error = std::sqrt(rest / (n - 2) * (1 / n + mean_x * mean_x / xx));
    return out;
}

}  // namespace

Frechet frechet_distance(const Moments& a, const Moments& b) {
    const Root root = root_of(covariance_of(a));
    return Transport(root, a, b).result();
}

Estimated frechet_distance(const Moments& a, const Matrix& x, const Moments& b, const Matrix& y, Parallel& parallel) {
    const Root root = root_of(covariance_of(a));
    const Transport transport(root, a, b);
    const DoubleVector shift = tensor(a.mean) - tensor(b.mean);
    const double of_x = x.empty() ? 0 : variance(x, a, transport.derivative(true), shift, parallel);
    const double of_y = y.empty() ? 0 : variance(y, b, transport.derivative(false), -shift, parallel);
    return {transport.result().distance, std::sqrt(of_x + of_y)};
}

double frechet_floor(std::size_t n, std::size_t m, std::size_t dimensions, double variance) {
    const auto d = static_cast<double>(dimensions);
    return (1 / static_cast<double>(n) + 1 / static_cast<double>(m)) * variance * (d + d * (d + 1) / 4);
}

Estimated frechet_infinity(const Moments& a, const Matrix& y, std::uint64_t seed, Parallel& parallel) {
    const std::size_t smallest = std::max<std::size_t>(2, y.rows() / 10);
    if (y.rows() < smallest + sizes) fail("a Frechet distance is extrapolated from ", y.rows(), " rows, expected 20 or more");
    std::vector<double> inverses;
    std::vector<double> distances;
    const Root root = root_of(covariance_of(a));
    for (std::size_t i = 0; i < sizes; ++i) {
        const std::size_t size = smallest + (y.rows() - smallest) * i / (sizes - 1);
        std::vector<std::uint32_t> rows = random_order({seed, Purpose::score_rows, i}, static_cast<std::uint32_t>(y.rows()));
        rows.resize(size);
        std::sort(rows.begin(), rows.end());
        const Moments b = moments_of(y, rows, parallel);
        inverses.push_back(1 / static_cast<double>(size));
        distances.push_back(Transport(root, a, b).result().distance);
    }
    Estimated out = height_at_zero(inverses, distances);
    out.error = std::hypot(out.error, frechet_distance(a, Matrix(), moments_of(y, parallel), y, parallel).error);
    return out;
}

}  // namespace gen
