#pragma once

#include <memory>

#include "core/convolution.hpp"
#include "core/engine.hpp"

namespace gen {

/// How a convolution's products are computed: of patches, by oneDNN, or by Winograd's filtering.
enum class ConvolutionWay { patches, onednn, winograd };
struct ConvolutionWays {
    ConvolutionWay forward, adjoint, gradient;
};
/// What is fastest, where there is oneDNN and where there is not.
ConvolutionWays fastest_ways(const ConvGeometry& geometry, bool with_onednn);

/// Those of a convolution's products that bf16 makes faster still.
struct RoundedProducts {
    bool forward, adjoint, gradient;
};
RoundedProducts faster_in_bf16(const ConvGeometry& geometry);

/// Throws Fault::usage for an engine or a precision that is not to be had here.
std::unique_ptr<Convolution> make_convolution(const ConvGeometry& geometry, const Arithmetic& arithmetic);

}  // namespace gen
