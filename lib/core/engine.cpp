#include "core/engine.hpp"

#include "core/error.hpp"
#ifdef GEN_ONEDNN
#include <oneapi/dnnl/dnnl_version.h>
#endif

namespace gen {

#ifdef GEN_ONEDNN

bool has_onednn() { return true; }

std::string why_no_onednn() { return ""; }

std::string engine_names() { return join("blas, oneDNN ", DNNL_VERSION_MAJOR, '.', DNNL_VERSION_MINOR, '.', DNNL_VERSION_PATCH); }

#else

bool has_onednn() { return false; }

std::string why_no_onednn() { return GEN_ONEDNN_ABSENT; }

std::string engine_names() { return "blas"; }

#endif

}  // namespace gen
