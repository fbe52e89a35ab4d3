#include "eval/latent_grid.hpp"

#include <cmath>
#include <numbers>

#include "core/error.hpp"
#include "gradients.hpp"
#include "lib/models/step_cases.hpp"

using namespace gen;

namespace {

/// x = W z + b + 0.5 noise, of `latent` dimensions.
Vae linear_vae(std::size_t latent) {
    VaeSpec spec = small_spec(true, "mlp:", {3, 1, 1}, "gaussian:0.5");
    spec.latent = latent;
    spec.encoder = {{"linear", {{"in", 3}, {"out", 2.0 * static_cast<double>(latent)}}}};
    spec.decoder = {{"linear", {{"in", static_cast<double>(latent)}, {"out", 3}}}};
    Vae vae(spec);
    vae.initialise({}, 3);
    return vae;
}

/// log N(x; b, W W' + I/4), W of one column.
double exact(const Vae& vae, const real* x) {
    const std::span<const Parameter> p = vae.decoder.layer(0).parameters();
    double ww = 0;
    double wr = 0;
    double rr = 0;
    for (std::size_t j = 0; j < 3; ++j) {
        const auto w = static_cast<double>(p[0].value(0, j));
        const double r = static_cast<double>(x[j]) - static_cast<double>(p[1].value(0, j));
        ww += w * w;
        wr += w * r;
        rr += r * r;
    }
    const double determinant = std::pow(0.25, 3) * (1 + 4 * ww);
    const double square = 4 * (rr - 4 * wr * wr / (1 + 4 * ww));
    return -0.5 * (3 * std::log(2 * std::numbers::pi) + std::log(determinant) + square);
}

}  // namespace

TEST_CASE("latent grid: log p(x) of a linear Gaussian model is that of its closed form, in one dimension and in two of which one says nothing") {
    const Matrix x = normals(4, 3, 2);
    Parallel parallel(2);
    Vae one = linear_vae(1);
    const std::vector<double> found = grid_log_density(*one.density(), MatrixExamples(x), {1, 4}, 400, parallel);
    for (std::uint32_t i = 1; i < 4; ++i) CHECK(found.at(i - 1) == doctest::Approx(exact(one, x.row(i))).epsilon(1e-5));
    Vae two = linear_vae(2);
    Matrix& weight = two.decoder.layer(0).parameters()[0].value;
    for (std::size_t j = 0; j < 3; ++j) weight(1, j) = 0;
    CHECK(grid_log_density(*two.density(), MatrixExamples(x), {0, 1}, 200, parallel).at(0) == doctest::Approx(exact(two, x.row(0))).epsilon(1e-5));
}

TEST_CASE("latent grid: the divergence of a histogram is that of the Gaussian that its draws come from") {
    Matrix z = normals(40000, 2, 1);
    CHECK(histogram_kl(z, {}) == doctest::Approx(0).scale(1).epsilon(5e-3));
    for (std::size_t i = 0; i < z.rows(); ++i) z(i, 0) += real{0.5};
    CHECK(histogram_kl(z, {}) == doctest::Approx(0.125).epsilon(0.05));
    CHECK(histogram_kl(z, {.mean = 0.5, .sd = 1}) == doctest::Approx(0.125).epsilon(0.05));
}

TEST_CASE("latent grid: three dimensions are too many") {
    Parallel parallel(1);
    Vae vae = linear_vae(3);
    const Matrix x = normals(4, 3, 2);
    CHECK_THROWS_WITH_AS(grid_log_density(*vae.density(), MatrixExamples(x), {0, 1}, 10, parallel),
                         "a grid serves up to 2 latent dimensions, the model has 3", Error);
}
