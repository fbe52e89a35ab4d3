#pragma once

#include <oneapi/dnnl/dnnl.h>

#include <cstddef>
#include <memory>
#include <string>
#include <type_traits>

// The names of oneDNN's functions that we use, without dnnl_.
// clang-format off
#define GEN_ONEDNN_FUNCTIONS(take) \
    take(convolution_backward_data_desc_init) take(convolution_backward_weights_desc_init) take(convolution_forward_desc_init) \
    take(engine_create) \
    take(memory_create) take(memory_destroy) take(memory_desc_get_size) take(memory_desc_init_by_tag) \
    take(primitive_attr_create) take(primitive_attr_destroy) take(primitive_attr_set_scratchpad_mode) \
    take(primitive_desc_create) take(primitive_desc_destroy) take(primitive_desc_query_md) \
    take(primitive_create) take(primitive_destroy) take(primitive_execute) \
    take(reorder_primitive_desc_create) \
    take(stream_create) take(stream_destroy) take(stream_wait)
// clang-format on

namespace gen::onednn {

/// oneDNN's C functions. The library is 40 MB and takes several milliseconds to load, so it is loaded when it is first asked for, not with the
/// program.
struct Library {
#define GEN_ONEDNN_MEMBER(name) decltype(&::dnnl_##name) name;  // NOLINT(bugprone-macro-parentheses): a member is named
    GEN_ONEDNN_FUNCTIONS(GEN_ONEDNN_MEMBER)
#undef GEN_ONEDNN_MEMBER
    dnnl_engine_t engine;                        // the processor
    void (*omp_set_num_threads)(int) = nullptr;  // of the OpenMP that oneDNN runs on, if it does
};

/// "libdnnl.so.2"
std::string library_name();

/// Whether the loader finds the library. Where it lies in a folder of the system or of LD_LIBRARY_PATH, it is not loaded for that.
bool is_installed();

/// Throws Fault::io when it cannot be loaded.
const Library& library();

/// Throws unless `status` is success: std::bad_alloc, or Fault::io.
void expect(dnnl_status_t status, const char* function);

struct Destroy {
    void operator()(dnnl_memory_t p) const { library().memory_destroy(p); }
    void operator()(dnnl_primitive_attr_t p) const { library().primitive_attr_destroy(p); }
    void operator()(dnnl_primitive_desc_t p) const { library().primitive_desc_destroy(p); }
    void operator()(dnnl_primitive_t p) const { library().primitive_destroy(p); }
    void operator()(dnnl_stream_t p) const { library().stream_destroy(p); }
};
template <class T>
using Owned = std::unique_ptr<std::remove_pointer_t<T>, Destroy>;
using Memory = Owned<dnnl_memory_t>;
using Attributes = Owned<dnnl_primitive_attr_t>;
using Description = Owned<dnnl_primitive_desc_t>;
using Primitive = Owned<dnnl_primitive_t>;
using Stream = Owned<dnnl_stream_t>;

/// Four dimensions as oneDNN counts them, [N][C][H][W], laid out as `tag` says.
dnnl_memory_desc_t tensor(std::size_t n, std::size_t c, std::size_t h, std::size_t w, dnnl_format_tag_t tag);

/// `numbers` there as oneDNN sees them.
Memory memory(const dnnl_memory_desc_t& layout, const float* numbers);

}  // namespace gen::onednn
