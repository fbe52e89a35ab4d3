#include "prob/full_gaussian.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"

using namespace gen;

namespace {

const FullGaussian q({0.1, -0.4, 1}, {2, 0.5, -0.3, 0.5, 1, 0.2, -0.3, 0.2, 0.7});
const FullGaussian p({-0.5, 0.2, 0.3}, {1, -0.2, 0.1, -0.2, 1.5, 0.4, 0.1, 0.4, 2});

doctest::Approx near(double value) { return doctest::Approx(value).epsilon(1e-13); }

}  // namespace

TEST_CASE("full gaussian: densities, entropy and divergences are those of torch.distributions.MultivariateNormal") {
    CHECK(kl(q, p) == near(1.0929678456041145));
    CHECK(kl(p, q) == near(2.311556258978897));
    CHECK(kl(q, q) == doctest::Approx(0).epsilon(1e-14));
    CHECK(q.entropy() == near(4.254309328702246));
    CHECK(q.log_density({1, 2, 3}) == near(-7.512600785988678));
}

TEST_CASE("full gaussian: points at a noise are as far from the mean as the noise is long") {
    const std::vector<double> noise = {0.3, -1.2, 0.7};
    CHECK(q.at({0, 0, 0}) == q.mean());
    CHECK(q.log_density(q.mean()) - q.log_density(q.at(noise)) == near(0.5 * (0.09 + 1.44 + 0.49)));
}

TEST_CASE("full gaussian: a diagonal one has the divergence of its dimensions") {
    const FullGaussian a = diagonal_gaussian({0, 1.5}, {4, 0.25});
    CHECK(kl(a, diagonal_gaussian({0, 0}, {1, 1})) == near(0.806852819440055 + 1.4431471805599454));
}

TEST_CASE("full gaussian: what is no normal distribution is refused") {
    CHECK_THROWS_WITH(FullGaussian({0, 0}, {1, 0, 0}), "a normal distribution has 2 means and 3 covariances, expected 4");
    CHECK_THROWS_WITH(FullGaussian({0, 0}, {1, 2, 2, 1}), "the covariance of a normal distribution is not positive definite");
    CHECK_THROWS_WITH(kl(q, diagonal_gaussian({0}, {1})), "normal distributions of 3 and 1 dimensions have no divergence");
}
