#include "models/vae/pseudo_inputs.hpp"

#include "core/kernels.hpp"

namespace gen {
namespace {

Panel part(const Matrix& m, std::size_t first, std::size_t columns) { return {m.data() + first, m.rows(), columns, m.columns()}; }
MutablePanel part(Matrix& m, std::size_t first, std::size_t columns) { return {m.data() + first, m.rows(), columns, m.columns()}; }

}  // namespace

PseudoInputs::PseudoInputs(Vae& vae, bool gradients) : vae_(&vae), count_(vae.spec.pseudo_inputs), none_(count_, 1) {
    vae_->prior.reserve(inputs_, count_, gradients);
    vae_->encoder.reserve(encoder_, count_, gradients);
    vae_->prior.add_forward(forward_, none_, inputs_, Trains(gradients));
    vae_->encoder.add_forward(forward_, inputs_.y.back(), encoder_, Trains(gradients));
    forward_.rows([this](Rows rows, std::size_t) {
        const std::size_t latent = vae_->spec.latent;
        for (std::size_t i = rows.begin; i < rows.end; ++i)
            kernels().clamp(encoder_.y.back().row(i) + latent, latent, static_cast<real>(vae_->spec.logvar_low),
                            static_cast<real>(vae_->spec.logvar_high));
    });
    if (!gradients) return;
    backward_.rows([this](Rows rows, std::size_t) {
        const std::size_t latent = vae_->spec.latent;
        for (std::size_t i = rows.begin; i < rows.end; ++i)
            kernels().clamp_gradient(encoder_.y.back().row(i) + latent, latent, static_cast<real>(vae_->spec.logvar_low),
                                     static_cast<real>(vae_->spec.logvar_high), encoder_.dy.back().row(i) + latent);
    });
    vae_->encoder.add_backward(backward_, inputs_.y.back(), encoder_, Trains::yes, &inputs_.dy.back());
    vae_->prior.add_backward(backward_, none_, inputs_, Trains::yes, nullptr);
}

void PseudoInputs::forward(const Stream& noise, Parallel& parallel) {
    encoder_.mode.noise = noise;
    forward_.run(count_, parallel);
    const Matrix& q = encoder_.y.back();
    prior_.assign(part(q, 0, vae_->spec.latent), part(q, vae_->spec.latent, vae_->spec.latent));
}

void PseudoInputs::log_density(Panel z, std::span<double> out, Parallel& parallel, double factor, const MutablePanel* dz) {
    if (dz == nullptr) {
        prior_.log_density(z, out, parallel);
        return;
    }
    Matrix& d = encoder_.dy.back();
    d.fill(0);
    prior_.log_density(z, out, parallel, factor, {*dz, part(d, 0, vae_->spec.latent), part(d, vae_->spec.latent, vae_->spec.latent)});
}

void PseudoInputs::backward(Parallel& parallel) { backward_.run(count_, parallel); }

bool PseudoInputs::finite() const { return kernels().all_finite(inputs_.dy.front().data(), inputs_.dy.front().size()); }

std::vector<Pass> PseudoInputs::passes() { return {{&vae_->encoder, &inputs_.y.back(), &encoder_}, {&vae_->prior, &none_, &inputs_}}; }

}  // namespace gen
