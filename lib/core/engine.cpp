#include "core/engine.hpp"

#include "core/error.hpp"
#ifdef GEN_ONEDNN
#include "core/onednn.hpp"
#endif

namespace gen {

#ifdef GEN_ONEDNN

bool has_onednn() {
    static const bool installed = onednn::is_installed();
    return installed;
}

std::string why_no_onednn() { return has_onednn() ? "" : join(onednn::library_name(), " is not installed"); }

std::string engine_names() {
    return has_onednn() ? join("blas, oneDNN ", DNNL_VERSION_MAJOR, '.', DNNL_VERSION_MINOR, '.', DNNL_VERSION_PATCH) : "blas";
}

#else

bool has_onednn() { return false; }

std::string why_no_onednn() { return "not built in: " GEN_ONEDNN_ABSENT; }

std::string engine_names() { return "blas"; }

#endif

}  // namespace gen
