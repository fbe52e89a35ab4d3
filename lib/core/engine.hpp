#pragma once

#include <string>

namespace gen {

/// What computes convolutions: patches and BLAS, or oneDNN. `automatic`: each product of each layer by what is faster at its shape; BLAS alone
/// where there is no oneDNN.
enum class Engine { automatic, blas, onednn };

/// Whether oneDNN is built in and its library installed, which is loaded by the first product that it computes.
bool has_onednn();

/// Why there is no oneDNN; empty where there is.
std::string why_no_onednn();

/// The engines that there are: "blas" or "blas, oneDNN 2.6.3".
std::string engine_names();

}  // namespace gen
