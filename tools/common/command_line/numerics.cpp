#include "tools/common/command_line/numerics.hpp"

#include "core/error.hpp"
#include "core/kernels.hpp"
#include "core/matmul.hpp"
#include "core/portable/mode.hpp"

namespace gen {

std::vector<std::pair<std::string, std::string>> numerics() {
    if (computes_portably()) return {{"engine", arithmetic_name({})}, {"kernels", kernel_level()}};
    return {{"blas", blas_name()}, {"engine", engine_names()}, {"kernels", kernel_level()}};
}

Engine parse_engine(std::string_view name) {
    if (name == "blas") return Engine::blas;
    if (name != "onednn") return Engine::automatic;
    if (!has_onednn()) fail_usage("--engine onednn: there is no oneDNN here (", why_no_onednn(), "), expected auto or blas");
    return Engine::onednn;
}

void describe_precision(OptionVisitor& v, std::string_view group, std::string& precision) {
    v.visit({.name = "precision",
             .help = "numbers that products are computed of: floats, or bfloat16 on processors that have instructions for it, which are not faster "
                     "on each of them; sums and weights stay floats",
             .group = group,
             .choices = {"fp32", "bf16"},
             .unrecorded = "fp32"},
            precision);
}

void describe_portable(OptionVisitor& v, std::string_view group, bool& portable) {
    v.visit({.name = "portable",
             .help = "the same bytes on every x86-64-v3 processor (AVX2, FMA), whoever made it: kernels and products of our own, chosen for none",
             .group = group,
             .unrecorded = "false"},
            portable);
}

void take_portable(bool portable, std::string_view precision, std::string_view engine) {
    if (!portable) return;
    if (precision == "bf16") fail_usage("--portable computes by floats, it cannot go with --precision bf16");
    if (engine != "auto") fail_usage("--portable computes products by kernels of its own, it cannot go with --engine ", engine);
    if (const std::string why = why_not_portable(); !why.empty()) fail_usage("--portable: ", why);
    compute_portably();
}

Arithmetic parse_arithmetic(std::string_view engine, std::string_view precision, bool portable) {
    take_portable(portable, precision, engine);
    const Arithmetic arithmetic = {parse_engine(engine), parse_precision(precision)};
    if (arithmetic.precision == Precision::bf16 && arithmetic.engine == Engine::blas)
        fail_usage("--precision bf16: BLAS computes no such products, expected --engine auto or onednn");
    return arithmetic;
}

Precision parse_precision(std::string_view name) {
    if (name != "bf16") return Precision::fp32;
    if (const std::string why = why_no_bf16(); !why.empty()) fail_usage("--precision bf16: ", why, ", expected fp32");
    return Precision::bf16;
}

std::string text(Engine engine) {
    if (computes_portably()) return "auto";  // what goes with it, whatever there is here
    if (engine == Engine::onednn) return "onednn";
    return engine == Engine::automatic && has_onednn() ? "auto" : "blas";
}

}  // namespace gen
