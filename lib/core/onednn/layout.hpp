#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "core/onednn/library.hpp"

namespace gen::onednn {

#if DNNL_VERSION_MAJOR < 3
using LayoutHandle = const dnnl_memory_desc_t*;
#else
using LayoutHandle = const_dnnl_memory_desc_t;
#endif

/// The shape of a tensor, the type of its numbers, and how they lie.
class Layout {
public:
    Layout() = default;
    /// By oneDNN's name of it, or `dnnl_format_tag_any`: as a primitive wants it.
    Layout(std::initializer_list<std::size_t> shape, dnnl_data_type_t type, dnnl_format_tag_t tag);
    /// A matrix, its rows `stride` numbers apart; or, where `transposed`, the one that lies so is its transpose.
    static Layout matrix(std::size_t rows, std::size_t columns, std::size_t stride, bool transposed, dnnl_data_type_t type);
    /// As oneDNN says it of a primitive.
    static Layout of(LayoutHandle handle);

    LayoutHandle handle() const { return description_.get(); }
    std::size_t bytes() const { return library().memory_desc_get_size(handle()); }

private:
    using Description = std::remove_const_t<std::remove_pointer_t<LayoutHandle>>;
    std::shared_ptr<Description> description_;
};

/// `numbers` there as oneDNN sees them. It may write there only where the primitive does.
using Memory = Owned<dnnl_memory_t>;
Memory memory(const Layout& layout, const void* numbers);
/// To other numbers, that lie alike.
void point(const Memory& memory, const void* numbers);

}  // namespace gen::onednn
