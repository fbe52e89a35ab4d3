// What a step does with one block of rows between and after the networks.
#include <algorithm>
#include <cmath>

#include "core/kernels.hpp"
#include "core/portable/functions.hpp"
#include "models/vae/step.hpp"

namespace gen {
namespace {

using Corrupt = VaeObjective::Corrupt;

}  // namespace

Stream VaeStep::stream(Purpose training, Purpose validation) const { return {seed_, random_.step > 0 ? training : validation, random_.step}; }

// The random row of example i of the batch, or of one of its samples.
std::uint32_t VaeStep::random_row(std::size_t i, std::size_t sample, std::size_t samples) const {
    const std::size_t row = random_.step > 0 ? i : batch_->rows[i];
    return static_cast<std::uint32_t>(row * samples + sample);
}

void VaeStep::read(Rows rows) {
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        batch_->data.read(batch_->rows[i], x_.row(i));
        make_binary(objective_.binarize, stream(Purpose::binarize, Purpose::valid_binarize), random_row(i), x_.row(i), x_.columns());
    }
}

void VaeStep::corrupt(Rows rows) {
    thread_local std::vector<real> noise;
    noise.resize(x_.columns());
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        real* const row = input_.row(i);
        std::copy_n(x_.row(i), x_.columns(), row);
        if (random_.step == 0) continue;
        const Stream stream = {seed_, Purpose::corrupt, random_.step};
        if (objective_.corrupt == Corrupt::gaussian) {
            random_normal(stream, static_cast<std::uint32_t>(i), noise.data(), noise.size());
            kernels().add_scaled(noise.data(), static_cast<real>(objective_.corruption), noise.size(), row);
        } else {
            random_uniform(stream, static_cast<std::uint32_t>(i), noise.data(), noise.size());
            for (std::size_t j = 0; j < noise.size(); ++j)
                if (static_cast<double>(noise[j]) < objective_.corruption) row[j] = 0;
        }
    }
}

void VaeStep::sample(Rows rows) {
    const std::size_t latent = vae_->spec.latent;
    const std::size_t samples = objective_.samples;
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        real* const y = encoder_.y().row(i);
        if (vae_->spec.stochastic)
            kernels().clamp(y + latent, latent, static_cast<real>(vae_->spec.logvar_low), static_cast<real>(vae_->spec.logvar_high));
        for (std::size_t code = i * samples; code < (i + 1) * samples; ++code) {
            if (!vae_->spec.stochastic) {
                std::copy_n(y, latent, z_.row(code));
                continue;
            }
            if (random_.given != nullptr)
                std::copy_n(random_.given->row(code), latent, noise_.row(code));
            else
                random_normal(stream(Purpose::posterior, Purpose::valid_posterior), random_row(i, code % samples, samples), noise_.row(code), latent);
            reparameterise({y, y + latent, latent}, noise_.row(code), z_.row(code));
        }
    }
}

// The divergence in closed form, summed over rows; its gradient comes in latent_gradient(), when the weights of dimensions are known.
double VaeStep::divergence(Rows rows, std::size_t block) {
    if (!vae_->spec.stochastic || regularizer_.estimates_divergence()) return no_number;
    const std::size_t latent = vae_->spec.latent;
    double total = 0;
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        const real* const y = encoder_.y().row(i);
        total += gaussian_kl({y, y + latent, latent}, vae_->spec.prior, 0, nullptr, nullptr);
        if (objective_.free_bits == 0) continue;
        for (std::size_t j = 0; j < latent; ++j)
            kl_by_dimension_[block * latent + j] += gaussian_kl({y + j, y + latent + j, 1}, vae_->spec.prior, 0, nullptr, nullptr);
    }
    return total;
}

void VaeStep::reconstruct(bool gradients, Rows rows, VaeLoss& loss) {
    const std::size_t samples = objective_.samples;
    const Matrix& o = decoder_.y();
    const double factor = 1.0 / static_cast<double>(objective_.importance ? rows_ : rows_ * samples);
    loss.recon = loss.loss = 0;
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        for (std::size_t code = i * samples; code < (i + 1) * samples; ++code) {
            recon_[code] = vae_->spec.likelihood.loss(o.row(code), x_.row(i), x_.columns(), factor, gradients ? decoder_.dy().row(code) : nullptr);
            loss.recon += recon_[code] / static_cast<double>(samples);
        }
        if (objective_.importance) loss.loss += importance(gradients, i);
    }
}

