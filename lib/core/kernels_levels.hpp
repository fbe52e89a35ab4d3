#pragma once

namespace gen {

struct Kernels;

// One table for each build of core/kernels_level.cpp.
namespace kernels_v1 {
const Kernels* table();
}
namespace kernels_v3 {
const Kernels* table();
}
namespace kernels_v4 {
const Kernels* table();
}

}  // namespace gen
