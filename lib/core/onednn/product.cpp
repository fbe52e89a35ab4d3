#include "core/onednn/product.hpp"

#include <map>

#include "core/onednn/primitive.hpp"
#include "core/work_time.hpp"

namespace gen::onednn {
namespace {

constexpr std::size_t most_kept = 512;  // shapes; a network has a few dozen

struct Product {
    Layout left, right, bias, out, scratch;
    Primitive primitive;

    explicit Product(const ProductShape& s)
        : left(Layout::matrix(s.rows, s.inner, s.left_stride, s.left_transposed, type(s))),
          right(Layout::matrix(s.inner, s.columns, s.right_stride, s.right_transposed, type(s))),
          bias(Layout::matrix(1, s.columns, s.columns, false, dnnl_f32)),
          out(Layout::matrix(s.rows, s.columns, s.out_stride, false, dnnl_f32)) {
        const Description description = describe_product(left, right, s.bias ? &bias : nullptr, out, s.add);
        scratch = asked(description, dnnl_query_scratchpad_md);
        primitive = onednn::primitive(description);
    }
    static dnnl_data_type_t type(const ProductShape& s) { return s.rounded ? dnnl_bf16 : dnnl_f32; }
};

/// This thread's: no thread waits for another one.
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
    const Memory a = memory(p.left, left), b = memory(p.right, right), c = memory(p.out, out);
    const Memory scratch = memory(p.scratch, room(lane().scratch, p.scratch));
    const Memory added = s.bias ? memory(p.bias, bias) : nullptr;
    const TimedProduct timed(s.rows, s.inner, s.columns, s.left_transposed, s.right_transposed);
    if (s.bias)
        execute(p.primitive, {{DNNL_ARG_SRC, a.get()},
                              {DNNL_ARG_WEIGHTS, b.get()},
                              {DNNL_ARG_BIAS, added.get()},
                              {DNNL_ARG_DST, c.get()},
                              {DNNL_ARG_SCRATCHPAD, scratch.get()}});
    else
        execute(p.primitive, {{DNNL_ARG_SRC, a.get()}, {DNNL_ARG_WEIGHTS, b.get()}, {DNNL_ARG_DST, c.get()}, {DNNL_ARG_SCRATCHPAD, scratch.get()}});
}

}  // namespace gen::onednn
