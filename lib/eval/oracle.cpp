#include "eval/oracle.hpp"

#include <bit>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/error.hpp"
#include "core/linear_algebra.hpp"

namespace gen {
namespace {

double rounded(double value) { return static_cast<double>(static_cast<real>(value)); }

double square(double x) { return x * x; }

/// Of a precision.
DoubleMatrix inverse(const DoubleMatrix& a) {
    const std::optional<DoubleMatrix> lower = cholesky(a);
    if (!lower) fail("a precision is not positive definite");
    return square_of(inverse_of_lower(*lower));
}

}  // namespace

LinearGaussian::LinearGaussian(std::vector<double> w, std::vector<double> b, double sd, const GaussianPrior& prior)
    : w_(std::move(w)), b_(std::move(b)), sd_(sd), prior_{rounded(prior.mean), rounded(prior.sd)} {
    if (b_.empty() || w_.empty() || w_.size() % b_.size() != 0) fail("W has ", w_.size(), " numbers, which does not fit ", b_.size(), " pixels");
    if (!(sd > 0 && prior.sd > 0)) fail("a linear Gaussian model with sd ", sd, " and a prior of sd ", prior.sd, ", expected numbers above 0");
    for (double& x : w_) x = rounded(x);
    for (double& x : b_) x = rounded(x);
}

FullGaussian LinearGaussian::evidence() const {
    const DoubleMatrix w = tensor(w_, pixels(), latent());
    const DoubleMatrix covariance = square(prior_.sd) * square_of(transposed(w)) + square(sd_) * xt::eye<double>(pixels());
    return {numbers(prior_.mean * xt::sum(w, {1}) + tensor(b_)), numbers(covariance)};
}

std::vector<double> LinearGaussian::precision() const {
    return numbers(square_of(tensor(w_, pixels(), latent())) / square(sd_) + xt::eye<double>(latent()) / square(prior_.sd));
}

FullGaussian LinearGaussian::posterior(const std::vector<double>& x) const {
    const DoubleMatrix covariance = inverse(tensor(precision(), latent(), latent()));
    const DoubleVector pull =
        times(transposed(tensor(w_, pixels(), latent())), tensor(x) - tensor(b_)) / square(sd_) + prior_.mean / square(prior_.sd);
    return {numbers(times(covariance, pull)), numbers(covariance)};
}

double LinearGaussian::log_likelihood(const std::vector<double>& x, const std::vector<double>& z) const {
    const std::size_t d = latent();
    double sum = 0;
    for (std::size_t i = 0; i < pixels(); ++i) {  // on grids of z: plain loops
        double rest = x[i] - b_[i];
        for (std::size_t k = 0; k < d; ++k) rest -= w_[i * d + k] * z[k];
        sum += square(rest / sd_);
    }
    return -0.5 * sum - static_cast<double>(pixels()) * (0.5 * std::log(2 * std::numbers::pi) + std::log(sd_));
}

double LinearGaussian::log_prior(const std::vector<double>& z) const {
    const auto distance = (tensor(z) - prior_.mean) / prior_.sd;
    return -0.5 * xt::sum(xt::square(distance))() - static_cast<double>(latent()) * (0.5 * std::log(2 * std::numbers::pi) + std::log(prior_.sd));
}

double LinearGaussian::log_evidence(const real* x) const { return evidence().log_density({x, x + pixels()}); }

FullGaussian LinearGaussian::diagonal_posterior(const std::vector<double>& x, const PosteriorError& error) const {
    const DoubleMatrix exact = tensor(precision(), latent(), latent());
    return diagonal_gaussian(numbers(tensor(posterior(x).mean()) + error.mean), numbers(std::exp(error.logvar) / xt::diagonal(exact)));
}

Vae LinearGaussian::vae(const PosteriorError& error) const {
    const std::size_t n = pixels();
    const std::size_t d = latent();
    const auto linear = [](std::size_t in, std::size_t out) {
        return LayerSpec{"linear", {{"in", static_cast<double>(in)}, {"out", static_cast<double>(out)}}};
    };
    VaeSpec spec;
    spec.input = {n, 1, 1};
    spec.latent = d;
    spec.prior = prior_;
    spec.likelihood = {.kind = Likelihood::Kind::gaussian, .fixed = sd_, .sigmoid = false};
    spec.encoder = {{"flatten", {}}, linear(n, 2 * d)};
    spec.decoder = {linear(d, n)};
    Vae vae(std::move(spec));
    const std::span<Parameter> in = vae.encoder.layer(1).parameters();  // weights lie [in][out]
    const std::span<Parameter> out = vae.decoder.layer(0).parameters();
    in[0].value.fill(0);
    // The mean is affine in x: its value at 0, and what each pixel adds.
    std::vector<double> x(n);
    const FullGaussian at_zero = diagonal_posterior(x, error);
    for (std::size_t k = 0; k < d; ++k) {
        in[1].value(0, k) = static_cast<real>(at_zero.mean()[k]);
        in[1].value(0, d + k) = static_cast<real>(std::log(at_zero.covariance()[k * d + k]));
    }
    for (std::size_t i = 0; i < n; ++i) {
        x[i] = 1;
        const std::vector<double> mean = diagonal_posterior(x, error).mean();
        x[i] = 0;
        for (std::size_t k = 0; k < d; ++k) {
            in[0].value(i, k) = static_cast<real>(mean[k] - at_zero.mean()[k]);
            out[0].value(k, i) = static_cast<real>(w_[i * d + k]);
        }
        out[1].value(0, i) = static_cast<real>(b_[i]);
    }
    return vae;
}

LinearGaussian::Simulated LinearGaussian::simulate(std::size_t n, const Stream& stream) const {
    const std::size_t d = latent();
    Simulated out{Matrix(n, d), Matrix(n, pixels())};
    std::vector<real> noise(d + pixels());
    for (std::size_t row = 0; row < n; ++row) {
        random_normal(stream, static_cast<std::uint32_t>(row), noise.data(), noise.size());
        for (std::size_t k = 0; k < d; ++k) out.z(row, k) = static_cast<real>(prior_.mean + prior_.sd * static_cast<double>(noise[k]));
        for (std::size_t i = 0; i < pixels(); ++i) {
            double x = b_[i] + sd_ * static_cast<double>(noise[d + i]);
            for (std::size_t k = 0; k < d; ++k) x += w_[i * d + k] * static_cast<double>(out.z(row, k));
            out.x(row, i) = static_cast<real>(x);
        }
    }
    return out;
}

LinearGaussian orthogonal_oracle(std::size_t latent) {
    constexpr std::size_t pixels = 8;
    if (latent == 0 || latent >= pixels) fail(pixels, " pixels and ", latent, " orthogonal columns, expected 1 to ", pixels - 1);
    std::vector<double> w;
    std::vector<double> b;
    for (std::size_t i = 0; i < pixels; ++i) {
        b.push_back(0.1 * static_cast<double>(i) - 0.3);
        for (std::size_t k = 0; k < latent; ++k) w.push_back((std::popcount(i & (k + 1)) % 2 == 0 ? 0.7 : -0.7) / static_cast<double>(k + 1));
    }
    return {std::move(w), std::move(b), 0.4};
}

LinearGaussian oblique_oracle() { return {{0.9, 0.3, 0.5, 0.6, -0.4, 0.2, 0.7, 0.8, 0.1, -0.5, -0.6, -0.1}, {0.2, -0.1, 0, 0.3, -0.2, 0.1}, 0.5}; }

std::vector<double> row_of(const Matrix& m, std::size_t row) { return {m.row(row), m.row(row) + m.columns()}; }

}  // namespace gen
