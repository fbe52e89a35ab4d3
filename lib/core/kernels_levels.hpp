#pragma once

namespace gen {

struct Kernels;
struct PatchKernels;

// One table for each build of core/kernels_level.cpp and core/convolution_level.cpp.
namespace kernels_v1 {
const Kernels* table();
const PatchKernels* patch_table();
}  // namespace kernels_v1
namespace kernels_v3 {
const Kernels* table();
const PatchKernels* patch_table();
}  // namespace kernels_v3
namespace kernels_v4 {
const Kernels* table();
const PatchKernels* patch_table();
}  // namespace kernels_v4
namespace kernels_portable {
const Kernels* table();
const PatchKernels* patch_table();
}  // namespace kernels_portable

}  // namespace gen
