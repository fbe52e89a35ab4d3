#include "eval/importance.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "core/kernels.hpp"
#include "eval/binarized.hpp"
#include "eval/log_mean.hpp"
#include "eval/nested_bounds.hpp"
#include "models/decoder.hpp"

namespace gen {
namespace {

/// One example and what its samples say of it.
class Estimate {
public:
    Estimate(const LatentModel& model, const Evaluation& how, Parallel& parallel)
        : model_(model),
          how_(how),
          parallel_(parallel),
          decoder_(*model.decoder),
          z_(how.samples, model.latent()),
          recon_(how.samples),
          log_weights_(how.samples) {}

    Bounds of(const real* x, const GaussianRow& q, std::size_t row, std::int32_t label) {
        sample(q, row);
        if (model_.form.classes > 0) labels_.assign(how_.samples, label);
        decoder_.decode(z_, {0, how_.samples}, parallel_, [&](std::size_t k, const real* o) { recon_[k] = model_.misfit(o, x); }, labels_);
        for (std::size_t k = 0; k < how_.samples; ++k) log_weights_[k] -= recon_[k];
        const double mean_recon = tree_sum(recon_.data(), recon_.size()) / static_cast<double>(how_.samples);
        Bounds bounds = weighed();
        const std::optional<double> kl = model_.prior->kl(q);
        bounds.elbo = kl ? -mean_recon - *kl : tree_sum(log_weights_.data(), log_weights_.size()) / static_cast<double>(how_.samples);
        bounds.recon = mean_recon;
        bounds.kl = -bounds.elbo - mean_recon;
        return bounds;
    }

private:
    // z and log p(z) - log q(z|x).
    void sample(const GaussianRow& q, std::size_t row) {
        const Stream stream = {how_.seed, Purpose::evaluate, row};
        const std::size_t latent = q.n;
        parallel_.run((how_.samples + 63) / 64, [&](std::size_t task) {
            std::vector<real> noise(latent);
            for (std::size_t k = task * 64; k < std::min(how_.samples, (task + 1) * 64); ++k) {
                random_normal(stream, static_cast<std::uint32_t>(k), noise.data(), latent);
                reparameterise(q, noise.data(), z_.row(k));
                log_weights_[k] = -log_density_of_draw(q, noise.data());
                log_weights_[k] += model_.prior->log_density(z_.row(k));
            }
        });
    }

    Bounds weighed() const {
        const LogMean all = log_mean_exp(log_weights_);
        return {.iwae = all.value, .blocks = nested_bounds(log_weights_, how_.blocks), .ess = all.ess};
    }

    const LatentModel& model_;
    const Evaluation& how_;
    Parallel& parallel_;
    Decoder decoder_;
    Matrix z_;
    std::vector<std::int32_t> labels_;
    std::vector<double> recon_;
    std::vector<double> log_weights_;
};

}  // namespace

std::vector<Bounds> importance_bounds(const LatentModel& model, const Examples& data, std::size_t first, std::size_t count, const Evaluation& how,
                                      Parallel& parallel) {
    if (!model.unbounded().empty()) fail("the model ", model.unbounded());
    const Binarized seen(data, how.binarize, how.seed);
    const Encoded q = model.encoder->encode(seen, first, count, parallel);
    Estimate estimate(model, how, parallel);
    std::vector<real> x(data.columns());
    std::vector<Bounds> all;
    for (std::size_t i = 0; i < count; ++i) {
        seen.read(first + i, x.data());
        all.push_back(estimate.of(x.data(), {q.mean.row(i), q.logvar.row(i), model.latent()}, first + i, data.label(first + i)));
        if (how.each_done) how.each_done();
    }
    return all;
}

}  // namespace gen