/// log p(x,z) - log q(z|x)
double VaeStep::log_weight(std::size_t row, std::size_t code) const {
    const std::size_t latent = vae_->spec.latent;
    const real* const y = encoder_.y().row(row);
    return log_density(vae_->spec.prior, z_.row(code), latent) - log_density_of_draw({y, y + latent, latent}, noise_.row(code)) - recon_[code];
}

// Minus the bound of one example. Its samples' gradients are weighted by their normalised importance (Burda et al., 2016, eq. 14), which takes the
// place of a value that latent_gradient() needs again: recon_.
double VaeStep::importance(bool gradients, std::size_t row) {
    const std::size_t samples = objective_.samples;
    const std::size_t first = row * samples;
    for (std::size_t k = 0; k < samples; ++k) recon_[first + k] = log_weight(row, first + k);
    const double most =
        *std::max_element(recon_.begin() + static_cast<std::ptrdiff_t>(first), recon_.begin() + static_cast<std::ptrdiff_t>(first + samples));
    double sum = 0;
    for (std::size_t k = 0; k < samples; ++k) sum += math::exp(recon_[first + k] - most);
    for (std::size_t k = 0; k < samples; ++k) {
        double& weight = recon_[first + k];
        weight = math::exp(weight - most) / sum;
        if (!gradients) continue;
        real* const d = decoder_.dy().row(first + k);
        std::transform(d, d + decoder_.dy().columns(), d, [w = static_cast<real>(weight)](real g) { return w * g; });
    }
    return -(most + math::log(sum / static_cast<double>(samples)));
}

// dL/d(mean, logvar) from dL/dz, from the divergence and from terms of the whole batch.
void VaeStep::latent_gradient(Rows rows) {
    const std::size_t latent = vae_->spec.latent;
    const std::size_t samples = objective_.samples;
    const bool reconstructs = objective_.type->reconstructs;
    const bool terms = regularizer_.active();
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        real* const d = encoder_.dy().row(i);
        std::fill_n(d, encoder_.dy().columns(), real{0});
        for (std::size_t code = i * samples; code < (i + 1) * samples; ++code) {
            if (!reconstructs) std::fill_n(dz_.row(code), latent, real{0});
            if (terms) kernels().add_scaled(dz_terms_.row(code), 1, latent, dz_.row(code));
        }
        if (!vae_->spec.stochastic) {
            std::copy_n(dz_.row(i), latent, d);
            continue;
        }
        const real* const y = encoder_.y().row(i);
        const GaussianRow q = {y, y + latent, latent};
        if (objective_.importance)
            importance_gradient(i, d);
        else
            add_divergence_gradient(q, d);
        if (terms) kernels().add_scaled(d_terms_.row(i), 1, d_terms_.columns(), d);
        for (std::size_t code = i * samples; (reconstructs || terms) && code < (i + 1) * samples; ++code)
            reparameterise_gradient(q, noise_.row(code), dz_.row(code), d, d + latent);
        kernels().clamp_gradient(y + latent, latent, static_cast<real>(vae_->spec.logvar_low), static_cast<real>(vae_->spec.logvar_high), d + latent);
    }
}

void VaeStep::add_divergence_gradient(const GaussianRow& q, real* d) const {
    if (regularizer_.estimates_divergence()) return;
    const auto rows = static_cast<double>(rows_);
    if (objective_.free_bits == 0) {
        gaussian_kl(q, vae_->spec.prior, kl_weights_[0] / rows, d, d + q.n);
        return;
    }
    for (std::size_t j = 0; j < q.n; ++j)
        if (kl_weights_[j] != 0) gaussian_kl({q.mean + j, q.logvar + j, 1}, vae_->spec.prior, kl_weights_[j] / rows, d + j, d + q.n + j);
}

// Of log q(z|x) - log p(z), each sample with its weight. With z = mean + sd noise, log q(z|x) depends on the log-variances alone.
void VaeStep::importance_gradient(std::size_t row, real* d) {
    const std::size_t latent = vae_->spec.latent;
    const std::size_t samples = objective_.samples;
    const GaussianPrior& prior = vae_->spec.prior;
    const double part = 1 / static_cast<double>(rows_);
    for (std::size_t j = 0; j < latent; ++j) d[latent + j] -= static_cast<real>(0.5 * part);
    for (std::size_t code = row * samples; code < (row + 1) * samples; ++code)
        for (std::size_t j = 0; j < latent; ++j)
            dz_(code, j) += static_cast<real>(recon_[code] * part * (static_cast<double>(z_(code, j)) - prior.mean) / (prior.sd * prior.sd));
}

}  // namespace gen
