#include "models/vae/pca.hpp"

#include <algorithm>
#include <cmath>
#include <vector>
#include <xtensor-blas/xlinalg.hpp>
#include <xtensor/xnoalias.hpp>
#include <xtensor/xtensor.hpp>

#include "core/error.hpp"

namespace gen {
namespace {

using Square = xt::xtensor<double, 2>;

/// The covariance of the rows, [columns, columns], and their mean.
Square covariance(const Examples& data, std::vector<double>& mean) {
    const std::size_t n = data.columns();
    constexpr std::size_t block = 512;
    std::vector<real> row(n);
    Square products = xt::zeros<double>({n, n});
    mean.assign(n, 0);
    for (std::size_t first = 0; first < data.size(); first += block) {
        const std::size_t rows = std::min(block, data.size() - first);
        Square x = xt::zeros<double>({rows, n});
        for (std::size_t i = 0; i < rows; ++i) {
            data.read(first + i, row.data());
            for (std::size_t j = 0; j < n; ++j) {
                x(i, j) = static_cast<double>(row[j]);
                mean[j] += x(i, j);
            }
        }
        const Square part = xt::linalg::dot(xt::transpose(x), x);
        xt::noalias(products) += part;
    }
    const auto size = static_cast<double>(data.size());
    for (double& m : mean) m /= size;
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j) products(i, j) = products(i, j) / size - mean[i] * mean[j];
    return products;
}

}  // namespace

void fit_principal_components(Vae& vae, const Examples& data) {
    const std::size_t n = data.columns();
    const std::size_t latent = vae.spec.latent;
    if (latent > n) fail(latent, " principal components of ", n, " pixels, expected at most as many as pixels");
    std::vector<double> mean;
    const auto [variances, vectors] = xt::linalg::eigh(covariance(data, mean));
    const std::span<Parameter> encoder = vae.encoder.layer(0).parameters();
    const std::span<Parameter> decoder = vae.decoder.layer(0).parameters();
    for (std::size_t k = 0; k < latent; ++k) {
        const std::size_t column = n - 1 - k;  // LAPACK sorts variances upwards
        double largest = 0;
        double at_mean = 0;
        for (std::size_t j = 0; j < n; ++j)
            if (std::abs(vectors(j, column)) > std::abs(largest)) largest = vectors(j, column);
        for (std::size_t j = 0; j < n; ++j) {
            const double v = largest < 0 ? -vectors(j, column) : vectors(j, column);
            encoder[0].value(j, k) = decoder[0].value(k, j) = static_cast<real>(v);
            at_mean += v * mean[j];
        }
        encoder[1].value(0, k) = static_cast<real>(-at_mean);
    }
    for (std::size_t j = 0; j < n; ++j) decoder[1].value(0, j) = static_cast<real>(mean[j]);
}

}  // namespace gen
