#include "models/vae/regularizer.hpp"

#include <cmath>
#include <utility>

#include "core/error.hpp"

namespace gen {
VaeRegularizer::VaeRegularizer(Vae& vae, const VaeObjective& objective)
    : vae_(&vae), objective_(objective), mmd_(vae.spec.prior.sd), decomposition_(vae.spec.prior) {
    if (vae.spec.pseudo_inputs == 0) return;
    if (objective.importance || !objective.type->is_plain || objective.free_bits > 0 || objective.capacity)
        fail("a prior of pseudo-inputs goes with the plain objective, without importance weights, free bits and capacity");
    train_.emplace(vae, true);
    use_.emplace(vae, false);
}

void VaeRegularizer::begin(bool gradients, const Stream& noise, Parallel& parallel) {
    if (train_) (gradients ? *train_ : *use_).forward(noise, parallel);
}

void VaeRegularizer::end(Parallel& parallel) {
    if (train_) train_->backward(parallel);
}

std::vector<Pass> VaeRegularizer::passes() { return train_ ? train_->passes() : std::vector<Pass>(); }

void VaeRegularizer::run(const Codes& codes, double beta, const Stream& draws, Parallel& parallel, const Gradients* d) {
    loss_ = kl_ = 0;
    extra_ = no_number;
    if (objective_.type->has_mmd()) mmd(codes, draws, parallel, d);
    if (objective_.type->has_total_correlation()) decompose(codes, beta, parallel, d);
    if (train_) vamp(codes, beta, parallel, d);
}

void VaeRegularizer::mmd(const Codes& codes, const Stream& draws, Parallel& parallel, const Gradients* d) {
    const std::size_t rows = codes.z.rows();
    extra_ = loss_ = 0;
    if (rows < 2) return;  // the last batch of an epoch may hold one example, of which nothing can be said
    draws_.resize(rows, codes.z.columns());
    for (std::size_t i = 0; i < rows; ++i) {
        random_normal(draws, static_cast<std::uint32_t>(i), draws_.row(i), draws_.columns());
        for (std::size_t j = 0; j < draws_.columns(); ++j)
            draws_(i, j) = static_cast<real>(vae_->spec.prior.mean + vae_->spec.prior.sd * static_cast<double>(draws_(i, j)));
    }
    const double weight = objective_.type->has_alpha ? objective_.alpha + objective_.mmd_weight - 1 : objective_.mmd_weight;
    const double value = mmd_(panel(codes.z), panel(std::as_const(draws_)), parallel, weight, d == nullptr ? MutablePanel{} : panel(d->z));
    extra_ = value * static_cast<double>(rows);
    loss_ = weight * extra_;
}

void VaeRegularizer::decompose(const Codes& codes, double beta, Parallel& parallel, const Gradients* d) {
    const PosteriorDraws q = {panel(codes.z), codes.mean, codes.logvar};
    const KlParts weights = {1, beta, 1};
    const double factor = 1 / static_cast<double>(codes.z.rows());
    const KlParts parts = d == nullptr ? decomposition_(q, objective_.data_size, parallel)
                                       : decomposition_(q, objective_.data_size, parallel, weights, factor, {panel(d->z), d->mean, d->logvar});
    extra_ = parts.total_correlation;
    kl_ = parts.mutual_information + parts.total_correlation + parts.dimension_kl;
    loss_ = parts.mutual_information + beta * parts.total_correlation + parts.dimension_kl;
}

// log q(z|x) - log p(z) of each draw. With z = mean + sd noise, log q(z|x) depends on the log-variances alone.
void VaeRegularizer::vamp(const Codes& codes, double beta, Parallel& parallel, const Gradients* d) {
    const std::size_t latent = codes.z.columns();
    const std::size_t rows = codes.mean.rows;
    const std::size_t samples = codes.z.rows() / rows;
    const double factor = beta / static_cast<double>(codes.z.rows());
    log_prior_.resize(codes.z.rows());
    if (d == nullptr)
        use_->log_density(panel(codes.z), log_prior_, parallel, 0, nullptr);
    else {
        const MutablePanel dz = panel(d->z);
        train_->log_density(panel(codes.z), log_prior_, parallel, -factor, &dz);
    }
    for (std::size_t code = 0; code < codes.z.rows(); ++code) {
        const std::size_t row = code / samples;
        const GaussianRow q = {codes.mean.data + row * codes.mean.stride, codes.logvar.data + row * codes.logvar.stride, latent};
        kl_ += (log_density_of_draw(q, codes.noise.row(code)) - log_prior_[code]) / static_cast<double>(samples);
        for (std::size_t j = 0; d != nullptr && j < latent; ++j) d->logvar.data[row * d->logvar.stride + j] -= static_cast<real>(0.5 * factor);
    }
    loss_ = beta * kl_;
}

}  // namespace gen
