#include "core/convolution.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "core/channel_kernels.hpp"
#include "core/onednn/primitive.hpp"
#include "core/work_time.hpp"

namespace gen {
namespace {

using namespace onednn;

constexpr std::size_t most_numbers = std::size_t{1} << 28;  // of the maps that go through a primitive together: it counts in int here and there

void compute(const Primitive& primitive, std::initializer_list<dnnl_exec_arg_t> arguments) {
    const TimedWork timed(Work::convolution);
    execute(primitive, {arguments.begin(), arguments.size()});
}

/// One of a convolution's products over so many images, which are floats or Rounded as the weight then is. Weights go through a reorder on the way,
/// the fast primitives want them in blocks; once, where they are `kept`.
class Product {
public:
    Product(const ConvGeometry& g, ConvolutionKind kind, std::size_t images, Precision precision, bool kept);

    void forward(const void* large, const float* weight, const float* bias, float* small) const;
    void adjoint(const void* small, const float* weight, float* large) const;
    void gradient(const void* large, const void* small, float* out) const;

private:
    Memory blocked(const float* weight) const;
    Memory reordered(const float* weight, Matrix& buffer) const;

    bool keeps_;
    mutable std::once_flag reordered_;
    mutable Matrix kept_;  // the weight in blocks
    Layout large_, small_, plain_, bias_, blocked_, scratch_;
    Primitive primitive_;
    Primitive reorder_;
};

Product::Product(const ConvGeometry& g, ConvolutionKind kind, std::size_t images, Precision precision, bool kept) : keeps_(kept) {
    using enum ConvolutionKind;
    const dnnl_data_type_t in = precision == Precision::bf16 ? dnnl_bf16 : dnnl_f32;
    const auto large = [&](dnnl_data_type_t type) { return Layout({images, g.channels, g.height, g.width}, type, dnnl_nhwc); };
    const auto small = [&](dnnl_data_type_t type) { return Layout({images, g.filters, g.small_height, g.small_width}, type, dnnl_nhwc); };
    const auto weight = [&](dnnl_data_type_t type, dnnl_format_tag_t tag) {
        return Layout({g.filters, g.channels, g.kernel_height, g.kernel_width}, type, tag);
    };
    plain_ = weight(dnnl_f32, dnnl_hwio);
    bias_ = Layout({g.filters}, dnnl_f32, dnnl_x);
    large_ = large(kind == adjoint ? dnnl_f32 : in);
    small_ = small(kind == forward ? dnnl_f32 : in);
    // The way back is described beside a way forward in the same numbers.
    const Description ahead =
        describe_convolution(g, forward, {large(in), weight(in, dnnl_format_tag_any), bias_, kind == forward ? small_ : small(in)}, nullptr);
    const Description back =
        kind == forward
            ? nullptr
            : describe_convolution(g, kind, {large_, weight(kind == gradient ? dnnl_f32 : in, dnnl_format_tag_any), bias_, small_}, ahead.get());
    const Description& description = kind == forward ? ahead : back;
    blocked_ = asked(description, kind == gradient ? dnnl_query_diff_weights_md : dnnl_query_weights_md);
    scratch_ = asked(description, dnnl_query_scratchpad_md);
    primitive_ = primitive(description);
    reorder_ = primitive(kind == gradient ? describe_reorder(blocked_, plain_) : describe_reorder(plain_, blocked_));
}

Memory Product::blocked(const float* weight) const {
    if (!keeps_) return reordered(weight, lane().weight);
    std::call_once(reordered_, [&] { reordered(weight, kept_); });
    return memory(blocked_, kept_.data());
}

Memory Product::reordered(const float* weight, Matrix& buffer) const {
    Memory out = memory(blocked_, room(buffer, blocked_));
    const Memory from = memory(plain_, weight);
    compute(reorder_, {{DNNL_ARG_FROM, from.get()}, {DNNL_ARG_TO, out.get()}});
    return out;
}

void Product::forward(const void* large, const float* weight, const float* bias, float* small) const {
    const Memory w = blocked(weight), b = memory(bias_, bias), x = memory(large_, large), y = memory(small_, small);
    const Memory scratch = memory(scratch_, room(lane().scratch, scratch_));
    compute(primitive_, {{DNNL_ARG_SRC, x.get()},
                         {DNNL_ARG_WEIGHTS, w.get()},
                         {DNNL_ARG_BIAS, b.get()},
                         {DNNL_ARG_DST, y.get()},
                         {DNNL_ARG_SCRATCHPAD, scratch.get()}});
}

void Product::adjoint(const void* small, const float* weight, float* large) const {
    const Memory w = blocked(weight), x = memory(large_, large), y = memory(small_, small);
    const Memory scratch = memory(scratch_, room(lane().scratch, scratch_));
    compute(primitive_,
            {{DNNL_ARG_DIFF_DST, y.get()}, {DNNL_ARG_WEIGHTS, w.get()}, {DNNL_ARG_DIFF_SRC, x.get()}, {DNNL_ARG_SCRATCHPAD, scratch.get()}});
}

void Product::gradient(const void* large, const void* small, float* gradient) const {
    const Memory x = memory(large_, large), y = memory(small_, small), w = memory(blocked_, room(lane().weight, blocked_));
    const Memory scratch = memory(scratch_, room(lane().scratch, scratch_));
    compute(primitive_,
            {{DNNL_ARG_SRC, x.get()}, {DNNL_ARG_DIFF_DST, y.get()}, {DNNL_ARG_DIFF_WEIGHTS, w.get()}, {DNNL_ARG_SCRATCHPAD, scratch.get()}});
    const Memory out = memory(plain_, gradient);
    compute(reorder_, {{DNNL_ARG_FROM, w.get()}, {DNNL_ARG_TO, out.get()}});
}

class OnednnConvolution final : public Convolution {
public:
    OnednnConvolution(const ConvGeometry& g, Precision precision)
        : Convolution(g), precision_(precision), zeros_(1, g.filters), ones_(1, g.channels) {
        ones_.fill(1);
    }

