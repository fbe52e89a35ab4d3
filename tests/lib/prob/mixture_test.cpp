#include "prob/mixture.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

#include "core/error.hpp"
#include "gradients.hpp"

using namespace gen;

namespace {

/// Rows of two Gaussians, the first `first` of them around (-4, 1), the others around (5, -2).
Matrix two_blobs(std::size_t n, std::size_t first) {
    Matrix z = normals(n, 2, 3);
    for (std::size_t i = 0; i < n; ++i) {
        const real slope = i < first ? real{0.8} : real{-0.5};
        z(i, 1) = slope * z(i, 0) + real{0.6} * z(i, 1) + (i < first ? real{1} : real{-2});
        z(i, 0) += i < first ? real{-4} : real{5};
    }
    return z;
}

/// Mean and covariance (with 1/n) of rows begin ... end-1.
MixtureComponent moments(const Matrix& z, Rows rows) {
    const std::size_t d = z.columns();
    MixtureComponent out = {static_cast<double>(rows.count()), std::vector<double>(d, 0), std::vector<double>(d * d, 0)};
    for (std::size_t i = rows.begin; i < rows.end; ++i)
        for (std::size_t k = 0; k < d; ++k) out.mean[k] += static_cast<double>(z(i, k)) / out.weight;
    for (std::size_t i = rows.begin; i < rows.end; ++i)
        for (std::size_t k = 0; k < d; ++k)
            for (std::size_t j = 0; j < d; ++j)
                out.covariance[k * d + j] += (static_cast<double>(z(i, k)) - out.mean[k]) * (static_cast<double>(z(i, j)) - out.mean[j]) / out.weight;
    return out;
}

void check_equal(const MixtureComponent& a, const MixtureComponent& b, double tolerance) {
    for (std::size_t k = 0; k < b.mean.size(); ++k) CHECK(std::abs(a.mean[k] - b.mean[k]) < tolerance);
    for (std::size_t k = 0; k < b.covariance.size(); ++k) CHECK(std::abs(a.covariance[k] - b.covariance[k]) < tolerance);
}

MixtureFit fit(const Matrix& z, std::size_t components, std::uint64_t seed = 1) {
    Parallel parallel(2);
    return fit_mixture(panel(z), components, seed, parallel);
}

}  // namespace

TEST_CASE("mixture: a correlated Gaussian's density, by hand") {
    // Covariance (2 1; 1 3): determinant 5, inverse (3 -1; -1 2) / 5. At (1, 1) from the mean (0, 2): (1, -1), square (3 + 2 + 2) / 5.
    const GaussianMixture one({{7, {0, 2}, {2, 1, 1, 3}}});
    const Matrix z(1, 2, {1, 1});
    CHECK(one.log_density(z.row(0)) == doctest::Approx(-std::log(2 * std::numbers::pi) - 0.5 * std::log(5) - 0.5 * 7 / 5).epsilon(1e-12));
    CHECK(one.components()[0].weight == 1);
}

TEST_CASE("mixture: the density in one dimension integrates to 1, each component to its weight") {
    const GaussianMixture mixture({{1, {-3}, {0.25}}, {3, {4}, {4}}});
    constexpr std::size_t n = 8001;
    Matrix z(n, 1);
    for (std::size_t i = 0; i < n; ++i) z(i, 0) = static_cast<real>(-20.0 + 0.005 * static_cast<double>(i));
    std::vector<double> values(n);
    Parallel parallel(2);
    mixture.log_density(panel(std::as_const(z)), values, parallel);
    double left = 0;
    double right = 0;
    for (std::size_t i = 0; i < n; ++i) (z(i, 0) < -1 ? left : right) += 0.005 * std::exp(values[i]);
    const double beyond = 0.75 * 0.5 * std::erfc(2.5 / std::numbers::sqrt2);  // of the second, left of -1
    CHECK(left + right == doctest::Approx(1).epsilon(1e-6));
    CHECK(left == doctest::Approx(0.25 + beyond).epsilon(2e-3));
}

