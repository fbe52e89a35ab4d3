#include "prob/kernel_mmd.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "gradients.hpp"

using namespace gen;

namespace {

constexpr double widths[] = {0.7, 2, 5};

double squared_distance(const Matrix& x, std::size_t i, const Matrix& y, std::size_t j) {
    double square = 0;
    for (std::size_t k = 0; k < x.columns(); ++k) square += std::pow(static_cast<double>(x(i, k)) - static_cast<double>(y(j, k)), 2);
    return square;
}

/// The mean of the kernel over pairs, a row's with itself left out where x and y are the same.
double mean_kernel(const Matrix& x, const Matrix& y) {
    double sum = 0;
    double pairs = 0;
    for (std::size_t i = 0; i < x.rows(); ++i)
        for (std::size_t j = 0; j < y.rows(); ++j) {
            if (&x == &y && i == j) continue;
            for (const double s : widths) sum += std::exp(-squared_distance(x, i, y, j) / (2 * s * s));
            pairs += 1;
        }
    return sum / pairs;
}

double by_hand(const Matrix& x, const Matrix& y) { return mean_kernel(x, x) + mean_kernel(y, y) - 2 * mean_kernel(x, y); }

Matrix moved(Matrix m, real by) {
    for (real& v : m.values()) v += by;
    return m;
}

}  // namespace

TEST_CASE("kernel mmd: the estimate is that of a plain loop over pairs") {
    Parallel parallel(2);
    KernelMmd mmd;
    for (const std::size_t rows : {2, 7, 70}) {
        CAPTURE(rows);
        const Matrix x = normals(rows, 4, 1);
        const Matrix y = moved(normals(rows + 5, 4, 2), real{0.5});
        CHECK(mmd(panel(x), panel(y), widths, parallel) == doctest::Approx(by_hand(x, y)).epsilon(1e-5));
    }
}

TEST_CASE("kernel mmd: the gradient is that of central differences") {
    Parallel parallel(2);
    KernelMmd mmd;
    Matrix x = normals(9, 3, 1);
    const Matrix y = moved(normals(6, 3, 2), real{0.5});
    Matrix dx(9, 3);
    dx.fill(7);  // what lay there before does not count
    mmd(panel(x), panel(y), widths, parallel, panel(dx));
    check_gradient(x, dx, [&] { return by_hand(x, y); });
}

TEST_CASE("kernel mmd: about 0, and sometimes below it, where both distributions are the same") {
    Parallel parallel(2);
    KernelMmd mmd;
    double sum = 0;
    int below = 0;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        const Matrix x = normals(30, 2, 2 * seed + 1);
        const Matrix y = normals(30, 2, 2 * seed + 2);
        const double value = mmd(panel(x), panel(y), widths, parallel);
        sum += value / 40;
        below += value < 0 ? 1 : 0;
        CHECK(mmd(panel(x), panel(moved(y, 1)), widths, parallel) > value + 0.1);
    }
    CHECK(std::abs(sum) < 0.01);
    CHECK(below > 5);
}

TEST_CASE("kernel mmd: the same bits for any threads") {
    const Matrix x = normals(150, 5, 1);
    const Matrix y = normals(90, 5, 2);
    Matrix dx(150, 5);
    Matrix again(150, 5);
    KernelMmd mmd;
    Parallel one(1);
    Parallel three(3);
    CHECK(mmd(panel(x), panel(y), widths, one, panel(dx)) == mmd(panel(x), panel(y), widths, three, panel(again)));
    CHECK(std::equal(dx.data(), dx.data() + dx.size(), again.data()));
}

TEST_CASE("kernel mmd: what does not fit is refused") {
    Parallel parallel(1);
    KernelMmd mmd;
    const Matrix x(3, 2);
    CHECK_THROWS_WITH_AS(mmd(panel(x, {0, 1}), panel(x), widths, parallel), "MMD of 1 and 3 rows, expected at least 2 of each", Error);
    CHECK_THROWS_WITH_AS(mmd(panel(x), panel(Matrix(3, 4)), widths, parallel), "MMD: rows have 2 and 4 numbers", Error);
    Matrix dx(2, 2);
    CHECK_THROWS_WITH_AS(mmd(panel(x), panel(x), widths, parallel, panel(dx)), "MMD: the gradient is 2x2", Error);
}

TEST_CASE("kernel mmd: widths lie around the median distance") {
    const Matrix data(3, 1, {0, 3, 7});  // distances 3, 4, 7
    const std::vector<double> w = widths_for(panel(data));
    REQUIRE(w.size() == 5);
    for (std::size_t i = 0; i < 5; ++i) CHECK(w[i] == doctest::Approx(std::pow(2.0, static_cast<double>(i))));
    CHECK(widths_for(panel(Matrix(1, 1))) == std::vector<double>{1});
}
