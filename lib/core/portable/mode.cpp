#include "core/portable/mode.hpp"

#include <atomic>

#include "core/error.hpp"
#include "core/processor.hpp"

namespace gen {
namespace {

std::atomic<bool> is_portable = false;

}  // namespace

#ifdef GEN_KERNEL_LEVELS
std::string why_not_portable() { return has_avx2() ? "" : "this processor has no AVX2 and FMA, it is no x86-64-v3"; }
#else
std::string why_not_portable() { return "this processor is no x86-64-v3"; }
#endif

void compute_portably(bool portably) {
    if (const std::string why = why_not_portable(); portably && !why.empty()) fail_usage("no portable arithmetic: ", why);
    is_portable.store(portably, std::memory_order_relaxed);
}

bool computes_portably() { return is_portable.load(std::memory_order_relaxed); }

}  // namespace gen
