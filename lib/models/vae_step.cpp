#include "models/vae_step.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/error.hpp"
#include "core/kernels.hpp"

namespace gen {
namespace {

using Kind = VaeObjective::Kind;
using Binarize = VaeObjective::Binarize;

Rows times(Rows rows, std::size_t n) { return {rows.begin * n, rows.end * n}; }

std::vector<Pass> passes(Vae& vae, Kind kind, const Matrix& x, const Trace& encoder, const Matrix& z, const Trace& decoder) {
    std::vector<Pass> all = {{&vae.encoder, &x, &encoder}};
    if (kind != Kind::kl_only) all.push_back({&vae.decoder, &z, &decoder});
    return all;
}

}  // namespace

VaeStep::VaeStep(Vae& vae, const VaeObjective& objective, const Optimizer& optimizer, double clip, std::uint64_t seed)
    : vae_(&vae), objective_(objective), seed_(seed), update_(passes(vae, objective.kind, x_, encoder_, z_, decoder_), optimizer, clip) {}

void VaeStep::reserve(std::size_t rows, bool gradients) {
    const std::size_t codes = rows * objective_.samples;
    rows_ = rows;
    x_.resize(rows, vae_->spec.pixels());
    for (Matrix* const m : {&noise_, &z_, &dz_}) m->resize(codes, vae_->spec.latent);
    vae_->encoder.reserve(encoder_, rows, gradients);
    vae_->decoder.reserve(decoder_, codes, gradients);
    blocks_.resize(row_blocks(rows));
}

VaeLoss VaeStep::train(const Batch& batch, std::uint64_t step, double rate, Parallel& parallel) {
    const Noise noise = {{seed_, Purpose::posterior, step}, {seed_, Purpose::binarize, step}, false};
    const VaeLoss loss = pass(batch, noise, true, parallel);
    if (!std::isfinite(loss.loss)) throw Diverged("the loss is not finite", true);
    if (std::any_of(blocks_.begin(), blocks_.end(), [](const Block& block) { return !block.finite; }))
        throw Diverged("a gradient is not finite", true);
    update_.run(step, rate, parallel);
    return loss;
}

VaeLoss VaeStep::evaluate(const Batch& batch, Parallel& parallel) {
    return pass(batch, {{seed_, Purpose::valid_posterior, 0}, {seed_, Purpose::valid_binarize, 0}, true}, false, parallel);
}

VaeLoss VaeStep::pass_given(const Matrix& x, const Matrix& noise, Parallel& parallel) {
    std::vector<std::uint32_t> rows(x.rows());
    std::iota(rows.begin(), rows.end(), 0U);
    return pass({MatrixExamples(x), rows}, {{}, {}, false, &noise}, true, parallel);
}

VaeLoss VaeStep::gradients(const Matrix& x, const Matrix& noise, Parallel& parallel) {
    const VaeLoss loss = pass_given(x, noise, parallel);
    update_.gradients(parallel);
    return loss;
}

VaeLoss VaeStep::train_given(const Matrix& x, const Matrix& noise, std::uint64_t step, double rate, Parallel& parallel) {
    const VaeLoss loss = pass_given(x, noise, parallel);
    update_.run(step, rate, parallel);
    return loss;
}

VaeLoss VaeStep::pass(const Batch& batch, const Noise& noise, bool gradients, Parallel& parallel) {
    reserve(batch.rows.size(), gradients);
    parallel.run(blocks_.size(), [&](std::size_t i) { blocks_[i] = run_block(batch, noise, gradients, row_block(rows_, blocks_.size(), i)); });
    VaeLoss total = {0, sum(&VaeLoss::recon), sum(&VaeLoss::kl)};
    switch (objective_.kind) {
        case Kind::vae: total.loss = objective_.beta == 0 ? total.recon : total.recon + objective_.beta * total.kl; break;
        case Kind::autoencoder: total.loss = total.recon; break;
        case Kind::kl_only: total.loss = objective_.beta * total.kl; break;
    }
    return total;
}

VaeStep::Block VaeStep::run_block(const Batch& batch, const Noise& noise, bool gradients, Rows rows) {
    read(batch, noise, rows);
    vae_->encoder.forward(x_, encoder_, rows);
    sample(batch, noise, rows);
    const Rows codes = times(rows, objective_.samples);
    vae_->decoder.forward(z_, decoder_, codes);
    const bool decoder_learns = gradients && objective_.kind != Kind::kl_only;
    Block block;
    block.loss.recon = reconstruct(decoder_learns, rows);
    if (decoder_learns) vae_->decoder.backward(z_, decoder_, &dz_, codes);
    block.loss.kl = divergence(gradients, rows);
    if (gradients) vae_->encoder.backward(x_, encoder_, nullptr, rows);
    // What is not finite in any gradient reaches the first layer's: infinity times 0 is NaN.
    if (gradients) block.finite = kernels().all_finite(encoder_.dy.front().row(rows.begin), rows.count() * encoder_.dy.front().columns());
    return block;
}

double VaeStep::sum(double VaeLoss::*part) const {
    thread_local std::vector<double> values;
    values.clear();
    for (const Block& block : blocks_) values.push_back(block.loss.*part);
    return tree_sum(values.data(), values.size());
}

void VaeStep::read(const Batch& batch, const Noise& noise, Rows rows) {
    thread_local std::vector<real> at;
    at.assign(x_.columns(), real{0.5});
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        real* const row = x_.row(i);
        batch.data.read(batch.rows[i], row);
        if (objective_.binarize == Binarize::none) continue;
        if (objective_.binarize == Binarize::dynamic)
            random_uniform(noise.binarize, noise.by_example ? batch.rows[i] : static_cast<std::uint32_t>(i), at.data(), at.size());
        kernels().threshold(row, at.data(), at.size(), row);
    }
}

