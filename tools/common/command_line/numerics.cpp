#include "tools/common/command_line/numerics.hpp"

#include "core/error.hpp"
#include "core/kernels.hpp"
#include "core/matmul.hpp"

namespace gen {

std::vector<std::pair<std::string, std::string>> numerics() {
    return {{"blas", blas_name()}, {"engine", engine_names()}, {"kernels", kernel_level()}};
}

Engine parse_engine(std::string_view name) {
    if (name == "blas") return Engine::blas;
    if (name != "onednn") return Engine::automatic;
    if (!has_onednn()) fail_usage("--engine onednn: there is no oneDNN here (", why_no_onednn(), "), expected auto or blas");
    return Engine::onednn;
}

std::string text(Engine engine) {
    if (engine == Engine::onednn) return "onednn";
    return engine == Engine::automatic && has_onednn() ? "auto" : "blas";
}

}  // namespace gen
