#pragma once

#include <cstddef>

#include "core/examples.hpp"
#include "core/matrix.hpp"
#include "core/parallel.hpp"

namespace gen {

/// Codes of images: q(z|x), whose log-variance stays empty where a code is a function of the image.
struct Encoded {
    Matrix mean;    // [count, latent]
    Matrix logvar;  // [count, latent]
};

/// Gives the codes of images, whatever the kind of model.
class ImageEncoder {
public:
    virtual ~ImageEncoder() = default;
    virtual std::size_t latent() const = 0;
    /// Whether there is a q(z|x).
    virtual bool stochastic() const = 0;
    /// Of rows first ... first+count-1.
    virtual Encoded encode(const Examples& data, std::size_t first, std::size_t count, Parallel& parallel) = 0;
};

}  // namespace gen