TEST_CASE("mixture: one component is the mean and the covariance of the codes, with the ridge") {
    const Matrix z = two_blobs(300, 100);
    MixtureComponent expected = moments(z, {0, 300});
    const double ridge = 1e-6 * (expected.covariance[0] + expected.covariance[3]) / 2;
    expected.covariance[0] += ridge;
    expected.covariance[3] += ridge;
    const MixtureFit one = fit(z, 1);
    check_equal(one.mixture.components()[0], expected, 1e-9);
    CHECK(one.log_likelihood.size() == 2);
}

TEST_CASE("mixture: two blobs far from each other are found") {
    const Matrix z = two_blobs(900, 300);
    for (const std::uint64_t seed : {1U, 2U, 3U}) {
        const std::vector<MixtureComponent> found = fit(z, 2, seed).mixture.components();
        const std::size_t left = found[0].mean[0] < 0 ? 0 : 1;
        CHECK(found[left].weight == doctest::Approx(1.0 / 3).epsilon(1e-4));
        check_equal(found[left], moments(z, {0, 300}), 1e-3);
        check_equal(found[1 - left], moments(z, {300, 900}), 1e-3);
    }
}

TEST_CASE("mixture: every start of as many components as blobs finds them all") {
    Matrix z = normals(300, 2, 4);
    for (std::size_t i = 0; i < 300; ++i) z(i, 0) += static_cast<real>(100 * (i / 50));
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        bool found[6] = {};
        const MixtureFit result = fit(z, 6, seed);
        for (const MixtureComponent& c : result.mixture.components())
            for (std::size_t blob = 0; blob < 6; ++blob) found[blob] = found[blob] || std::abs(c.mean[0] - 100.0 * static_cast<double>(blob)) < 1;
        for (const bool blob : found) CHECK(blob);
    }
}

TEST_CASE("mixture: no iteration lowers the likelihood, and the last is the mixture's") {
    const Matrix z = two_blobs(400, 150);
    for (const std::size_t components : {2U, 3U, 6U}) {
        CAPTURE(components);
        const MixtureFit result = fit(z, components, components);
        const std::vector<double>& trace = result.log_likelihood;
        REQUIRE(trace.size() > 1);
        CHECK(trace.size() <= 201);
        for (std::size_t i = 1; i < trace.size(); ++i) CHECK(trace[i] >= trace[i - 1] - 1e-9);
        if (trace.size() < 201) CHECK(std::abs(trace.back() - trace[trace.size() - 2]) <= 1e-6 * std::abs(trace[trace.size() - 2]));
        double sum = 0;
        for (std::size_t i = 0; i < 400; ++i) sum += result.mixture.log_density(z.row(i));
        CHECK(trace.back() == doctest::Approx(sum / 400).epsilon(1e-9));
    }
}

TEST_CASE("mixture: draws have the moments of the mixture, whatever their order") {
    const GaussianMixture mixture({{0.25, {-2, 1}, {1, 0.5, 0.5, 2}}, {0.75, {3, 0}, {0.5, -0.3, -0.3, 1}}});
    constexpr std::size_t n = 40000;
    const Stream stream = {5, Purpose::mixture_draw, 0};
    Matrix z(n, 2);
    for (std::size_t i = n; i-- > 0;) mixture.draw(stream, static_cast<std::uint32_t>(i), z.row(i));
    // Mean: sum of w m. Covariance: sum of w (C + m m'), less the mean's square.
    const MixtureComponent expected = {
        1, {1.75, 0.25}, {0.625 + 7.75 - 1.75 * 1.75, -0.1 - 0.5 - 1.75 * 0.25, -0.1 - 0.5 - 1.75 * 0.25, 1.5 - 0.0625}};
    check_equal(moments(z, {0, n}), expected, 0.06);
    std::size_t first = 0;
    double of_first = 0;
    for (std::size_t i = 0; i < n; ++i) {
        real again[2];
        mixture.draw(stream, static_cast<std::uint32_t>(i), again);
        CHECK_FALSE((again[0] != z(i, 0) || again[1] != z(i, 1)));
        if (z(i, 0) < real{0.6}) {
            ++first;
            of_first += static_cast<double>(z(i, 1));
        }
    }
    CHECK(static_cast<double>(first) / n == doctest::Approx(0.25).epsilon(0.04));
    CHECK(of_first / static_cast<double>(first) == doctest::Approx(1).epsilon(0.05));
}

