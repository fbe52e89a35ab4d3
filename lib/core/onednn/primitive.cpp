#include "core/onednn/primitive.hpp"

namespace gen::onednn {
namespace {

using Attributes = Owned<dnnl_primitive_attr_t>;

Attributes attributes(bool add) {
    const Library& l = library();
    dnnl_primitive_attr_t made = nullptr;
    expect(l.primitive_attr_create(&made), "primitive_attr_create");
    Attributes out(made);
    expect(l.primitive_attr_set_scratchpad_mode(made, dnnl_scratchpad_mode_user), "primitive_attr_set_scratchpad_mode");
    if (!add) return out;
    dnnl_post_ops_t steps = nullptr;
    expect(l.post_ops_create(&steps), "post_ops_create");
    const Owned<dnnl_post_ops_t> owned(steps);
#if DNNL_VERSION_MAJOR < 3
    expect(l.post_ops_append_sum(steps, 1), "post_ops_append_sum");
#else
    expect(l.post_ops_append_sum(steps, 1, 0, dnnl_data_type_undef), "post_ops_append_sum");
#endif
    expect(l.primitive_attr_set_post_ops(made, steps), "primitive_attr_set_post_ops");
    return out;
}

struct Steps {
    dnnl_dims_t stride, dilation, padding;
};

Steps steps_of(const ConvGeometry& g) {
    const auto both = [](std::size_t n) { return static_cast<dnnl_dim_t>(n); };
    return {{both(g.stride), both(g.stride)}, {0, 0}, {both(g.padding), both(g.padding)}};
}

auto handles_of(const ConvolutionLayouts& l) { return std::tuple(l.large.handle(), l.weight.handle(), l.bias.handle(), l.small.handle()); }

constexpr dnnl_alg_kind_t direct = dnnl_convolution_direct;

}  // namespace

#if DNNL_VERSION_MAJOR < 3

namespace {

Description described(const void* what, const Attributes& attributes, dnnl_primitive_desc_t hint) {
    dnnl_primitive_desc_t out = nullptr;
    expect(library().primitive_desc_create(&out, what, attributes.get(), library().engine, hint), "primitive_desc_create");
    return Description(out);
}

}  // namespace

Description describe_convolution(const ConvGeometry& g, ConvolutionKind kind, const ConvolutionLayouts& layouts, dnnl_primitive_desc_t hint) {
    lane();
    const Steps s = steps_of(g);
    const auto [large, weight, bias, small] = handles_of(layouts);
    const Library& l = library();
    dnnl_convolution_desc_t what;
    switch (kind) {
        case ConvolutionKind::forward:
            expect(l.convolution_forward_desc_init(&what, dnnl_forward_training, direct, large, weight, bias, small, s.stride, s.padding, s.padding),
                   "convolution_forward_desc_init");
            break;
        case ConvolutionKind::adjoint:
            expect(l.convolution_backward_data_desc_init(&what, direct, large, weight, small, s.stride, s.padding, s.padding),
                   "convolution_backward_data_desc_init");
            break;
        case ConvolutionKind::gradient:
            expect(l.convolution_backward_weights_desc_init(&what, direct, large, weight, nullptr, small, s.stride, s.padding, s.padding),
                   "convolution_backward_weights_desc_init");
            break;
    }
    return described(&what, attributes(false), hint);
}

Description describe_product(const Layout& left, const Layout& right, const Layout* bias, const Layout& out, bool add) {
    lane();
    dnnl_matmul_desc_t what;
    expect(library().matmul_desc_init(&what, left.handle(), right.handle(), bias != nullptr ? bias->handle() : nullptr, out.handle()),
           "matmul_desc_init");
    return described(&what, attributes(add), nullptr);
}

#else

Description describe_convolution(const ConvGeometry& g, ConvolutionKind kind, const ConvolutionLayouts& layouts, dnnl_primitive_desc_t hint) {
    lane();
    const Steps s = steps_of(g);
    const auto [large, weight, bias, small] = handles_of(layouts);
    const Library& l = library();
    const Attributes how = attributes(false);
    dnnl_primitive_desc_t out = nullptr;
    switch (kind) {
        case ConvolutionKind::forward:
            expect(l.convolution_forward_primitive_desc_create(&out, l.engine, dnnl_forward_training, direct, large, weight, bias, small, s.stride,
                                                               s.dilation, s.padding, s.padding, how.get()),
                   "convolution_forward_primitive_desc_create");
            break;
        case ConvolutionKind::adjoint:
            expect(l.convolution_backward_data_primitive_desc_create(&out, l.engine, direct, large, weight, small, s.stride, s.dilation, s.padding,
                                                                     s.padding, hint, how.get()),
                   "convolution_backward_data_primitive_desc_create");
            break;
        case ConvolutionKind::gradient:
            expect(l.convolution_backward_weights_primitive_desc_create(&out, l.engine, direct, large, weight, nullptr, small, s.stride, s.dilation,
                                                                        s.padding, s.padding, hint, how.get()),
                   "convolution_backward_weights_primitive_desc_create");
            break;
    }
    return Description(out);
}

Description describe_product(const Layout& left, const Layout& right, const Layout* bias, const Layout& out, bool add) {
    lane();
    dnnl_primitive_desc_t made = nullptr;
    expect(library().matmul_primitive_desc_create(&made, library().engine, left.handle(), right.handle(), bias != nullptr ? bias->handle() : nullptr,
                                                  out.handle(), attributes(add).get()),
           "matmul_primitive_desc_create");
    return Description(made);
}

#endif

Description describe_reorder(const Layout& from, const Layout& to) {
    lane();
    const dnnl_engine_t engine = library().engine;
    dnnl_primitive_desc_t out = nullptr;
    expect(library().reorder_primitive_desc_create(&out, from.handle(), engine, to.handle(), engine, attributes(false).get()),
           "reorder_primitive_desc_create");
    return Description(out);
}

Layout asked(const Description& description, dnnl_query_t what) { return Layout::of(library().primitive_desc_query_md(description.get(), what, 0)); }

Primitive primitive(const Description& description) {
    dnnl_primitive_t out = nullptr;
    expect(library().primitive_create(&out, description.get()), "primitive_create");
    return Primitive(out);
}

Lane& lane() {
    thread_local Lane lane = [] {
        if (library().omp_set_num_threads != nullptr) library().omp_set_num_threads(1);
        dnnl_stream_t stream = nullptr;
        expect(library().stream_create(&stream, library().engine, dnnl_stream_default_flags), "stream_create");
        return Lane{Owned<dnnl_stream_t>(stream), {}, {}, {}};
    }();
    return lane;
}

float* room(Matrix& buffer, const Layout& layout) {
    const std::size_t numbers = (layout.bytes() + sizeof(float) - 1) / sizeof(float);
    if (buffer.size() < numbers) buffer.resize(1, numbers);
    return buffer.data();
}

void execute(const Primitive& primitive, std::span<const dnnl_exec_arg_t> arguments) {
    dnnl_stream_t const stream = lane().stream.get();
    expect(library().primitive_execute(primitive.get(), stream, static_cast<int>(arguments.size()), arguments.data()), "primitive_execute");
    expect(library().stream_wait(stream), "stream_wait");
}

}  // namespace gen::onednn