void VaeStep::sample(const Batch& batch, const Noise& noise, Rows rows) {
    const std::size_t latent = vae_->spec.latent;
    const std::size_t samples = objective_.samples;
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        real* const y = encoder_.y.back().row(i);
        if (vae_->spec.stochastic)
            kernels().clamp(y + latent, latent, static_cast<real>(vae_->spec.logvar_low), static_cast<real>(vae_->spec.logvar_high));
        for (std::size_t code = i * samples; code < (i + 1) * samples; ++code) {
            if (!vae_->spec.stochastic) {
                std::copy_n(y, latent, z_.row(code));
                continue;
            }
            const std::size_t random_row = noise.by_example ? batch.rows[i] * samples + code % samples : code;
            if (noise.given != nullptr) std::copy_n(noise.given->row(code), latent, noise_.row(code));
            else random_normal(noise.posterior, static_cast<std::uint32_t>(random_row), noise_.row(code), latent);
            reparameterise({y, y + latent, latent}, noise_.row(code), z_.row(code));
        }
    }
}

double VaeStep::reconstruct(bool gradients, Rows rows) {
    const std::size_t samples = objective_.samples;
    const Matrix& o = decoder_.y.back();
    const double factor = 1.0 / static_cast<double>(rows_ * samples);
    double total = 0;
    for (std::size_t i = rows.begin; i < rows.end; ++i)
        for (std::size_t code = i * samples; code < (i + 1) * samples; ++code)
            total += vae_->spec.likelihood.loss(o.row(code), x_.row(i), x_.columns(), factor, gradients ? decoder_.dy.back().row(code) : nullptr);
    return total / static_cast<double>(samples);
}

double VaeStep::divergence(bool gradients, Rows rows) {
    const std::size_t latent = vae_->spec.latent;
    const std::size_t samples = objective_.samples;
    const bool reconstructs = objective_.kind != Kind::kl_only;
    if (!vae_->spec.stochastic) {
        if (gradients) std::copy_n(dz_.row(rows.begin), rows.count() * latent, encoder_.dy.back().row(rows.begin));
        return std::numeric_limits<double>::quiet_NaN();
    }
    const double factor = objective_.beta / static_cast<double>(rows_);
    double total = 0;
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        const real* const y = encoder_.y.back().row(i);
        const GaussianRow q = {y, y + latent, latent};
        if (!gradients) {
            total += gaussian_kl(q, vae_->spec.prior, 0, nullptr, nullptr);
            continue;
        }
        real* const d = encoder_.dy.back().row(i);
        std::fill_n(d, 2 * latent, real{0});
        total += gaussian_kl(q, vae_->spec.prior, factor, d, d + latent);
        for (std::size_t code = i * samples; reconstructs && code < (i + 1) * samples; ++code)
            reparameterise_gradient(q, noise_.row(code), dz_.row(code), d, d + latent);
        kernels().clamp_gradient(y + latent, latent, static_cast<real>(vae_->spec.logvar_low), static_cast<real>(vae_->spec.logvar_high), d + latent);
    }
    return total;
}

}  // namespace gen
