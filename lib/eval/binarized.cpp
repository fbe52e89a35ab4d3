#include "eval/binarized.hpp"

#include <vector>

#include "core/kernels.hpp"
#include "core/random.hpp"

namespace gen {

void Binarized::read(std::size_t row, real* out) const {
    data_->read(row, out);
    if (way_ == Way::none) return;
    std::vector<real> at(columns(), real{0.5});
    if (way_ == Way::dynamic) random_uniform({seed_, Purpose::valid_binarize, 0}, static_cast<std::uint32_t>(row), at.data(), at.size());
    kernels().threshold(out, at.data(), at.size(), out);
}

}  // namespace gen
