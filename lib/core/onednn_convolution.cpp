#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "core/convolution.hpp"
#include "core/onednn.hpp"
#include "core/patch_kernels.hpp"
#include "core/work_time.hpp"

namespace gen {
namespace {

using namespace onednn;

constexpr std::size_t most_numbers = std::size_t{1} << 28;  // of the maps that go through a primitive together: it counts in int here and there

/// What each thread keeps for its calls. A primitive that two threads run at once must not use memory of its own.
struct Lane {
    Stream stream;
    Matrix scratch;
    Matrix blocked;  // the weight as the primitive wants it
    Matrix plain;    // its gradient as we want it
};

/// This thread's. OpenMP must start no threads for it: results would depend on their number.
Lane& lane() {
    thread_local Lane lane = [] {
        if (library().omp_set_num_threads != nullptr) library().omp_set_num_threads(1);
        dnnl_stream_t stream = nullptr;
        expect(library().stream_create(&stream, library().engine, dnnl_stream_default_flags), "stream_create");
        return Lane{Stream(stream), {}, {}, {}};
    }();
    return lane;
}

float* room(Matrix& buffer, const dnnl_memory_desc_t& layout) {
    const std::size_t numbers = (library().memory_desc_get_size(&layout) + sizeof(float) - 1) / sizeof(float);
    if (buffer.size() < numbers) buffer.resize(1, numbers);
    return buffer.data();
}

Primitive primitive(const Description& description) {
    dnnl_primitive_t out = nullptr;
    expect(library().primitive_create(&out, description.get()), "primitive_create");
    return Primitive(out);
}

Primitive reorder(const dnnl_memory_desc_t& from, const dnnl_memory_desc_t& to) {
    dnnl_primitive_desc_t out = nullptr;
    const dnnl_engine_t engine = library().engine;
    expect(library().reorder_primitive_desc_create(&out, &from, engine, &to, engine, nullptr), "reorder_primitive_desc_create");
    return primitive(Description(out));
}

void execute(const Primitive& primitive, std::initializer_list<dnnl_exec_arg_t> arguments) {
    dnnl_stream_t const stream = lane().stream.get();
    const TimedWork timed(Work::convolution);
    expect(library().primitive_execute(primitive.get(), stream, static_cast<int>(arguments.size()), arguments.begin()), "primitive_execute");
    expect(library().stream_wait(stream), "stream_wait");
}

enum class Kind { forward, adjoint, gradient };

/// One of a convolution's products over so many images. Weights go through a reorder on the way: the fast primitives want them in blocks.
class Product {
public:
    Product(const ConvGeometry& g, Kind kind, std::size_t images);

    void forward(const float* large, const float* weight, const float* bias, float* small) const;
    void adjoint(const float* small, const float* weight, float* large) const;
    /// The gradient, in a buffer of this thread.
    const float* gradient(const float* large, const float* small) const;

private:
    Description describe(const ConvGeometry& g, Kind kind, const dnnl_primitive_desc_t hint) const;
    dnnl_memory_desc_t asked(const Description& description, dnnl_query_t what) const {
        return *library().primitive_desc_query_md(description.get(), what, 0);
    }
    Memory blocked(const float* weight) const;

