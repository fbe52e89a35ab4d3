#include "tools/common/numerics.hpp"

#include "core/matmul.hpp"

namespace gen {

std::vector<std::pair<std::string, std::string>> numerics() { return {{"blas", blas_name()}, {"engine", "blas"}}; }

}  // namespace gen
