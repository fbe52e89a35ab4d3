// prob: distributions: densities, samples, divergences and their gradients, from logits and log-variances. No networks: who has those asks for a
// gradient and carries it on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/matrix.hpp"
#include "core/random.hpp"
#include "prob/gaussian.hpp"
#include "prob/prior_axis.hpp"

namespace gen {

/// How far from the middle of a prior its draws may lie.
struct Tempering {
    double temperature = 1;  // scale of the standard deviations
    double truncation = 0;   // > 0: normal numbers are drawn anew until they lie within so many standard deviations
};

/// p(z), from which the latent numbers of a model come. Several threads may use one at once.
class Prior {
public:
    virtual ~Prior() = default;
    Prior(const Prior&) = delete;
    Prior& operator=(const Prior&) = delete;

    std::size_t dimensions() const { return dimensions_; }

    /// z [dimensions], a function of the stream and the row. Throws Fault::input where a bounded prior is tempered.
    virtual void draw(const Stream& stream, std::uint32_t row, const Tempering& how, real* z) const = 0;
    /// Whether its numbers lie in a fixed range, which has neither tails to cut off nor a scale.
    virtual bool is_bounded() const { return false; }

    virtual bool has_density() const { return true; }
    /// log p(z) in nats. Adds `factor` times the gradient to dz unless it is null. Throws Fault::input where there is no density.
    virtual double log_density(const real* z, double factor = 0, real* dz = nullptr) const = 0;

    /// KL(q || p) in nats where it has a closed form. Adds `factor` times the gradients to d_mean and d_logvar unless they are null.
    virtual std::optional<double> kl(const GaussianRow& q, double factor = 0, real* d_mean = nullptr, real* d_logvar = nullptr) const;
    /// The Gaussian that it is, the same in every dimension; null for anything else.
    virtual const GaussianPrior* gaussian() const { return nullptr; }

    /// What is known of each dimension.
    virtual std::vector<PriorAxis> axes() const = 0;

protected:
    explicit Prior(std::size_t dimensions) : dimensions_(dimensions) {}

private:
    std::size_t dimensions_;
};

/// Latent numbers of rows 0 ... count-1.
Matrix draw(const Prior& prior, std::size_t count, const Stream& stream, const Tempering& how = {});

}  // namespace gen
