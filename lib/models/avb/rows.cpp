// What a step does with one block of rows between and after the networks.
#include <algorithm>

#include "models/avb/step.hpp"
#include "prob/gaussian.hpp"
#include "prob/logit.hpp"
#include "prob/target.hpp"

namespace gen {
// The random row of row i of the batch: rows of the data set where nothing is trained.
std::uint32_t AvbStep::random_row(std::size_t i) const { return passing_.number > 0 ? static_cast<std::uint32_t>(i) : passing_.batch->rows[i]; }

void AvbStep::read(Rows rows) {
    const Stream stream = {seed_, passing_.number > 0 ? Purpose::binarize : Purpose::valid_binarize, passing_.number};
    const AvbSpec& spec = avb_->spec;
    const auto low = static_cast<real>(spec.low);
    const auto width = static_cast<real>(spec.high - spec.low);
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        real* const x = x_.row(i);
        passing_.batch->data.read(passing_.batch->rows[i], x);
        make_binary(objective_.binarize, stream, random_row(i), x, x_.columns());
        if (spec.bounded()) std::transform(x, x + x_.columns(), shown_.row(i), [low, width](real pixel) { return low + width * pixel; });
    }
}

// Pairs for T: draws of q, and of the standard normal distribution, which is what they are compared with, seen as T sees them.
void AvbStep::draw_others(Rows rows) {
    const std::size_t n = avb_->spec.latent;
    const Stream stream = {seed_, passing_.number > 0 ? Purpose::avb_prior : Purpose::avb_valid_prior, passing_.number};
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        std::copy_n(codes_.seen().row(i), n, pairs_.row(2 * i));
        random_normal(stream, random_row(i), pairs_.row(2 * i + 1), n);
    }
}

// Of row i: -log p(x|z), or of a posterior -log p(y, z), with gradients.
double AvbStep::reconstruct(std::size_t i, bool gradients) {
    const double factor = 1 / static_cast<double>(rows_);
    if (has_data())
        return avb_->spec.likelihood.loss(decoder_.y().row(i), x_.row(i), x_.columns(), factor, gradients ? decoder_.dy().row(i) : nullptr);
    std::fill_n(dz_.row(i), dz_.columns(), real{0});
    return -target_->log_density(codes_.z().row(i), -factor, dz_.row(i));
}

// The reconstruction, and what T says of KL: T + log r(z|x) - log p(z), where r is the prior without adaptive contrast. Of a posterior, log q(z).
void AvbStep::judge(Rows rows, const AvbCritic& critic, std::size_t each, bool gradients) {
    const GaussianPrior prior;
    const std::size_t n = avb_->spec.latent;
    const double d = beta_ / static_cast<double>(rows_);
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        recon_[i] = reconstruct(i, gradients);
        kl_[i] = critic.value(i * each);
        if (const std::optional<ContrastRow> r = codes_.contrast(i)) {
            kl_[i] += log_density(*r, codes_.seen().row(i), 0, nullptr);
            if (has_data()) kl_[i] -= log_density(prior, codes_.z().row(i), n);
        } else if (!has_data()) {
            kl_[i] += log_density(prior, codes_.z().row(i), n);
        }
        if (gradients) judge_.set_gradient(i, &d);
    }
}

void AvbStep::judge_critic(Rows rows, bool gradients) {
    const auto examples = static_cast<double>(rows_);
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        const double of_q = critic_.value(2 * i);
        const double of_other = critic_.value(2 * i + 1);
        told_[i] = softplus(-of_q) + softplus(of_other);
        const double d[] = {-sigmoid(-of_q) / examples, sigmoid(of_other) / examples};
        if (gradients) critic_.set_gradient(i, d);
    }
}

// dL/dz: what came back from the decoder or the target, from T, and from the densities beside it.
void AvbStep::latent_gradient(Rows rows) {
    const std::size_t n = avb_->spec.latent;
    const auto d = static_cast<real>(beta_ / static_cast<double>(rows_));
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        real* const dz = codes_.dz().row(i);
        const real* const z = codes_.z().row(i);
        std::copy_n(dz_.row(i), n, dz);
        const std::optional<ContrastRow> r = codes_.contrast(i);
        if (r) {
            normalise_gradient(*r, d_seen_.row(i), dz);
            log_density(*r, codes_.seen().row(i), static_cast<double>(d), dz);
        } else {
            for (std::size_t j = 0; j < n; ++j) dz[j] += d_seen_(i, j);
        }
        const int prior = (has_data() && r ? 1 : 0) - (!has_data() && !r ? 1 : 0);  // how often -log p(z) is part of it
        for (std::size_t j = 0; j < n; ++j) dz[j] += d * static_cast<real>(prior) * z[j];
    }
}

}  // namespace gen
