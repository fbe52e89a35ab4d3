#include "prob/total_correlation.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/error.hpp"
#include "gradients.hpp"

using namespace gen;

namespace {

struct Codes {
    Matrix z;
    Matrix mean;
    Matrix logvar;
    PosteriorDraws draws() const { return {panel(z), panel(mean), panel(logvar)}; }
    PosteriorGradients targets() { return {panel(z), panel(mean), panel(logvar)}; }
};

Codes codes(std::size_t n, std::size_t d, std::uint64_t seed) { return {normals(n, d, seed), normals(n, d, seed + 1), normals(n, d, seed + 2)}; }

double log_normal(double z, double mean, double variance) {
    return -0.5 * (std::log(2 * std::numbers::pi * variance) + (z - mean) * (z - mean) / variance);
}

double log_q(const Codes& c, std::size_t i, std::size_t j, std::size_t k) {
    return log_normal(static_cast<double>(c.z(i, k)), static_cast<double>(c.mean(j, k)), std::exp(static_cast<double>(c.logvar(j, k))));
}

/// The definition, with densities where the library has logarithms.
KlParts naive(const Codes& c, const GaussianPrior& prior, double examples) {
    KlParts out = {0, 0, 0};
    const std::size_t n = c.z.rows();
    const double count = static_cast<double>(n) * examples;
    for (std::size_t i = 0; i < n; ++i) {
        double own = 0;
        double joint = 0;
        double marginals = 0;
        double p = 0;
        for (std::size_t k = 0; k < c.z.columns(); ++k) {
            double marginal = 0;
            for (std::size_t j = 0; j < n; ++j) marginal += std::exp(log_q(c, i, j, k)) / count;
            marginals += std::log(marginal);
            own += log_q(c, i, i, k);
            p += log_normal(static_cast<double>(c.z(i, k)), prior.mean, prior.sd * prior.sd);
        }
        for (std::size_t j = 0; j < n; ++j) {
            double product = 1;
            for (std::size_t k = 0; k < c.z.columns(); ++k) product *= std::exp(log_q(c, i, j, k));
            joint += product / count;
        }
        out.mutual_information += own - std::log(joint);
        out.total_correlation += std::log(joint) - marginals;
        out.dimension_kl += marginals - p;
    }
    return out;
}

double weighted(const KlParts& parts, const KlParts& weights) {
    return weights.mutual_information * parts.mutual_information + weights.total_correlation * parts.total_correlation +
           weights.dimension_kl * parts.dimension_kl;
}

}  // namespace

TEST_CASE("kl decomposition: the parts are those of the definition, written as loops over densities") {
    const Codes c = codes(70, 3, 1);
    const GaussianPrior prior = {0.4, 1.7};
    Parallel parallel(2);
    const KlParts parts = KlDecomposition(prior)(c.draws(), 5000, parallel);
    const KlParts expected = naive(c, prior, 5000);
    CHECK(parts.mutual_information == doctest::Approx(expected.mutual_information).epsilon(1e-10));
    CHECK(parts.total_correlation == doctest::Approx(expected.total_correlation).epsilon(1e-10));
    CHECK(parts.dimension_kl == doctest::Approx(expected.dimension_kl).epsilon(1e-10));
}

TEST_CASE("kl decomposition: the parts add up to log q(z|x) - log p(z)") {
    const Codes c = codes(33, 4, 5);
    Parallel parallel(2);
    const KlParts parts = KlDecomposition()(c.draws(), 1000, parallel);
    double expected = 0;
    for (std::size_t i = 0; i < 33; ++i)
        for (std::size_t k = 0; k < 4; ++k) expected += log_q(c, i, i, k) - log_normal(static_cast<double>(c.z(i, k)), 0, 1);
    CHECK(weighted(parts, {1, 1, 1}) == doctest::Approx(expected).epsilon(1e-12));
}

TEST_CASE("kl decomposition: one example of a data set of one has neither information nor correlation") {
    const Codes c = codes(1, 3, 8);
    Parallel parallel(1);
    const KlParts parts = KlDecomposition()(c.draws(), 1, parallel);
    CHECK(parts.mutual_information == doctest::Approx(0));
    CHECK(parts.total_correlation == doctest::Approx(0));
    // A larger set lowers log q(z) by log N once and the sum over 3 dimensions three times.
    const KlParts large = KlDecomposition()(c.draws(), 100, parallel);
    CHECK(large.mutual_information == doctest::Approx(std::log(100)));
    CHECK(large.total_correlation == doctest::Approx(2 * std::log(100)));
    CHECK(large.dimension_kl == doctest::Approx(parts.dimension_kl - 3 * std::log(100)));
}

