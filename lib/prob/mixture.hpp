#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/matmul.hpp"
#include "core/parallel.hpp"
#include "core/random.hpp"

namespace gen {

/// N(mean, covariance) and its share of a mixture.
struct MixtureComponent {
    double weight = 1;
    std::vector<double> mean;        // [d]
    std::vector<double> covariance;  // [d, d]
};

/// A mixture of Gaussians with full covariances.
class GaussianMixture {
public:
    /// Weights are divided by their sum. Throws Fault::input for no component, shapes that do not fit, weights that are no share and
    /// covariances that are not positive definite.
    explicit GaussianMixture(std::vector<MixtureComponent> components);

    std::size_t dimensions() const { return dimensions_; }
    const std::vector<MixtureComponent>& components() const { return components_; }

    /// log p(z) in nats, z [d].
    double log_density(const real* z) const;
    /// out[i] = log p(z_i) for rows of z [n, d]. Throws Fault::input for shapes that do not fit.
    void log_density(Panel z, std::span<double> out, Parallel& parallel) const;
    /// out[c, i] = log (weight N(z_i; component c)) for a few rows of z: out [components, rows]. Resizes `scratch`.
    void log_joint(Panel z, double* out, std::vector<double>& scratch) const;

    /// z [d]: a component by the row's first number, then its mean plus the Cholesky factor times normals. A function of (stream, row) alone.
    void draw(const Stream& stream, std::uint32_t row, real* z) const;

private:
    struct Factor {
        double constant;              // log weight - (d log 2 pi + log det covariance) / 2
        std::vector<double> lower;    // [d, d]: L, covariance = L L'
        std::vector<double> inverse;  // [d, d]: of L
    };
    std::size_t dimensions_ = 0;
    std::vector<MixtureComponent> components_;
    std::vector<Factor> factors_;
    std::vector<double> cumulative_;  // weights, summed up
};

struct MixtureFit {
    GaussianMixture mixture;
    std::vector<double> log_likelihood;  // nats per code, at the start and after each iteration; the last is the mixture's
};

/// Fits K Gaussians to codes [n, d] by EM from a k-means++ start (Arthur and Vassilvitskii, 2007; Stream {seed, Purpose::mixture_fit}). Stops after
/// 200 iterations, or when log p changes by less than 1e-6 of itself. Covariances get 1e-6 of the codes' mean variance added to their diagonals. A
/// component left with less than half a code starts again at the code that the mixture explains worst, with the covariance of all codes and
/// the weight of one; that may lower log p, as may the ridge where a component is nearly flat.
/// Throws Fault::input for no component, fewer codes than components, codes that are not finite, and codes that are all equal.
MixtureFit fit_mixture(Panel codes, std::size_t components, std::uint64_t seed, Parallel& parallel);

}  // namespace gen
