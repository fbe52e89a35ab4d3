#include "prob/prior.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <numeric>

#include "core/error.hpp"
#include "gradients.hpp"
#include "prob/diagonal_mixture.hpp"
#include "prob/isotropic_gaussian.hpp"
#include "prob/latent_noise.hpp"
#include "prob/normal.hpp"
#include "prob/quadrature.hpp"
#include "prob/vamp.hpp"

using namespace gen;

namespace {

const Stream stream = {11, Purpose::prior, 3};

std::unique_ptr<Prior> gaussian(std::size_t dimensions) { return std::make_unique<IsotropicGaussian>(dimensions, GaussianPrior{0.5, 1.75}); }
std::unique_ptr<Prior> mixture(std::size_t dimensions) {
    return std::make_unique<DiagonalMixture>(normals(4, dimensions, 1), normals(4, dimensions, 2));
}

double density(const Prior& prior, double z) {
    const auto value = static_cast<real>(z);
    return std::exp(prior.log_density(&value));
}

/// Draws have the mean and the standard deviation of the axes.
void check_moments(const Prior& prior) {
    constexpr std::size_t n = 40'000;
    const Matrix z = draw(prior, n, stream);
    const std::vector<PriorAxis> axes = prior.axes();
    REQUIRE(axes.size() == prior.dimensions());
    for (std::size_t j = 0; j < axes.size(); ++j) {
        double sum = 0;
        double squares = 0;
        for (std::size_t i = 0; i < n; ++i) {
            sum += static_cast<double>(z(i, j));
            squares += static_cast<double>(z(i, j)) * static_cast<double>(z(i, j));
        }
        CHECK(std::abs(sum / n - axes[j].mean) < 0.03 * axes[j].sd);
        CHECK(std::sqrt(squares / n - sum / n * sum / n) == doctest::Approx(axes[j].sd).epsilon(0.03));
    }
}

void check_density_gradient(const Prior& prior) {
    Matrix z = normals(5, prior.dimensions(), 7);
    Matrix d(5, prior.dimensions());
    d.fill(real{0.5});
    constexpr double factor = -0.7;
    for (std::size_t i = 0; i < 5; ++i) CHECK(prior.log_density(z.row(i), factor, d.row(i)) == prior.log_density(z.row(i)));
    for (real& g : d.values()) g -= real{0.5};
    check_gradient(z, d, [&] {
        double sum = 0;
        for (std::size_t i = 0; i < 5; ++i) sum += factor * prior.log_density(z.row(i));
        return sum;
    });
}

}  // namespace

TEST_CASE("priors: densities integrate to 1") {
    for (const auto& prior : {gaussian(1), mixture(1), noise_prior(LatentNoise::normal, 1)})
        CHECK(trapezoid(-30, 30, 6000, [&](double z) { return density(*prior, z); }) == doctest::Approx(1).epsilon(1e-6));
    CHECK(trapezoid(-1, 1, 10, [&](double z) { return density(*noise_prior(LatentNoise::uniform, 1), z); }) == doctest::Approx(1).epsilon(1e-12));
    const auto mixture_of_two = mixture(2);
    const double volume = trapezoid(-20, 20, 400, [&](double x) {
        return trapezoid(-20, 20, 400, [&](double y) {
            const real z[] = {static_cast<real>(x), static_cast<real>(y)};
            return std::exp(mixture_of_two->log_density(z));
        });
    });
    CHECK(volume == doctest::Approx(1).epsilon(1e-5));
}

TEST_CASE("priors: the density of a Gaussian is the product over its dimensions, that of uniform noise is 0 outside") {
    const real z[] = {real{0.25}, real{-2}};
    CHECK(gaussian(2)->log_density(z) == doctest::Approx(log_density(Normal{0.5, 1.75}, 0.25) + log_density(Normal{0.5, 1.75}, -2)).epsilon(1e-12));
    CHECK(noise_prior(LatentNoise::normal, 2)->log_density(z) ==
          doctest::Approx(log_density(Normal{}, 0.25) + log_density(Normal{}, -2)).epsilon(1e-12));
    CHECK(noise_prior(LatentNoise::uniform, 1)->log_density(z) == doctest::Approx(-std::numbers::ln2));
    CHECK(std::isinf(noise_prior(LatentNoise::uniform, 2)->log_density(z)));
}

TEST_CASE("priors: a mixture has the density of a VampPrior with the same components, to the last bit, and the same gradient") {
    const Matrix z = normals(70, 3, 3);
    const Matrix mean = normals(5, 3, 4);
    const Matrix logvar = normals(5, 3, 5);
    const DiagonalMixture prior(mean, logvar);
    VampPrior vamp;
    vamp.assign(panel(mean), panel(logvar));
    Parallel parallel(2);
    std::vector<double> expected(70);
    Matrix expected_dz(70, 3);
    Matrix unused[] = {Matrix(5, 3), Matrix(5, 3)};
    vamp.log_density(panel(z), expected, parallel, 0.5, {panel(expected_dz), panel(unused[0]), panel(unused[1])});
    Matrix dz(70, 3);
    for (std::size_t i = 0; i < 70; ++i) CHECK(prior.log_density(z.row(i), 0.5, dz.row(i)) == expected[i]);
    CHECK(std::equal(dz.values().begin(), dz.values().end(), expected_dz.values().begin()));
}

