#include "models/vae.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "core/kernels.hpp"

namespace gen {
namespace {

void expect_outputs(const Sequential& network, std::size_t expected) {
    if (network.outputs() != expected) fail("the ", network.name(), " has ", network.outputs(), " outputs, expected ", expected);
}

// Blocks of at most 64 rows: inference has no sums across rows, so this choice is for the cache only.
std::size_t inference_blocks(std::size_t rows) { return (rows + 63) / 64; }

}  // namespace

Vae::Vae(VaeSpec s)
    : spec(std::move(s)), encoder("encoder", spec.encoder, spec.pixels()), decoder("decoder", spec.decoder, spec.latent) {
    expect_outputs(encoder, spec.encoder_outputs());
    expect_outputs(decoder, spec.pixels());
}

void Vae::initialise(const Initialisation& how, std::uint64_t seed) {
    gen::initialise(encoder, how, seed, 0);
    gen::initialise(decoder, how, seed, 1);
}

void Vae::set_output_bias(const Matrix& means) {
    Parameter& bias = decoder.layer(decoder.size() - 1).parameters()[1];
    for (std::size_t j = 0; j < means.columns(); ++j) {
        const double p = std::clamp(static_cast<double>(means(0, j)), 1e-3, 1 - 1e-3);
        const bool bernoulli = spec.likelihood.kind == Likelihood::Kind::bernoulli;
        bias.value(0, j) = bernoulli ? static_cast<real>(std::log(p / (1 - p))) : means(0, j);
    }
}

Matrix pixel_means(const Examples& data) {
    std::vector<double> sums(data.columns());
    std::vector<real> row(data.columns());
    for (std::size_t i = 0; i < data.size(); ++i) {
        data.read(i, row.data());
        for (std::size_t j = 0; j < row.size(); ++j) sums[j] += static_cast<double>(row[j]);
    }
    Matrix means(1, data.columns());
    for (std::size_t j = 0; j < sums.size(); ++j) means(0, j) = static_cast<real>(sums[j] / static_cast<double>(data.size()));
    return means;
}

Encoded encode(const Vae& vae, const Examples& data, std::size_t first, std::size_t rows, Parallel& parallel) {
    const std::size_t latent = vae.spec.latent;
    Matrix x(rows, data.columns());
    Trace trace;
    vae.encoder.reserve(trace, rows, false);
    Encoded out{Matrix(rows, latent), vae.spec.stochastic ? Matrix(rows, latent) : Matrix()};
    const std::size_t blocks = inference_blocks(rows);
    parallel.run(blocks, [&](std::size_t block) {
        const Rows range = row_block(rows, blocks, block);
        for (std::size_t i = range.begin; i < range.end; ++i) data.read(first + i, x.row(i));
        const Matrix& y = vae.encoder.forward(x, trace, range);
        for (std::size_t i = range.begin; i < range.end; ++i) {
            std::copy_n(y.row(i), latent, out.mean.row(i));
            if (!vae.spec.stochastic) continue;
            std::copy_n(y.row(i) + latent, latent, out.logvar.row(i));
            kernels().clamp(out.logvar.row(i), latent, static_cast<real>(vae.spec.logvar_low), static_cast<real>(vae.spec.logvar_high));
        }
    });
    return out;
}

Matrix& Decoder::decode(const Matrix& z, Parallel& parallel) {
    if (z.columns() != vae_->spec.latent) fail("latents have ", z.columns(), " dimensions, the model has ", vae_->spec.latent);
    x_.resize(z.rows(), vae_->spec.pixels());
    vae_->decoder.reserve(trace_, z.rows(), false);
    const std::size_t blocks = inference_blocks(z.rows());
    parallel.run(blocks, [&](std::size_t block) {
        const Rows range = row_block(z.rows(), blocks, block);
        const Matrix& o = vae_->decoder.forward(z, trace_, range);
        vae_->spec.likelihood.mean(o.row(range.begin), range.count() * o.columns(), x_.row(range.begin));
    });
    return x_;
}

}  // namespace gen
