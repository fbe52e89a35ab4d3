#include "core/engine.hpp"

#include "core/error.hpp"
#ifdef GEN_ONEDNN
#include "core/onednn/library.hpp"
#endif

namespace gen {

#ifdef GEN_ONEDNN

bool has_onednn() {
    static const bool installed = onednn::is_installed();
    return installed;
}

std::string why_no_onednn() { return has_onednn() ? "" : join(onednn::library_name(), " is not installed"); }

std::string why_no_bf16() {
    if (!has_onednn()) return join("there is no oneDNN here (", why_no_onednn(), ")");
    return onednn::runs(dnnl_cpu_isa_avx512_core_bf16) ? "" : "this processor has no AVX512_BF16";
}

std::string engine_names() {
    return has_onednn() ? join("blas, oneDNN ", DNNL_VERSION_MAJOR, '.', DNNL_VERSION_MINOR, '.', DNNL_VERSION_PATCH) : "blas";
}

#else

bool has_onednn() { return false; }

std::string why_no_onednn() { return "not built in: " GEN_ONEDNN_ABSENT; }

std::string why_no_bf16() { return join("there is no oneDNN here (", why_no_onednn(), ")"); }

std::string engine_names() { return "blas"; }

#endif

Arithmetic found_here(Arithmetic wanted) {
    if (wanted.engine == Engine::onednn && !has_onednn()) fail_usage("there is no oneDNN here: ", why_no_onednn());
    if (wanted.precision == Precision::bf16 && wanted.engine == Engine::blas) fail_usage("BLAS computes no products in bf16, oneDNN does");
    if (wanted.precision == Precision::bf16)
        if (const std::string why = why_no_bf16(); !why.empty()) fail_usage("no products in bf16: ", why);
    if (!has_onednn()) wanted.engine = Engine::blas;
    return wanted;
}

}  // namespace gen
