#include "tools/common/numerics.hpp"

#include "core/kernels.hpp"
#include "core/matmul.hpp"

namespace gen {

std::vector<std::pair<std::string, std::string>> numerics() { return {{"blas", blas_name()}, {"engine", "blas"}, {"kernels", kernel_level()}}; }

}  // namespace gen