TEST_CASE("kl decomposition: codes that are far from every posterior have finite parts") {
    Codes c = codes(4, 2, 3);
    for (real& z : c.z.values()) z += 200;
    Parallel parallel(1);
    const KlParts parts = KlDecomposition()(c.draws(), 10, parallel);
    CHECK(std::isfinite(parts.mutual_information));
    CHECK(std::isfinite(parts.total_correlation));
    CHECK(std::isfinite(parts.dimension_kl));
}

TEST_CASE("kl decomposition: gradients in z, mean and logvar are those of central differences, times the factor, and are added") {
    const KlParts all_weights[] = {{1, 6, 1}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {0.5, -2, 3}};
    for (const KlParts& weights : all_weights) {
        Codes c = codes(6, 3, 11);
        const GaussianPrior prior = {0.3, 1.4};
        Parallel parallel(2);
        KlDecomposition decomposition(prior);
        Codes d = {Matrix(6, 3), Matrix(6, 3), Matrix(6, 3)};
        for (Matrix* const m : {&d.z, &d.mean, &d.logvar}) m->fill(real{0.5});
        constexpr double factor = 0.6;
        const KlParts parts = decomposition(c.draws(), 50, parallel, weights, factor, d.targets());
        CHECK(weighted(parts, weights) == weighted(KlDecomposition(prior)(c.draws(), 50, parallel), weights));
        const auto loss = [&] { return factor * weighted(decomposition(c.draws(), 50, parallel), weights); };
        for (Matrix* const m : {&d.z, &d.mean, &d.logvar})
            for (real& g : m->values()) g -= real{0.5};
        check_gradient(c.z, d.z, loss);
        check_gradient(c.mean, d.mean, loss);
        check_gradient(c.logvar, d.logvar, loss);
    }
}

TEST_CASE("kl decomposition: same bits for every number of threads, and for columns of a wider matrix") {
    const Codes c = codes(200, 3, 21);
    Matrix wide(200, 9);
    for (std::size_t i = 0; i < 200; ++i)
        for (std::size_t k = 0; k < 3; ++k) {
            wide(i, k) = c.mean(i, k);
            wide(i, 3 + k) = c.logvar(i, k);
            wide(i, 6 + k) = c.z(i, k);
        }
    const PosteriorDraws columns = {{wide.data() + 6, 200, 3, 9}, {wide.data(), 200, 3, 9}, {wide.data() + 3, 200, 3, 9}};
    KlParts first{};
    Codes expected;
    for (std::size_t i = 0; i < 4; ++i) {
        Parallel parallel(i % 3 + 1);
        Codes d = {Matrix(200, 3), Matrix(200, 3), Matrix(200, 3)};
        KlDecomposition decomposition;
        const KlParts parts = decomposition(i == 3 ? columns : c.draws(), 60000, parallel, {1, 6, 1}, 0.01, d.targets());
        if (i == 0) {
            first = parts;
            expected = d;
        }
        CHECK(parts.mutual_information == first.mutual_information);
        CHECK(parts.total_correlation == first.total_correlation);
        CHECK(parts.dimension_kl == first.dimension_kl);
        CHECK(std::equal(d.z.values().begin(), d.z.values().end(), expected.z.values().begin()));
        CHECK(std::equal(d.mean.values().begin(), d.mean.values().end(), expected.mean.values().begin()));
        CHECK(std::equal(d.logvar.values().begin(), d.logvar.values().end(), expected.logvar.values().begin()));
    }
}

TEST_CASE("kl decomposition: what does not fit is refused") {
    Parallel parallel(1);
    KlDecomposition decomposition;
    const Matrix a(4, 3);
    const Matrix b(4, 2);
    Matrix good(4, 3);
    Matrix bad(3, 3);
    const PosteriorDraws draws = {panel(a), panel(a), panel(a)};
    const auto parts = [&](const PosteriorDraws& q, std::size_t examples) { decomposition(q, examples, parallel); };
    const auto gradients = [&](const PosteriorGradients& d) { decomposition(draws, 10, parallel, {1, 1, 1}, 1, d); };
    CHECK_THROWS_WITH_AS(parts({panel(a), panel(b), panel(a)}, 10), "KL decomposition: mean is 4x2, expected 4x3", Error);
    CHECK_THROWS_WITH_AS(parts({panel(a), panel(a), panel(b)}, 10), "KL decomposition: logvar is 4x2, expected 4x3", Error);
    CHECK_THROWS_WITH_AS(parts(draws, 0), "KL decomposition: 0 training examples, expected at least 1", Error);
    CHECK_THROWS_WITH_AS(gradients({panel(bad), panel(good), panel(good)}), "KL decomposition: dz is 3x3, expected 4x3", Error);
    CHECK_THROWS_WITH_AS(gradients({panel(good), panel(bad), panel(good)}), "KL decomposition: d_mean is 3x3, expected 4x3", Error);
    CHECK_THROWS_WITH_AS(gradients({panel(good), panel(good), panel(bad)}), "KL decomposition: d_logvar is 3x3, expected 4x3", Error);
}
