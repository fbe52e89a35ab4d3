#include "core/kernels.hpp"

#include <cstdlib>
#include <string>
#include <string_view>

#include "core/channel_kernels.hpp"
#include "core/error.hpp"
#include "core/kernels_levels.hpp"
#include "core/patch_kernels.hpp"
#include "core/portable/mode.hpp"
#include "core/processor.hpp"
#include "core/winograd/kernels.hpp"
#include "core/words.hpp"

namespace gen {
namespace {

struct Level {
    const Kernels* kernels;
    const PatchKernels* patch_kernels;
    bool usable;
};

Level choose() {
    const char* const wanted = std::getenv("GEN_KERNELS");
    Level best = {};
    Words known;
#ifdef GEN_KERNEL_LEVELS
    const Level levels[] = {{kernels_v1::table(), kernels_v1::patch_table(), true},
                            {kernels_v3::table(), kernels_v3::patch_table(), has_avx2()},
                            {kernels_v4::table(), kernels_v4::patch_table(), has_avx512()}};
#else
    const Level levels[] = {{kernels_v1::table(), kernels_v1::patch_table(), true}};
#endif
    for (const Level& level : levels) {
        if (!level.usable) continue;
        known.push_back(level.kernels->level);
        if (wanted == nullptr || std::string_view(level.kernels->level) == wanted) best = level;
    }
    if (best.kernels == nullptr) fail_usage("GEN_KERNELS is ", wanted, ", expected one of ", listed(known), did_you_mean(wanted, known));
    return best;
}

const Level& chosen() {
#ifdef GEN_KERNEL_LEVELS
    static const Level portable = {kernels_portable::table(), kernels_portable::patch_table(), true};
    if (computes_portably()) return portable;
#endif
    static const Level level = choose();
    return level;
}

}  // namespace

const Kernels& kernels() { return *chosen().kernels; }
const PatchKernels& patch_kernels() { return *chosen().patch_kernels; }
const ChannelKernels& channel_kernels() { return *patch_kernels().channels; }
const WinogradKernels& winograd_kernels() { return *patch_kernels().winograd; }

}  // namespace gen