TEST_CASE("mixture: same bits for every number of threads") {
    const Matrix z = two_blobs(500, 200);
    std::vector<double> first;
    std::vector<double> first_covariance;
    for (std::size_t threads = 1; threads <= 3; ++threads) {
        Parallel parallel(threads);
        const MixtureFit result = fit_mixture(panel(z), 4, 9, parallel);
        std::vector<double> values(500);
        result.mixture.log_density(panel(z), values, parallel);
        values.insert(values.end(), result.log_likelihood.begin(), result.log_likelihood.end());
        if (threads == 1) {
            first = values;
            first_covariance = result.mixture.components()[3].covariance;
        }
        CHECK(values == first);
        CHECK(result.mixture.components()[3].covariance == first_covariance);
    }
}

TEST_CASE("mixture: as many components as codes are one at each") {
    const Matrix few(3, 2, {0, 0, 1, 0, 0, 5});
    const MixtureFit result = fit(few, 3);
    for (std::size_t i = 0; i < 3; ++i) CHECK(result.mixture.log_density(few.row(i)) > 8);
}

TEST_CASE("mixture: components without codes start again at different codes, with the weight of one, and spoil nothing") {
    Matrix places(40, 1);
    places(17, 0) = 1;
    const MixtureFit result = fit(places, 4);
    double weight = 0;
    std::size_t at[2] = {};
    for (const MixtureComponent& c : result.mixture.components()) {
        if (c.covariance[0] < 0.01) continue;  // not started again
        weight += c.weight;
        ++at[c.mean[0] < 0.5 ? 0 : 1];
        CHECK(c.covariance[0] == doctest::Approx(0.025 * 0.975).epsilon(1e-5));
    }
    CHECK(at[0] == 1);
    CHECK(at[1] == 1);
    CHECK(weight < 2.0 / 40);
    CHECK(result.log_likelihood.back() > fit(places, 2).log_likelihood.back() - 0.1);
}

TEST_CASE("mixture: what cannot be fitted is refused") {
    Matrix z = normals(3, 2, 1);
    CHECK_THROWS_WITH_AS(fit(z, 5), "mixture of 5 components: 3 codes, expected at least as many", Error);
    CHECK_THROWS_WITH_AS(fit(z, 0), "mixture of 0 components, expected at least 1", Error);
    CHECK_THROWS_WITH_AS(fit(Matrix(3, 2), 2), "mixture: all 3 codes are equal, expected some that differ", Error);
    z(2, 1) = std::numeric_limits<real>::quiet_NaN();
    CHECK_THROWS_WITH_AS(fit(z, 2), "mixture: dimension 1 of code 2 is nan, expected a finite number", Error);
    z(2, 1) = -std::numeric_limits<real>::infinity();
    CHECK_THROWS_WITH_AS(fit(z, 2), "mixture: dimension 1 of code 2 is -inf, expected a finite number", Error);
}

TEST_CASE("mixture: parameters that are none are refused") {
    using Components = std::vector<MixtureComponent>;
    CHECK_THROWS_WITH_AS(GaussianMixture(Components{}), "mixture of 0 components, expected at least 1", Error);
    CHECK_THROWS_WITH_AS(GaussianMixture(Components{{1, {0}, {1}}, {1, {0, 1}, {1}}}),
                         "mixture: component 1 has 2 means and 1 covariances, expected 1 and 1", Error);
    CHECK_THROWS_WITH_AS(GaussianMixture(Components{{0, {0}, {1}}}), "mixture: component 0 has weight 0, expected a number above 0", Error);
    CHECK_THROWS_WITH_AS(GaussianMixture(Components{{1, {0, 0}, {1, 2, 2, 1}}}), "mixture: the covariance of component 0 is not positive definite",
                         Error);
    const GaussianMixture one({{1, {0}, {1}}});
    Parallel parallel(1);
    std::vector<double> out(2);
    const Matrix wide(2, 2);
    const Matrix narrow(3, 1);
    CHECK_THROWS_WITH_AS(one.log_density(panel(wide), out, parallel), "mixture: z is 2x2, expected 2x1", Error);
    CHECK_THROWS_WITH_AS(one.log_density(panel(narrow), out, parallel), "mixture: room for 2 densities, expected 3", Error);
}