    void forward(const Operand& large, const Matrix& weight, const real* bias, Matrix& small, Rows rows) const override;
    void adjoint(const Operand& small, const Matrix& weight, const real* bias, Matrix& large, Rows rows) const override;
    void weight_gradient(const Operand& large, const Operand& small, Rows images, Rows part, bool add, Matrix& grad) const override;
    void keep_weight() override { keeps_weight_ = true; }
    bool gradient_at_once() const override { return true; }

private:
    /// Calls use(product, images) for some images at a time, mostly for all of `rows` at once.
    template <class Use>
    void for_each_product(ConvolutionKind kind, Rows rows, const Use& use) const;
    const Product& product(ConvolutionKind kind, std::size_t images) const;
    /// The numbers that products take, from row `first` on.
    const void* numbers(const Operand& maps, std::size_t first) const;

    Precision precision_;
    bool keeps_weight_ = false;
    Matrix zeros_;  // in place of a bias that is null
    Matrix ones_;
    mutable std::mutex guard_;
    mutable std::map<std::pair<ConvolutionKind, std::size_t>, std::unique_ptr<Product>> products_;
};

const Product& OnednnConvolution::product(ConvolutionKind kind, std::size_t images) const {
    const std::lock_guard lock(guard_);
    std::unique_ptr<Product>& product = products_[{kind, images}];
    if (!product) product = std::make_unique<Product>(geometry(), kind, images, precision_, keeps_weight_);
    return *product;
}

const void* OnednnConvolution::numbers(const Operand& maps, std::size_t first) const {
    if (precision_ == Precision::fp32) return maps.full->row(first);
    return maps.rounded->row(first);
}

template <class Use>
void OnednnConvolution::for_each_product(ConvolutionKind kind, Rows rows, const Use& use) const {
    const std::size_t together = std::max<std::size_t>(1, most_numbers / std::max(geometry().large_size(), geometry().small_size()));
    for (std::size_t i = rows.begin; i < rows.end; i += together) {
        const Rows images = {i, std::min(i + together, rows.end)};
        use(product(kind, images.count()), images);
    }
}

void OnednnConvolution::forward(const Operand& large, const Matrix& weight, const real* bias, Matrix& small, Rows rows) const {
    expect_fit(*large.full, small, weight, rows);
    for_each_product(ConvolutionKind::forward, rows, [&](const Product& product, Rows images) {
        product.forward(numbers(large, images.begin), weight.data(), bias != nullptr ? bias : zeros_.data(), small.row(images.begin));
    });
}

void OnednnConvolution::adjoint(const Operand& small, const Matrix& weight, const real* bias, Matrix& large, Rows rows) const {
    expect_fit(large, *small.full, weight, rows);
    const ConvGeometry& g = geometry();
    for_each_product(ConvolutionKind::adjoint, rows, [&](const Product& product, Rows images) {
        real* const out = large.row(images.begin);
        product.adjoint(numbers(small, images.begin), weight.data(), out);
        if (bias != nullptr) channel_kernels().scale_shift(out, images.count() * g.height * g.width, g.channels, ones_.data(), bias, out);
    });
}

void OnednnConvolution::weight_gradient(const Operand& large, const Operand& small, Rows images, Rows part, bool add, Matrix& grad) const {
    expect_fit(*large.full, *small.full, grad, images);
    expect_part(part);
    if (part.count() == 0) return;
    real* const out = grad.row(part.begin);
    const std::size_t size = part.count() * grad.columns();
    if (!add && images.count() == 0) std::fill_n(out, size, real{0});
    for_each_product(ConvolutionKind::gradient, images, [&](const Product& product, Rows some) {
        const bool at_its_place = !add && some.begin == images.begin && size == grad.size();
        if (at_its_place) return product.gradient(numbers(large, some.begin), numbers(small, some.begin), out);
        Matrix& whole = lane().gradient;
        whole.resize(grad.rows(), grad.columns());
        product.gradient(numbers(large, some.begin), numbers(small, some.begin), whole.data());
        const real* const of_part = whole.row(part.begin);
        if (!add && some.begin == images.begin)
            std::copy_n(of_part, size, out);
        else
            std::transform(out, out + size, of_part, out, std::plus<>());
    });
}

}  // namespace

std::unique_ptr<Convolution> make_onednn_convolution(const ConvGeometry& geometry, Precision precision) {
    return std::make_unique<OnednnConvolution>(geometry, precision);
}

}  // namespace gen
