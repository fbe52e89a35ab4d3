#include "core/portable/decompositions.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace gen::portable {
namespace {

/// Reduction to a tridiagonal matrix and its eigenvalues; vectors are rows of v_, so that all inner loops run along rows.
class SymmetricEigen {
public:
    SymmetricEigen(const double* a, std::size_t n) : n_(n), v_(n * n), diagonal_(n), beside_(n) {
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j <= i; ++j) v(i, j) = v(j, i) = a[i * n + j];
    }

    EigenPairs find() {
        if (n_ == 0) return {};
        reduce();
        accumulate();
        std::copy(beside_.begin() + 1, beside_.end(), beside_.begin());
        beside_[n_ - 1] = 0;
        double largest = 0;
        double shift = 0;
        for (std::size_t l = 0; l < n_; ++l) {
            largest = std::max(largest, std::abs(diagonal_[l]) + std::abs(beside_[l]));
            std::size_t m = l;
            while (m + 1 < n_ && std::abs(beside_[m]) > std::numeric_limits<double>::epsilon() * largest) ++m;
            while (m > l && std::abs(beside_[l]) > std::numeric_limits<double>::epsilon() * largest) shift += sweep(l, m);
            diagonal_[l] += shift;
            beside_[l] = 0;
        }
        return sorted();
    }

private:
    double& v(std::size_t i, std::size_t j) { return v_[i * n_ + j]; }
    double* row(std::size_t i) { return v_.data() + i * n_; }

    void reduce();
    void reflect(std::size_t i, double h);
    void accumulate();
    double sweep(std::size_t l, std::size_t m);
    EigenPairs sorted() const;

    std::size_t n_;
    std::vector<double> v_;
    std::vector<double> diagonal_;
    std::vector<double> beside_;
};

void SymmetricEigen::reduce() {
    for (std::size_t j = 0; j < n_; ++j) diagonal_[j] = v(j, n_ - 1);
    for (std::size_t i = n_ - 1; i > 0; --i) {
        double scale = 0;
        for (std::size_t k = 0; k < i; ++k) scale += std::abs(diagonal_[k]);
        double h = 0;
        if (scale == 0) {
            beside_[i] = diagonal_[i - 1];
            for (std::size_t j = 0; j < i; ++j) {
                diagonal_[j] = v(j, i - 1);
                v(j, i) = v(i, j) = 0;
            }
        } else {
            for (std::size_t k = 0; k < i; ++k) {
                diagonal_[k] /= scale;
                h += diagonal_[k] * diagonal_[k];
            }
            const double f = diagonal_[i - 1];
            const double g = f > 0 ? -std::sqrt(h) : std::sqrt(h);
            beside_[i] = scale * g;
            h -= f * g;
            diagonal_[i - 1] = f - g;
            reflect(i, h);
        }
        diagonal_[i] = h;
    }
}

/// The reflection of row i, which lies in the diagonal's place, from both sides of what is left.
void SymmetricEigen::reflect(std::size_t i, double h) {
    std::fill_n(beside_.begin(), i, 0.0);
    for (std::size_t j = 0; j < i; ++j) {
        const double f = diagonal_[j];
        v(i, j) = f;
        double g = beside_[j] + v(j, j) * f;
        for (std::size_t k = j + 1; k < i; ++k) {
            g += v(j, k) * diagonal_[k];
            beside_[k] += v(j, k) * f;
        }
        beside_[j] = g;
    }
    double f = 0;
    for (std::size_t j = 0; j < i; ++j) {
        beside_[j] /= h;
        f += beside_[j] * diagonal_[j];
    }
    const double half = f / (h + h);
    for (std::size_t j = 0; j < i; ++j) beside_[j] -= half * diagonal_[j];
    for (std::size_t j = 0; j < i; ++j) {
        const double at_j = diagonal_[j];
        const double g = beside_[j];
        for (std::size_t k = j; k < i; ++k) v(j, k) -= at_j * beside_[k] + g * diagonal_[k];
        diagonal_[j] = v(j, i - 1);
        v(j, i) = 0;
    }
}

