#pragma once

#include <memory>

#include "core/convolution.hpp"
#include "core/engine.hpp"

namespace gen {

/// Some of a convolution's products.
struct OnednnProducts {
    bool forward, adjoint, gradient;
};
/// Those that are faster by oneDNN's convolutions than as products of patches.
OnednnProducts faster_by_onednn(const ConvGeometry& geometry);
/// Those that bf16 makes faster still.
OnednnProducts faster_in_bf16(const ConvGeometry& geometry);

/// Throws Fault::usage for an engine or a precision that is not to be had here.
std::unique_ptr<Convolution> make_convolution(const ConvGeometry& geometry, const Arithmetic& arithmetic);

}  // namespace gen
