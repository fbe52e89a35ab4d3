#include "core/onednn/product.hpp"

#include <map>
#include <vector>

#include "core/onednn/primitive.hpp"
#include "core/work_time.hpp"

namespace gen::onednn {
namespace {

constexpr std::size_t most_kept = 512;  // shapes; a network has a few dozen

/// One thread's. Its memories point to the numbers of each call in turn: making them anew takes a microsecond or two.
class Product {
public:
    explicit Product(const ProductShape& s) {
        const Layout left = Layout::matrix(s.rows, s.inner, s.left_stride, s.left_transposed, type(s));
        const Layout right = Layout::matrix(s.inner, s.columns, s.right_stride, s.right_transposed, type(s));
        const Layout bias = Layout::matrix(1, s.columns, s.columns, false, dnnl_f32);
        const Layout out = Layout::matrix(s.rows, s.columns, s.out_stride, false, dnnl_f32);
        const Description description = describe_product(left, right, s.bias ? &bias : nullptr, out, s.add);
        scratch_layout_ = asked(description, dnnl_query_scratchpad_md);
        primitive_ = primitive(description);
        left_ = memory(left, nullptr);
        right_ = memory(right, nullptr);
        out_ = memory(out, nullptr);
        scratch_ = memory(scratch_layout_, nullptr);
        arguments_ = {
            {DNNL_ARG_SRC, left_.get()}, {DNNL_ARG_WEIGHTS, right_.get()}, {DNNL_ARG_DST, out_.get()}, {DNNL_ARG_SCRATCHPAD, scratch_.get()}};
        if (!s.bias) return;
        bias_ = memory(bias, nullptr);
        arguments_.push_back({DNNL_ARG_BIAS, bias_.get()});
    }

    void run(const void* left, const void* right, float* out, const float* bias) const {
        point(left_, left);
        point(right_, right);
        point(out_, out);
        point(scratch_, room(lane().scratch, scratch_layout_));
        if (bias_) point(bias_, bias);
        execute(primitive_, arguments_);
    }

private:
    static dnnl_data_type_t type(const ProductShape& s) { return s.rounded ? dnnl_bf16 : dnnl_f32; }

    Layout scratch_layout_;
    Memory left_, right_, bias_, out_, scratch_;
    std::vector<dnnl_exec_arg_t> arguments_;
    Primitive primitive_;
};

/// No thread waits for another one.
const Product& product_of(const ProductShape& shape) {
    thread_local std::map<ProductShape, Product> products;
    const auto found = products.find(shape);
    if (found != products.end()) return found->second;
    if (products.size() == most_kept) products.clear();
    return products.emplace(shape, Product(shape)).first->second;
}

}  // namespace

void product(const ProductShape& s, const void* left, const void* right, float* out, const float* bias) {
    const Product& p = product_of(s);
    const TimedProduct timed(s.rows, s.inner, s.columns, s.left_transposed, s.right_transposed);
    p.run(left, right, out, bias);
}

}  // namespace gen::onednn
