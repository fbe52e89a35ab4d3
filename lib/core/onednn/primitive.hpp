#pragma once

#include <span>
#include <utility>

#include "core/conv_geometry.hpp"
#include "core/matrix.hpp"
#include "core/onednn/layout.hpp"
#include "core/work_time.hpp"

namespace gen::onednn {

using Description = Owned<dnnl_primitive_desc_t>;
using Primitive = Owned<dnnl_primitive_t>;

enum class ConvolutionKind { forward, adjoint, gradient };

/// Of the larger maps, the weight, the bias of `forward` and the smaller maps.
struct ConvolutionLayouts {
    Layout large, weight, bias, small;
};

/// These three throw std::bad_alloc, or Fault::io where oneDNN has no such primitive. Scratch memory is the caller's. This thread's count of OpenMP
/// threads, which they look at, is one.
Description describe_convolution(const ConvGeometry& g, ConvolutionKind kind, const ConvolutionLayouts& layouts, dnnl_primitive_desc_t hint);
/// out = left right + bias, where `bias` is not null; with `add` it comes on top of what is there.
Description describe_product(const Layout& left, const Layout& right, const Layout* bias, const Layout& out, bool add);
Description describe_reorder(const Layout& from, const Layout& to);

Layout asked(const Description& description, dnnl_query_t what);
Primitive primitive(const Description& description);

/// What each thread keeps for its calls. A primitive that two threads run at once must not use memory of its own.
struct Lane {
    Owned<dnnl_stream_t> stream;
    Matrix scratch;
    Matrix weight;    // as the primitive wants it
    Matrix gradient;  // as we want it
};

/// This thread's. OpenMP starts no threads for it: results would depend on their number.
Lane& lane();

/// So much room in `buffer`.
float* room(Matrix& buffer, const Layout& layout);

void execute(const Primitive& primitive, std::span<const dnnl_exec_arg_t> arguments);

}  // namespace gen::onednn
