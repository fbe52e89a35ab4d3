#include "models/vae/pca.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "gradients.hpp"
#include "models/decoder.hpp"
#include "nn/architecture.hpp"

using namespace gen;

namespace {

Vae linear_autoencoder(std::size_t pixels, std::size_t latent) {
    VaeSpec spec;
    spec.stochastic = false;
    spec.input = {pixels, 1, 1};
    spec.latent = latent;
    spec.likelihood = parse_likelihood("gaussian:1");
    spec.encoder = expand_encoder(parse_architecture("mlp:"), {}, spec.input, latent);
    spec.decoder = expand_decoder(parse_architecture("mlp:"), {}, latent, spec.input);
    return Vae(std::move(spec));
}

double squared_error(const Vae& vae, const Matrix& x) {
    Parallel parallel(1);
    const Encoded codes = Encoder(vae).encode(MatrixExamples(x), 0, x.rows(), parallel);
    Matrix back(x.rows(), x.columns());
    Decoder(vae.decoder).decode(codes.mean, {0, x.rows()}, parallel, [&](std::size_t i, const real* o) {
        std::copy_n(o, back.columns(), back.row(i));
    });
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) sum += std::pow(static_cast<double>(x.data()[i]) - static_cast<double>(back.data()[i]), 2);
    return sum / static_cast<double>(x.rows());
}

}  // namespace

TEST_CASE("pca: data on a plane come back from two numbers, and not from one") {
    const Matrix codes = normals(200, 2, 1);
    Matrix x(200, 5);
    for (std::size_t i = 0; i < 200; ++i)
        for (std::size_t j = 0; j < 5; ++j)
            x(i, j) = static_cast<real>(0.3 * static_cast<double>(j) + static_cast<double>(codes(i, 0)) * std::cos(static_cast<double>(j)) +
                                        0.5 * static_cast<double>(codes(i, 1)) * std::sin(static_cast<double>(j)));
    Vae two = linear_autoencoder(5, 2);
    fit_principal_components(two, MatrixExamples(x));
    CHECK(squared_error(two, x) < 1e-9);
    Vae one = linear_autoencoder(5, 1);
    fit_principal_components(one, MatrixExamples(x));
    CHECK(squared_error(one, x) > 0.1);
}

TEST_CASE("pca: the error is the sum of the variances that were left out") {
    Matrix x = normals(4000, 3, 2);
    for (std::size_t i = 0; i < x.rows(); ++i) {
        x(i, 0) *= 3;
        x(i, 2) *= real{0.5};
    }
    Vae vae = linear_autoencoder(3, 1);
    fit_principal_components(vae, MatrixExamples(x));
    CHECK(squared_error(vae, x) == doctest::Approx(1 + 0.25).epsilon(0.05));
    Vae all = linear_autoencoder(3, 3);
    fit_principal_components(all, MatrixExamples(x));
    CHECK(squared_error(all, x) < 1e-9);
    Vae more = linear_autoencoder(3, 4);
    CHECK_THROWS_WITH_AS(fit_principal_components(more, MatrixExamples(x)), "4 principal components of 3 pixels, expected at most as many as pixels",
                         Error);
}
