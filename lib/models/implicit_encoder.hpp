#pragma once

#include <functional>

#include "core/random.hpp"
#include "models/image_encoder.hpp"

namespace gen {

/// Codes of which a model gives only draws, z = z(x, eps); mean and variance are taken over some of them. What comes of a row is a function of the
/// image, the seed and the row's number.
class ImplicitEncoder : public ImageEncoder {
public:
    /// By which mean and variance are known.
    static constexpr std::size_t moment_draws = 64;
    /// Where draws do not differ, their log-variance is that of this.
    static constexpr double least_variance = 1e-12;

    CodeKind kind() const final { return CodeKind::implicit; }
    Encoded encode(const Examples& data, std::size_t first, std::size_t count, Parallel& parallel) final;

protected:
    /// Takes draw `number` of each of some rows, z of [count, latent].
    using Use = std::function<void(std::size_t number, const Matrix& z)>;
    /// Draws 0 ... numbers-1 of rows first ... first+count-1, one after the other: what depends on x alone needs to be computed once. The noise of
    /// row i in draw k is row i of noise(k).
    virtual void each_draw(const Examples& data, std::size_t first, std::size_t count, std::size_t numbers, Parallel& parallel, const Use& use) = 0;
    /// Each of several networks, at most 256, has noise of its own.
    Stream noise(std::size_t number, std::size_t network = 0) const { return {seed(), Purpose::code_noise, number * 256 + network}; }
};

}  // namespace gen
