#include "eval/oracle.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"
#include "eval/importance.hpp"

using namespace gen;

namespace {

const LinearGaussian shifted({0.5, -0.2, 0.1, 0.8, -0.7, 0.4}, {0.2, 0, -0.5}, 0.7, {0.3, 1.7});

}  // namespace

TEST_CASE("oracle: the density of x and the posterior are those of numpy") {
    // Numbers that a float holds.
    const LinearGaussian model({0.875, 0.25, 0.5, 0.625, -0.375, 0.25, 0.75, 0.75}, {0.25, -0.125, 0, 0.5}, 0.5, {0.25, 1.5});
    const std::vector<double> x = {1, -0.5, 0.25, 0.75};
    CHECK(model.evidence().log_density(x) == doctest::Approx(-4.458558161498931).epsilon(1e-12));
    const FullGaussian posterior = model.posterior(x);
    CHECK(posterior.mean()[0] == doctest::Approx(0.40052894053006816).epsilon(1e-12));
    CHECK(posterior.mean()[1] == doctest::Approx(-0.14263455437272884).epsilon(1e-12));
    CHECK(posterior.covariance()[0] == doctest::Approx(0.2527843696023208).epsilon(1e-12));
    CHECK(posterior.covariance()[1] == doctest::Approx(-0.2125602874320245).epsilon(1e-12));
    CHECK(posterior.covariance()[3] == doctest::Approx(0.38895580373846145).epsilon(1e-12));
}

TEST_CASE("oracle: p(x|z) p(z) = p(z|x) p(x) at every z") {
    for (const LinearGaussian& model : {orthogonal_oracle(2), oblique_oracle(), shifted}) {
        const LinearGaussian::Simulated data = model.simulate(5, {3, Purpose::check, 0});
        for (std::size_t i = 0; i < 5; ++i) {
            const std::vector<double> x = row_of(data.x, i);
            for (const std::vector<double>& z : {std::vector<double>{0, 0}, {1, -2}, row_of(data.z, i)}) {
                const double joint = model.log_likelihood(x, z) + model.log_prior(z);
                CHECK(joint - model.posterior(x).log_density(z) == doctest::Approx(model.evidence().log_density(x)).epsilon(1e-11));
            }
        }
    }
}

TEST_CASE("oracle: the diagonal posterior is the posterior where columns of W are orthogonal, and there only") {
    const std::vector<double> x = {1, -0.5, 0.25, 0, 0.75, -1, 0.5, 2};
    CHECK(std::abs(kl(orthogonal_oracle().diagonal_posterior(x), orthogonal_oracle().posterior(x))) < 1e-12);
    const std::vector<double> six(x.begin(), x.begin() + 6);
    CHECK(kl(oblique_oracle().diagonal_posterior(six), oblique_oracle().posterior(six)) > 0.1);
}

TEST_CASE("oracle: simulated data have the moments of p(x), and their z are the prior's") {
    const std::size_t n = 20000;
    const LinearGaussian::Simulated data = shifted.simulate(n, {1, Purpose::check, 0});
    double z = 0;
    double squares = 0;
    double sum = 0;
    double product = 0;
    for (std::size_t i = 0; i < n; ++i) {
        z += static_cast<double>(data.z(i, 1)) / n;
        squares += std::pow(static_cast<double>(data.z(i, 0)) - 0.3, 2) / n;
        sum += static_cast<double>(data.x(i, 0)) / n;
        product += static_cast<double>(data.x(i, 0) * data.x(i, 1)) / n;
    }
    const FullGaussian p = shifted.evidence();
    CHECK(z == doctest::Approx(0.3).epsilon(0.1));
    CHECK(squares == doctest::Approx(1.7 * 1.7).epsilon(0.05));
    CHECK(sum == doctest::Approx(p.mean()[0]).epsilon(0.1));
    CHECK(product - p.mean()[0] * p.mean()[1] == doctest::Approx(p.covariance()[1]).epsilon(0.3));
}

TEST_CASE("oracle: as a model its weights are p(x), and a wrong q costs KL(q || posterior)") {
    const PosteriorError error = {.mean = 0.1, .logvar = -0.3};
    Parallel parallel;
    for (const LinearGaussian& model : {orthogonal_oracle(), oblique_oracle(), shifted}) {
        const LinearGaussian::Simulated data = model.simulate(20, {2, Purpose::check, 0});
        const std::vector<Bounds> right = importance_bounds(*model.vae().density(), MatrixExamples(data.x), 0, 20, {.samples = 4000}, parallel);
        const std::vector<Bounds> wrong = importance_bounds(*model.vae(error).density(), MatrixExamples(data.x), 0, 20, {.samples = 4000}, parallel);
        for (std::size_t i = 0; i < 20; ++i) {
            CAPTURE(i);
            const std::vector<double> x = row_of(data.x, i);
            const double log_p = model.log_evidence(data.x.row(i));
            const double gap = kl(model.diagonal_posterior(x), model.posterior(x));
            CHECK(right[i].iwae == doctest::Approx(log_p).epsilon(gap < 1e-9 ? 1e-5 : 1e-2));
            CHECK(right[i].elbo == doctest::Approx(log_p - gap).epsilon(0.02));
            CHECK(wrong[i].elbo == doctest::Approx(log_p - kl(model.diagonal_posterior(x, error), model.posterior(x))).epsilon(0.02));
        }
    }
}

TEST_CASE("oracle: what is no linear Gaussian model is refused") {
    CHECK_THROWS_WITH(LinearGaussian({1, 2, 3}, {0, 0}, 1), "W has 3 numbers, which does not fit 2 pixels");
    CHECK_THROWS_WITH(LinearGaussian({1, 2}, {0, 0}, 0), "a linear Gaussian model with sd 0 and a prior of sd 1, expected numbers above 0");
    CHECK_THROWS_WITH(orthogonal_oracle(8), "8 pixels and 8 orthogonal columns, expected 1 to 7");
}