/// The product of the reflections.
void SymmetricEigen::accumulate() {
    for (std::size_t i = 0; i + 1 < n_; ++i) {
        v(i, n_ - 1) = v(i, i);
        v(i, i) = 1;
        const double h = diagonal_[i + 1];
        if (h != 0) {
            for (std::size_t k = 0; k <= i; ++k) diagonal_[k] = v(i + 1, k) / h;
            for (std::size_t j = 0; j <= i; ++j) {
                double g = 0;
                for (std::size_t k = 0; k <= i; ++k) g += v(i + 1, k) * v(j, k);
                for (std::size_t k = 0; k <= i; ++k) v(j, k) -= g * diagonal_[k];
            }
        }
        std::fill_n(row(i + 1), i + 1, 0.0);
    }
    for (std::size_t j = 0; j < n_; ++j) {
        diagonal_[j] = v(j, n_ - 1);
        v(j, n_ - 1) = 0;
    }
    v(n_ - 1, n_ - 1) = 1;
    beside_[0] = 0;
}

/// One implicit shift over l ... m; returns what the diagonal is shifted by.
double SymmetricEigen::sweep(std::size_t l, std::size_t m) {
    const double g = diagonal_[l];
    double p = (diagonal_[l + 1] - g) / (2 * beside_[l]);
    double r = std::sqrt(p * p + 1);
    if (p < 0) r = -r;
    diagonal_[l] = beside_[l] / (p + r);
    diagonal_[l + 1] = beside_[l] * (p + r);
    const double next = diagonal_[l + 1];
    const double h = g - diagonal_[l];
    for (std::size_t i = l + 2; i < n_; ++i) diagonal_[i] -= h;
    p = diagonal_[m];
    double c = 1;
    double c2 = c;
    double c3 = c;
    const double after_l = beside_[l + 1];
    double s = 0;
    double s2 = 0;
    for (std::size_t i = m; i-- > l;) {
        c3 = c2;
        c2 = c;
        s2 = s;
        const double turned = c * beside_[i];
        const double passed = c * p;
        r = std::sqrt(p * p + beside_[i] * beside_[i]);
        beside_[i + 1] = s * r;
        s = beside_[i] / r;
        c = p / r;
        p = c * diagonal_[i] - s * turned;
        diagonal_[i + 1] = passed + s * (c * turned + s * diagonal_[i]);
        double* const low = row(i);
        double* const high = row(i + 1);
        for (std::size_t k = 0; k < n_; ++k) {
            const double held = high[k];
            high[k] = s * low[k] + c * held;
            low[k] = c * low[k] - s * held;
        }
    }
    p = -s * s2 * c3 * after_l * beside_[l] / next;
    beside_[l] = s * p;
    diagonal_[l] = c * p;
    return h;
}

EigenPairs SymmetricEigen::sorted() const {
    std::vector<std::size_t> order(n_);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return diagonal_[a] < diagonal_[b]; });
    EigenPairs out;
    for (const std::size_t i : order) {
        out.values.push_back(diagonal_[i]);
        out.vectors.insert(out.vectors.end(), v_.begin() + static_cast<std::ptrdiff_t>(i * n_),
                           v_.begin() + static_cast<std::ptrdiff_t>((i + 1) * n_));
    }
    return out;
}

double dot(const double* x, const double* y, std::size_t n) {
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) sum += x[i] * y[i];
    return sum;
}

}  // namespace

std::optional<std::vector<double>> cholesky(const double* a, std::size_t n) {
    std::vector<double> l(n * n);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j <= i; ++j) {
            const double rest = a[i * n + j] - dot(l.data() + i * n, l.data() + j * n, j);
            if (i == j && !(rest > 0 && std::isfinite(rest))) return std::nullopt;
            l[i * n + j] = i == j ? std::sqrt(rest) : rest / l[j * n + j];
        }
    return l;
}

std::vector<double> inverse_of_lower(const double* lower, std::size_t n) {
    std::vector<double> out(n * n);
    for (std::size_t i = 0; i < n; ++i) {
        double* const row = out.data() + i * n;
        row[i] = 1;
        for (std::size_t k = 0; k < i; ++k)
            for (std::size_t j = 0; j <= k; ++j) row[j] -= lower[i * n + k] * out[k * n + j];
        for (std::size_t j = 0; j <= i; ++j) row[j] /= lower[i * n + i];
    }
    return out;
}

EigenPairs symmetric_eigen(const double* a, std::size_t n) { return SymmetricEigen(a, n).find(); }

}  // namespace gen::portable
