#include "core/onednn/layout.hpp"

#include <algorithm>

namespace gen::onednn {
namespace {

dnnl_dim_t dimension(std::size_t n) { return static_cast<dnnl_dim_t>(n); }

#if DNNL_VERSION_MAJOR < 3

template <class Fill>
std::shared_ptr<dnnl_memory_desc_t> described(const Fill& fill, const char* function) {
    auto out = std::make_shared<dnnl_memory_desc_t>();
    expect(fill(out.get()), function);
    return out;
}
const auto by_tag = [](const Library& l) { return l.memory_desc_init_by_tag; };
const auto by_strides = [](const Library& l) { return l.memory_desc_init_by_strides; };
const auto cloned = [](dnnl_memory_desc_t* out, LayoutHandle from) {
    *out = *from;
    return dnnl_success;
};

#else

template <class Fill>
std::shared_ptr<dnnl_memory_desc> described(const Fill& fill, const char* function) {
    dnnl_memory_desc_t out = nullptr;
    expect(fill(&out), function);
    return {out, [](dnnl_memory_desc_t p) { library().memory_desc_destroy(p); }};
}
const auto by_tag = [](const Library& l) { return l.memory_desc_create_with_tag; };
const auto by_strides = [](const Library& l) { return l.memory_desc_create_with_strides; };
const auto cloned = [](dnnl_memory_desc_t* out, LayoutHandle from) { return library().memory_desc_clone(out, from); };

#endif

}  // namespace

Layout::Layout(std::initializer_list<std::size_t> shape, dnnl_data_type_t type, dnnl_format_tag_t tag) {
    dnnl_dims_t dimensions = {};
    std::transform(shape.begin(), shape.end(), dimensions, dimension);
    const int count = static_cast<int>(shape.size());
    description_ = described([&](auto* out) { return by_tag(library())(out, count, dimensions, type, tag); }, "memory_desc_by_tag");
}

Layout Layout::matrix(std::size_t rows, std::size_t columns, std::size_t stride, bool transposed, dnnl_data_type_t type) {
    const dnnl_dims_t dimensions = {dimension(rows), dimension(columns)};
    const dnnl_dims_t strides = {dimension(transposed ? 1 : stride), dimension(transposed ? stride : 1)};
    Layout layout;
    layout.description_ = described([&](auto* out) { return by_strides(library())(out, 2, dimensions, type, strides); }, "memory_desc_by_strides");
    return layout;
}

Layout Layout::of(LayoutHandle handle) {
    Layout layout;
    layout.description_ = described([&](auto* out) { return cloned(out, handle); }, "memory_desc_clone");
    return layout;
}

Memory memory(const Layout& layout, const void* numbers) {
    dnnl_memory_t out = nullptr;
    expect(library().memory_create(&out, layout.handle(), library().engine, const_cast<void*>(numbers)), "memory_create");
    return Memory(out);
}

void point(const Memory& memory, const void* numbers) {
    expect(library().memory_set_data_handle(memory.get(), const_cast<void*>(numbers)), "memory_set_data_handle");
}

}  // namespace gen::onednn
