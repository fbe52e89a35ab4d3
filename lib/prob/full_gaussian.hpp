#pragma once

#include <cstddef>
#include <vector>

namespace gen {

/// N(mean, covariance) of d dimensions, in double precision throughout: for evaluation and as a measure of what trainers compute.
class FullGaussian {
public:
    /// mean [d], covariance [d, d]. Throws Fault::input for shapes that do not fit and a covariance that is not positive definite.
    FullGaussian(std::vector<double> mean, std::vector<double> covariance);

    std::size_t dimensions() const { return mean_.size(); }
    const std::vector<double>& mean() const { return mean_; }
    const std::vector<double>& covariance() const { return covariance_; }

    /// log p(z) in nats, z [d].
    double log_density(const std::vector<double>& z) const;
    /// -E log p(z) in nats.
    double entropy() const;
    /// mean + L noise, covariance = L L': a draw where noise [d] is standard normal.
    std::vector<double> at(const std::vector<double>& noise) const;

    /// KL(q || p) in nats: (tr(P^-1 Q) + (m_q - m_p)' P^-1 (m_q - m_p) - d + log det P - log det Q) / 2. Throws Fault::input where dimensions differ.
    friend double kl(const FullGaussian& q, const FullGaussian& p);

private:
    std::vector<double> mean_;
    std::vector<double> covariance_;
    std::vector<double> lower_;    // L
    std::vector<double> inverse_;  // of L
    double log_determinant_ = 0;   // of the covariance
};

double kl(const FullGaussian& q, const FullGaussian& p);

/// N(mean, diag(variance)).
FullGaussian diagonal_gaussian(std::vector<double> mean, const std::vector<double>& variance);

}  // namespace gen
