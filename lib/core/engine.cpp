#include "core/engine.hpp"

#ifdef __GLIBC__
#include <gnu/libc-version.h>
#endif

#include <exception>
#include <system_error>

#include "core/error.hpp"
#include "core/kernels.hpp"
#include "core/matmul.hpp"
#include "core/portable/mode.hpp"
#include "core/processor.hpp"
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

namespace {

std::string onednn_name() {
    const dnnl_version_t& version = *onednn::library().version();
    const auto instructions = static_cast<unsigned>(onednn::library().get_effective_cpu_isa());
    return join("oneDNN ", version.major, '.', version.minor, '.', version.patch, '/', instructions, ", ");
}

}  // namespace

#else

namespace {

std::string onednn_name() { return ""; }

}  // namespace

bool has_onednn() { return false; }

std::string why_no_onednn() { return "not built in: " GEN_ONEDNN_ABSENT; }

std::string why_no_bf16() { return join("there is no oneDNN here (", why_no_onednn(), ")"); }

std::string engine_names() { return "blas"; }

#endif

#ifdef GEN_ONEDNN

LoadedAhead::LoadedAhead() {
    if (computes_portably() || !has_avx512() || !has_onednn()) return;
    try {
        thread_ = std::jthread([] {
            try {
                onednn::library();
            } catch (const std::exception&) {  // whoever needs it meets that again
            }
        });
    } catch (const std::system_error&) {
    }
}

#else

LoadedAhead::LoadedAhead() = default;

#endif

Arithmetic found_here(Arithmetic wanted) {
    if (computes_portably()) {
        if (wanted.engine == Engine::onednn) fail_usage("oneDNN computes otherwise on other processors: nothing portable");
        if (wanted.precision == Precision::bf16) fail_usage("products in bf16 are not portable");
        return {Engine::blas};
    }
    if (wanted.engine == Engine::onednn && !has_onednn()) fail_usage("there is no oneDNN here: ", why_no_onednn());
    if (wanted.precision == Precision::bf16 && wanted.engine == Engine::blas) fail_usage("BLAS computes no products in bf16, oneDNN does");
    if (wanted.precision == Precision::bf16)
        if (const std::string why = why_no_bf16(); !why.empty()) fail_usage("no products in bf16: ", why);
    if (!has_onednn()) wanted.engine = Engine::blas;
    return wanted;
}

std::string arithmetic_name(const Arithmetic& arithmetic) {
    if (computes_portably()) return join("portable ", portable_version);
    const Arithmetic found = found_here(arithmetic);
    std::string out = blas_name() + ", ";
    if (found.engine != Engine::blas) out += onednn_name();
    if (found.precision == Precision::bf16) out += "bf16, ";
    out += kernel_level();
#ifdef __GLIBC__
    out += join(", glibc ", gnu_get_libc_version());
#endif
    return out;
}

}  // namespace gen
