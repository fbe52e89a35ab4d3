#include "core/portable/decompositions.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "gradients.hpp"

using namespace gen;

namespace {

/// b b', of that rank.
std::vector<double> symmetric_square(std::size_t n, std::size_t rank) {
    const Matrix b = normals(n, rank, 7);
    std::vector<double> out(n * n);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j)
            for (std::size_t k = 0; k < rank; ++k) out[i * n + j] += static_cast<double>(b(i, k)) * static_cast<double>(b(j, k));
    return out;
}

/// The largest difference of a b (or a b') from c.
double worst_of_square(const std::vector<double>& a, const std::vector<double>& b, bool turned, const std::vector<double>& c, std::size_t n) {
    double worst = 0;
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j) {
            double sum = 0;
            for (std::size_t k = 0; k < n; ++k) sum += a[i * n + k] * (turned ? b[j * n + k] : b[k * n + j]);
            worst = std::max(worst, std::abs(sum - c[i * n + j]));
        }
    return worst;
}

std::vector<double> identity(std::size_t n) {
    std::vector<double> out(n * n);
    for (std::size_t i = 0; i < n; ++i) out[i * n + i] = 1;
    return out;
}

}  // namespace

TEST_CASE("portable decompositions: eigenvalues ascend, vectors are orthonormal and make the matrix, of low rank too") {
    for (const std::size_t n : {1, 2, 3, 7, 40, 90})
        for (const std::size_t rank : {n, (n + 1) / 2}) {
            CAPTURE(n);
            CAPTURE(rank);
            std::vector<double> a = symmetric_square(n, rank);
            const std::vector<double> whole = a;
            for (std::size_t i = 0; i < n; ++i)
                for (std::size_t j = i + 1; j < n; ++j) a[i * n + j] = std::nan("");  // is not looked at
            const portable::EigenPairs pairs = portable::symmetric_eigen(a.data(), n);
            CHECK(std::is_sorted(pairs.values.begin(), pairs.values.end()));
            CHECK(worst_of_square(pairs.vectors, pairs.vectors, true, identity(n), n) < 1e-13);
            std::vector<double> scaled = pairs.vectors;
            for (std::size_t i = 0; i < scaled.size(); ++i) scaled[i] *= pairs.values[i / n];
            std::vector<double> turned(n * n);
            for (std::size_t i = 0; i < n; ++i)
                for (std::size_t j = 0; j < n; ++j) turned[i * n + j] = pairs.vectors[j * n + i];
            CHECK(worst_of_square(turned, scaled, false, whole, n) < 1e-11);
        }
    CHECK(portable::symmetric_eigen(identity(5).data(), 5).values == std::vector<double>(5, 1.0));
}

TEST_CASE("portable decompositions: L L' is the matrix, L^-1 L the identity") {
    for (const std::size_t n : {1, 2, 5, 60}) {
        std::vector<double> a = symmetric_square(n, n);
        for (std::size_t i = 0; i < n; ++i) a[i * n + i] += 1;
        const std::vector<double> lower = portable::cholesky(a.data(), n).value();
        CHECK(worst_of_square(lower, lower, true, a, n) < 1e-12);
        CHECK(worst_of_square(portable::inverse_of_lower(lower.data(), n), lower, false, identity(n), n) < 1e-12);
    }
    const std::vector<double> indefinite = {1, 2, 2, 1};
    CHECK_FALSE(portable::cholesky(indefinite.data(), 2).has_value());
    const std::vector<double> no_number = {std::nan(""), 0, 0, 1};
    CHECK_FALSE(portable::cholesky(no_number.data(), 2).has_value());
}