    dnnl_memory_desc_t large_, small_, plain_, bias_, blocked_, scratch_;
    Primitive primitive_;
    Primitive reorder_;
};

Product::Product(const ConvGeometry& g, Kind kind, std::size_t images)
    : large_(tensor(images, g.channels, g.height, g.width, dnnl_nhwc)),
      small_(tensor(images, g.filters, g.small_height, g.small_width, dnnl_nhwc)),
      plain_(tensor(g.filters, g.channels, g.kernel_height, g.kernel_width, dnnl_hwio)) {
    lane();  // before descriptions: they ask for the number of threads
    const dnnl_dims_t filters = {static_cast<dnnl_dim_t>(g.filters)};
    expect(library().memory_desc_init_by_tag(&bias_, 1, filters, dnnl_f32, dnnl_x), "memory_desc_init_by_tag");
    const Description forward = describe(g, Kind::forward, nullptr);
    const Description back = kind == Kind::forward ? nullptr : describe(g, kind, forward.get());
    const Description& description = kind == Kind::forward ? forward : back;
    blocked_ = asked(description, kind == Kind::gradient ? dnnl_query_diff_weights_md : dnnl_query_weights_md);
    scratch_ = asked(description, dnnl_query_scratchpad_md);
    primitive_ = primitive(description);
    reorder_ = kind == Kind::gradient ? reorder(blocked_, plain_) : reorder(plain_, blocked_);
}

Description Product::describe(const ConvGeometry& g, Kind kind, const dnnl_primitive_desc_t hint) const {
    const auto size = [](std::size_t n) { return static_cast<dnnl_dim_t>(n); };
    const dnnl_dims_t stride = {size(g.stride), size(g.stride)};
    const dnnl_dims_t padding = {size(g.padding), size(g.padding)};
    const dnnl_memory_desc_t weight = tensor(g.filters, g.channels, g.kernel_height, g.kernel_width, dnnl_format_tag_any);
    const dnnl_alg_kind_t direct = dnnl_convolution_direct;
    const Library& l = library();
    dnnl_convolution_desc_t what;
    switch (kind) {
        case Kind::forward:
            expect(l.convolution_forward_desc_init(&what, dnnl_forward_training, direct, &large_, &weight, &bias_, &small_, stride, padding, padding),
                   "convolution_forward_desc_init");
            break;
        case Kind::adjoint:
            expect(l.convolution_backward_data_desc_init(&what, direct, &large_, &weight, &small_, stride, padding, padding),
                   "convolution_backward_data_desc_init");
            break;
        case Kind::gradient:
            expect(l.convolution_backward_weights_desc_init(&what, direct, &large_, &weight, nullptr, &small_, stride, padding, padding),
                   "convolution_backward_weights_desc_init");
            break;
    }
    dnnl_primitive_attr_t made = nullptr;
    expect(l.primitive_attr_create(&made), "primitive_attr_create");
    const Attributes attributes(made);
    expect(l.primitive_attr_set_scratchpad_mode(made, dnnl_scratchpad_mode_user), "primitive_attr_set_scratchpad_mode");
    dnnl_primitive_desc_t out = nullptr;
    expect(l.primitive_desc_create(&out, &what, made, l.engine, hint), "primitive_desc_create");
    return Description(out);
}

Memory Product::blocked(const float* weight) const {
    Memory out = memory(blocked_, room(lane().blocked, blocked_));
    const Memory from = memory(plain_, weight);
    execute(reorder_, {{DNNL_ARG_FROM, from.get()}, {DNNL_ARG_TO, out.get()}});
    return out;
}

void Product::forward(const float* large, const float* weight, const float* bias, float* small) const {
    const Memory w = blocked(weight), b = memory(bias_, bias), x = memory(large_, large), y = memory(small_, small);
    const Memory scratch = memory(scratch_, room(lane().scratch, scratch_));
    execute(primitive_, {{DNNL_ARG_SRC, x.get()},
                         {DNNL_ARG_WEIGHTS, w.get()},
                         {DNNL_ARG_BIAS, b.get()},
                         {DNNL_ARG_DST, y.get()},
                         {DNNL_ARG_SCRATCHPAD, scratch.get()}});
}

void Product::adjoint(const float* small, const float* weight, float* large) const {
    const Memory w = blocked(weight), x = memory(large_, large), y = memory(small_, small);
    const Memory scratch = memory(scratch_, room(lane().scratch, scratch_));
    execute(primitive_,
            {{DNNL_ARG_DIFF_DST, y.get()}, {DNNL_ARG_WEIGHTS, w.get()}, {DNNL_ARG_DIFF_SRC, x.get()}, {DNNL_ARG_SCRATCHPAD, scratch.get()}});
}

const float* Product::gradient(const float* large, const float* small) const {
    const Memory x = memory(large_, large), y = memory(small_, small), w = memory(blocked_, room(lane().blocked, blocked_));
    const Memory scratch = memory(scratch_, room(lane().scratch, scratch_));
    execute(primitive_,
            {{DNNL_ARG_SRC, x.get()}, {DNNL_ARG_DIFF_DST, y.get()}, {DNNL_ARG_DIFF_WEIGHTS, w.get()}, {DNNL_ARG_SCRATCHPAD, scratch.get()}});
    const Memory out = memory(plain_, room(lane().plain, plain_));
    execute(reorder_, {{DNNL_ARG_FROM, w.get()}, {DNNL_ARG_TO, out.get()}});
    return lane().plain.data();
}

class OnednnConvolution final : public Convolution {
public:
    explicit OnednnConvolution(const ConvGeometry& g) : Convolution(g), zeros_(1, g.filters), ones_(1, g.channels) { ones_.fill(1); }

