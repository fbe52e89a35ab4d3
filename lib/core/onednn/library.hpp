// onednn: oneDNN, versions 2 and 3, as an engine of products. Nothing outside of this folder includes its headers.
#pragma once

#include <oneapi/dnnl/dnnl.h>

#include <memory>
#include <string>
#include <type_traits>

// The names of oneDNN's functions that we use, without dnnl_: those of both versions, and those of one.
// clang-format off
#define GEN_ONEDNN_COMMON_FUNCTIONS(take) \
    take(engine_create) take(get_effective_cpu_isa) \
    take(memory_create) take(memory_desc_get_size) take(memory_destroy) take(memory_set_data_handle) \
    take(post_ops_append_sum) take(post_ops_create) take(post_ops_destroy) \
    take(primitive_attr_create) take(primitive_attr_destroy) take(primitive_attr_set_post_ops) take(primitive_attr_set_scratchpad_mode) \
    take(primitive_create) take(primitive_desc_destroy) take(primitive_desc_query_md) take(primitive_destroy) take(primitive_execute) \
    take(reorder_primitive_desc_create) \
    take(stream_create) take(stream_destroy) take(stream_wait) take(version)
#if DNNL_VERSION_MAJOR < 3
#define GEN_ONEDNN_FUNCTIONS(take) \
    GEN_ONEDNN_COMMON_FUNCTIONS(take) \
    take(convolution_backward_data_desc_init) take(convolution_backward_weights_desc_init) take(convolution_forward_desc_init) \
    take(matmul_desc_init) \
    take(memory_desc_init_by_strides) take(memory_desc_init_by_tag) \
    take(primitive_desc_create)
#else
#define GEN_ONEDNN_FUNCTIONS(take) \
    GEN_ONEDNN_COMMON_FUNCTIONS(take) \
    take(convolution_backward_data_primitive_desc_create) take(convolution_backward_weights_primitive_desc_create) \
    take(convolution_forward_primitive_desc_create) \
    take(matmul_primitive_desc_create) \
    take(memory_desc_clone) take(memory_desc_create_with_strides) take(memory_desc_create_with_tag) take(memory_desc_destroy)
#endif
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

/// "libdnnl.so.2", "libdnnl.so.3.7"
const std::string& library_name();

/// Whether the loader finds the library. Where it lies in a folder of the system or of LD_LIBRARY_PATH, it is not loaded for that.
bool is_installed();

/// Throws Fault::io when it cannot be loaded.
const Library& library();

/// Whether this processor, and ONEDNN_MAX_CPU_ISA, give it these instructions.
bool runs(dnnl_cpu_isa_t instructions);

/// Throws unless `status` is success: std::bad_alloc, or Fault::io.
void expect(dnnl_status_t status, const char* function);

struct Destroy {
    void operator()(dnnl_memory_t p) const { library().memory_destroy(p); }
    void operator()(dnnl_post_ops_t p) const { library().post_ops_destroy(p); }
    void operator()(dnnl_primitive_attr_t p) const { library().primitive_attr_destroy(p); }
    void operator()(dnnl_primitive_desc_t p) const { library().primitive_desc_destroy(p); }
    void operator()(dnnl_primitive_t p) const { library().primitive_destroy(p); }
    void operator()(dnnl_stream_t p) const { library().stream_destroy(p); }
};
template <class T>
using Owned = std::unique_ptr<std::remove_pointer_t<T>, Destroy>;

}  // namespace gen::onednn
