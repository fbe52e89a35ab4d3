#pragma once

#include <string>

namespace gen {

/// What computes convolutions: patches and BLAS, or oneDNN. `automatic`: each product of each layer by what is faster at its shape; BLAS alone in a
/// build without oneDNN.
enum class Engine { automatic, blas, onednn };

/// Whether this build has oneDNN. Its library is loaded by the first product that it computes.
bool has_onednn();

/// Why this build has no oneDNN; empty where it has.
std::string why_no_onednn();

/// The engines of this build: "blas" or "blas, oneDNN 2.6.3".
std::string engine_names();

}  // namespace gen