    void forward(const Matrix& large, const Matrix& weight, const real* bias, Matrix& small, Rows rows) const override;
    void adjoint(const Matrix& small, const Matrix& weight, const real* bias, Matrix& large, Rows rows) const override;
    void weight_gradient(const Matrix& large, const Matrix& small, Rows images, Rows part, bool add, Matrix& grad) const override;
    bool gradient_at_once() const override { return true; }

private:
    /// Calls use(product, images) for some images at a time, mostly for all of `rows` at once.
    template <class Use>
    void for_each_product(Kind kind, Rows rows, const Use& use) const;
    const Product& product(Kind kind, std::size_t images) const;

    Matrix zeros_;  // in place of a bias that is null
    Matrix ones_;
    mutable std::mutex guard_;
    mutable std::map<std::pair<Kind, std::size_t>, std::unique_ptr<Product>> products_;
};

const Product& OnednnConvolution::product(Kind kind, std::size_t images) const {
    const std::lock_guard lock(guard_);
    std::unique_ptr<Product>& product = products_[{kind, images}];
    if (!product) product = std::make_unique<Product>(geometry(), kind, images);
    return *product;
}

template <class Use>
void OnednnConvolution::for_each_product(Kind kind, Rows rows, const Use& use) const {
    const std::size_t together = std::max<std::size_t>(1, most_numbers / std::max(geometry().large_size(), geometry().small_size()));
    for (std::size_t i = rows.begin; i < rows.end; i += together) {
        const Rows images = {i, std::min(i + together, rows.end)};
        use(product(kind, images.count()), images);
    }
}

void OnednnConvolution::forward(const Matrix& large, const Matrix& weight, const real* bias, Matrix& small, Rows rows) const {
    expect_fit(large, small, weight, rows);
    for_each_product(Kind::forward, rows, [&](const Product& product, Rows images) {
        product.forward(large.row(images.begin), weight.data(), bias != nullptr ? bias : zeros_.data(), small.row(images.begin));
    });
}

void OnednnConvolution::adjoint(const Matrix& small, const Matrix& weight, const real* bias, Matrix& large, Rows rows) const {
    expect_fit(large, small, weight, rows);
    const ConvGeometry& g = geometry();
    for_each_product(Kind::adjoint, rows, [&](const Product& product, Rows images) {
        real* const out = large.row(images.begin);
        product.adjoint(small.row(images.begin), weight.data(), out);
        if (bias != nullptr) patch_kernels().scale_shift(out, images.count() * g.height * g.width, g.channels, ones_.data(), bias, out);
    });
}

void OnednnConvolution::weight_gradient(const Matrix& large, const Matrix& small, Rows images, Rows part, bool add, Matrix& grad) const {
    expect_fit(large, small, grad, images);
    expect_part(part);
    if (part.count() == 0) return;
    real* const out = grad.row(part.begin);
    const std::size_t numbers = part.count() * grad.columns();
    if (!add) std::fill_n(out, numbers, real{0});
    for_each_product(Kind::gradient, images, [&](const Product& product, Rows some) {
        const real* const whole = product.gradient(large.row(some.begin), small.row(some.begin));
        std::transform(out, out + numbers, whole + part.begin * grad.columns(), out, std::plus<>());
    });
}

}  // namespace

std::unique_ptr<Convolution> make_onednn_convolution(const ConvGeometry& geometry) { return std::make_unique<OnednnConvolution>(geometry); }

}  // namespace gen