TEST_CASE("priors: gradients of the density are those of central differences, times the factor, and are added") {
    check_density_gradient(*gaussian(3));
    check_density_gradient(*mixture(3));
}

TEST_CASE("priors: KL is what quadrature finds where it has a closed form, with its gradients, and of anything else there is none") {
    const auto prior = gaussian(2);
    Matrix q(2, 2, {real{-0.75}, real{1.25}, real{0.5}, real{-1}});
    Matrix d(2, 2);
    const auto kl = [&] { return *prior->kl({q.row(0), q.row(1), 2}); };
    const double mean = hermite_mean(2, 3, [&](const std::vector<double>& e) {
        double sum = 0;
        for (std::size_t j = 0; j < 2; ++j)
            sum += log_ratio({static_cast<double>(q(0, j)), std::exp(0.5 * static_cast<double>(q(1, j)))}, {0.5, 1.75}, e[j]);
        return sum;
    });
    CHECK(kl() == doctest::Approx(mean).epsilon(1e-6));
    CHECK(*prior->kl({q.row(0), q.row(1), 2}, 1, d.row(0), d.row(1)) == kl());
    check_gradient(q, d, kl);
    CHECK(*noise_prior(LatentNoise::normal, 2)->kl({q.row(0), q.row(1), 2}) == gaussian_kl({q.row(0), q.row(1), 2}, {}, 0, nullptr, nullptr));
    for (const auto& other : {mixture(2), noise_prior(LatentNoise::uniform, 2), noise_prior(LatentNoise::sphere, 2)}) {
        CHECK_FALSE(other->kl({q.row(0), q.row(1), 2}));
        CHECK(other->gaussian() == nullptr);
    }
}

TEST_CASE("priors: draws have the moments of the axes") {
    for (const auto& prior :
         {gaussian(3), mixture(3), noise_prior(LatentNoise::normal, 3), noise_prior(LatentNoise::uniform, 3), noise_prior(LatentNoise::sphere, 3)})
        check_moments(*prior);
}

TEST_CASE("priors: a draw is a function of its row, temperature scales its distance from the mean, truncation bounds it") {
    for (const auto& prior :
         {gaussian(3), mixture(3), noise_prior(LatentNoise::normal, 3), noise_prior(LatentNoise::uniform, 3), noise_prior(LatentNoise::sphere, 3)}) {
        const Matrix z = draw(*prior, 9, stream);
        std::vector<real> alone(3);
        prior->draw(stream, 5, {}, alone.data());
        CHECK(std::equal(alone.begin(), alone.end(), z.row(5)));
    }
    const Matrix z = draw(*gaussian(3), 50, stream);
    const Matrix cool = draw(*gaussian(3), 50, stream, {.temperature = 0.5});
    const Matrix cut = draw(*gaussian(3), 50, stream, {.truncation = 0.75});
    for (std::size_t i = 0; i < z.size(); ++i) {
        CHECK(static_cast<double>(cool.data()[i]) - 0.5 == doctest::Approx(0.5 * (static_cast<double>(z.data()[i]) - 0.5)).epsilon(1e-5));
        CHECK(std::abs(static_cast<double>(cut.data()[i]) - 0.5) <= 0.7501 * 1.75);
    }
    const Matrix cold = draw(*mixture(3), 50, stream, {.temperature = 0});
    const Matrix means = normals(4, 3, 1);
    for (std::size_t i = 0; i < 50; ++i) {
        const auto is_drawn = [&](std::size_t k) { return std::equal(means.row(k), means.row(k) + 3, cold.row(i)); };
        CHECK((is_drawn(0) || is_drawn(1) || is_drawn(2) || is_drawn(3)));
    }
}

TEST_CASE("priors: what does not fit is refused") {
    real z[2] = {};
    CHECK_THROWS_WITH_AS(DiagonalMixture(Matrix(0, 2), Matrix(0, 2)), "a mixture of 0 components, expected at least 1", Error);
    CHECK_THROWS_WITH_AS(DiagonalMixture(Matrix(3, 2), Matrix(2, 2)), "mixture: logvar is 2x2, expected 3x2", Error);
    for (const LatentNoise noise : {LatentNoise::uniform, LatentNoise::sphere}) {
        const auto prior = noise_prior(noise, 2);
        CHECK(prior->is_bounded());
        CHECK_THROWS_WITH_AS(prior->draw(stream, 0, {.truncation = 1}, z), "only normal latent numbers have tails that can be cut off", Error);
        CHECK_THROWS_WITH_AS(prior->draw(stream, 0, {.temperature = 2}, z), "only normal latent numbers can be scaled, these lie in a fixed range",
                             Error);
    }
    CHECK_FALSE(noise_prior(LatentNoise::sphere, 2)->has_density());
    CHECK_THROWS_WITH_AS(noise_prior(LatentNoise::sphere, 2)->log_density(z), "points on a sphere have no density in the space around it", Error);
}
