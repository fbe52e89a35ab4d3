#pragma once

#include <limits>
#include <memory>

#include "models/image_encoder.hpp"
#include "nn/sequential.hpp"

namespace gen {

/// What goes into an encoder's network and comes out of it.
struct NetworkCodes {
    CodeKind kind = CodeKind::points;  // gaussian: means come out, then log-variances; implicit: a draw, by layers that add noise
    std::size_t latent = 0;
    double low =
        -std::numeric_limits<double>::infinity();  // of pixels as the network sees them, which are on [0, 1] in the data; not finite: as they are
    double high = std::numeric_limits<double>::infinity();
};

/// An encoder that is a network, which outlives it. Throws Fault::input where that has other outputs.
std::unique_ptr<ImageEncoder> network_encoder(const Sequential& network, const NetworkCodes& codes);

}  // namespace gen
