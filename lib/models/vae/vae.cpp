#include "models/vae/vae.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "core/kernels.hpp"

namespace gen {
namespace {

void expect_outputs(const Sequential& network, std::size_t expected) {
    if (network.outputs() != expected) fail("the ", network.name(), " has ", network.outputs(), " outputs, expected ", expected);
}

}  // namespace

Vae::Vae(VaeSpec s) : spec(std::move(s)), encoder("encoder", spec.encoder, spec.input), decoder("decoder", spec.decoder, {spec.latent}) {
    expect_outputs(encoder, spec.encoder_outputs());
    expect_outputs(decoder, spec.likelihood.outputs(spec.pixels()));
    if (spec.pseudo_inputs == 0) return;
    prior = Sequential("prior", spec.pseudo, {1});
    expect_outputs(prior, spec.pixels());
}

std::vector<Sequential*> Vae::networks() {
    if (spec.pseudo_inputs == 0) return {&encoder, &decoder};
    return {&encoder, &decoder, &prior};
}

std::vector<const Sequential*> Vae::networks() const {
    if (spec.pseudo_inputs == 0) return {&encoder, &decoder};
    return {&encoder, &decoder, &prior};
}

void Vae::initialise(const Initialisation& how, std::uint64_t seed) {
    gen::initialise(encoder, how, seed, 0);
    gen::initialise(decoder, how, seed, 1);
    if (spec.pseudo_inputs > 0) gen::initialise(prior, {Initialisation::Kind::normal, 1}, seed, 2);
}

void Vae::set_output_bias(const Matrix& means) {
    std::size_t last = decoder.size() - 1;
    while (decoder.layer(last).parameters().size() < 2) --last;
    Matrix& bias = decoder.layer(last).parameters()[1].value;
    const std::size_t span = count(decoder.layer(last).output()) / bias.size();  // numbers that share one
    Matrix shared(1, means.columns() / span);
    for (std::size_t j = 0; j < means.columns(); ++j) shared(0, j / span) += means(0, j) / static_cast<real>(span);
    spec.likelihood.set_locations(shared.data(), shared.columns(), bias.data());
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

Encoded Encoder::encode(const Examples& data, std::size_t first, std::size_t rows, Parallel& parallel) {
    const std::size_t latent = vae_->spec.latent;
    const bool stochastic = vae_->spec.stochastic;
    Encoded out{Matrix(rows, latent), stochastic ? Matrix(rows, latent) : Matrix()};
    const auto read = [&](std::size_t begin, Matrix& x) {
        for (std::size_t i = 0; i < x.rows(); ++i) data.read(first + begin + i, x.row(i));
    };
    const auto use = [&](std::size_t begin, const Matrix& y) {
        for (std::size_t i = 0; i < y.rows(); ++i) {
            std::copy_n(y.row(i), latent, out.mean.row(begin + i));
            if (!stochastic) continue;
            real* const logvar = out.logvar.row(begin + i);
            std::copy_n(y.row(i) + latent, latent, logvar);
            kernels().clamp(logvar, latent, static_cast<real>(vae_->spec.logvar_low), static_cast<real>(vae_->spec.logvar_high));
        }
    };
    std::vector<std::int32_t> labels(vae_->spec.classes > 0 ? rows : 0);
    for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = data.label(first + i);
    inference_.run(rows, parallel, read, use, {.labels = labels});
    return out;
}

Encoded encode_pseudo_inputs(const Vae& vae, Parallel& parallel) {
    const Matrix none(vae.spec.pseudo_inputs, 1);
    Trace trace;
    vae.prior.reserve(trace, none.rows(), false);
    return Encoder(vae).encode(MatrixExamples(vae.prior.forward(none, trace, {0, none.rows()})), 0, none.rows(), parallel);
}

}  // namespace gen
