#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/random.hpp"
#include "core/real.hpp"
#include "core/words.hpp"

namespace gen {

/// p(x|z) given a decoder's outputs o; the n pixels are independent of each other. o lies in planes, one after the other:
///   bernoulli                 n logits
///   gaussian, laplace         n locations; then, if the scale is learnt, n log-scales (`each`) or one (`shared`)
///   logistic, K components    K x n logits of the components if K > 1; K x n locations; K x n log-scales
/// Log-scales are log sd^2 of a Gaussian, log b of a Laplace, log s of a logistic.
struct Likelihood {
    enum class Kind {
        bernoulli,  // P(x = 1) = sigmoid(o); x in [0,1]
        gaussian,
        laplace,
        logistic,  // a probability of bytes, x = byte / 255: Kingma et al., 2016, "Inverse autoregressive flow"; mixtures: Salimans et al., 2017,
                   // PixelCNN++
    };
    enum class Scale {
        fixed,   // a given number
        shared,  // one number learnt for all pixels
        each,    // an output of the decoder for each pixel
    };
    Kind kind = Kind::bernoulli;
    Scale scale = Scale::fixed;
    double fixed = 1;            // sd of a Gaussian, b of a Laplace
    std::size_t components = 1;  // of a logistic
    /// Whether a location is the sigmoid of its output. Unset: as for data in [0,1], so yes where a scale is learnt.
    std::optional<bool> sigmoid = {};
    /// Log-scales below it count as it and have gradient 0 there. Unset: -8 (gaussian), -5 (laplace), -7 (logistic).
    std::optional<double> low = {};

    bool squashed() const;
    double lowest() const;
    /// With `sigmoid` set to what suits the data: only data in [0,1] have locations in [0,1]. A setting that was given stays.
    Likelihood resolved(bool on_unit_range) const;

    /// How many numbers o are for n pixels.
    std::size_t outputs(std::size_t n) const;
    /// -log p(x|o) in nats, summed; d, outputs(n) numbers, gets factor times its gradient in o unless null.
    double loss(const real* o, const real* x, std::size_t n, double factor, real* d) const;
    /// E[x|o]; of a logistic its locations, each clamped to [0,1]: the mean but for the open ends.
    void mean(const real* o, std::size_t n, real* x) const;
    /// x ~ p(x|o)
    void draw(const Stream& stream, std::uint32_t row, const real* o, std::size_t n, real* x) const;
    /// Sets the outputs that make E[x|o] = means, the logits of Bernoulli or the locations, and leaves the others.
    void set_locations(const real* means, std::size_t n, real* o) const;

    /// Whether x must lie in [0,1], and whether it must be a byte / 255.
    bool needs_unit_range() const { return kind == Kind::bernoulli || needs_bytes(); }
    bool needs_bytes() const { return kind == Kind::logistic; }
    /// Whether exp(-loss) is a density; else it is a probability: of bytes, or of bits if x is 0 or 1.
    bool has_density() const { return kind == Kind::gaussian || kind == Kind::laplace; }
    /// `nats` of n pixels as bits for each of n bytes, x = byte / 255 or grey values on that scale: a density counts for the 1/256 of the range that
    /// is one byte's. NaN for Bernoulli. Points are no bytes: do not ask.
    double bits_per_dimension(double nats, std::size_t n) const;
};

/// NAME[:NUMBER][:SETTING,...]: "bernoulli"; "gaussian" and "laplace" (scale shared), "gaussian:SD", "laplace:B" (fixed), "gaussian-full",
/// "laplace-full" (each); "logistic", "logistic:K". Settings are mean=sigmoid, mean=linear, and low=X where a scale is learnt. Throws Fault::usage.
Likelihood parse_likelihood(std::string_view text);
Forms likelihood_forms();
/// "bernoulli, gaussian[:SD], ... or logistic[:K]"
std::string_view likelihood_syntax();
/// "bernoulli: pixels in [0,1]; ... gaussian: ..."
std::string likelihoods_described();
/// parse_likelihood() gives the same likelihood back. Settings are written where they differ from those for data in [0,1].
std::string text(const Likelihood& likelihood);

}  // namespace gen
