#pragma once

#include <memory>

#include "core/convolution.hpp"
#include "core/engine.hpp"

namespace gen {

/// Which products of a convolution are faster by oneDNN than by BLAS.
struct OnednnProducts {
    bool forward, adjoint, gradient;
};
OnednnProducts faster_by_onednn(const ConvGeometry& geometry);

/// By this engine. Throws Fault::usage for one that this build does not have.
std::unique_ptr<Convolution> make_convolution(const ConvGeometry& geometry, Engine engine);

}  // namespace gen
