#pragma once

#include <string>
#include <thread>

namespace gen {

/// What computes products and convolutions: BLAS (convolutions as products of patches, or of tiles), or oneDNN. `automatic`: each product by what is
/// faster at its shape; BLAS alone where there is no oneDNN. Where computes_portably(), matmul() of core/portable in the place of BLAS, and nothing
/// else.
enum class Engine { automatic, blas, onednn };

/// In what numbers products are computed. `bf16`: their operands are rounded to bfloat16, 8 bits of the 24 of a float's fraction with all of its
/// range; sums, weights and all else stay floats. By oneDNN, on processors that have such instructions; products that gain nothing stay as they are.
enum class Precision { fp32, bf16 };

struct Arithmetic {
    Engine engine = Engine::automatic;
    Precision precision = Precision::fp32;
};

/// Whether oneDNN is built in and its library installed, which is loaded by the first product that it computes.
bool has_onednn();

/// Why there is no oneDNN; empty where there is.
std::string why_no_onednn();

/// Why products in bf16 are not to be had here; empty where they are. Loads oneDNN.
std::string why_no_bf16();

/// As it is to be had here: `automatic` is `blas` where there is no oneDNN. Throws Fault::usage for what is not to be had.
Arithmetic found_here(Arithmetic wanted);

/// What the last bits of results depend on, here and with this: engines with their versions and the instructions they take, level of kernels, C
/// library. "portable 1", or "OpenBLAS 0.3.21 SkylakeX, oneDNN 2.6.3/1023, x86-64-v4, glibc 2.36". Processes that give the same compute alike. Loads
/// oneDNN where that takes part.
std::string arithmetic_name(const Arithmetic& arithmetic);

/// Loads oneDNN on a thread of its own, where the first large product will take it and that lies ahead, as reading a model does: loading takes one to
/// two milliseconds. Elsewhere, and where there is no thread to be had, it does nothing.
class LoadedAhead {
public:
    LoadedAhead();

private:
    std::jthread thread_;
};

/// The engines that there are: "blas" or "blas, oneDNN 2.6.3".
std::string engine_names();

}  // namespace gen
