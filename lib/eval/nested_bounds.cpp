#include "eval/nested_bounds.hpp"

#include "core/error.hpp"
#include "core/parallel.hpp"
#include "eval/log_mean.hpp"

namespace gen {

std::vector<double> nested_bounds(const std::vector<double>& log_weights, const std::vector<std::size_t>& sizes) {
    std::vector<double> bounds;
    for (const std::size_t size : sizes) {
        if (size == 0 || size > log_weights.size()) fail("blocks of ", size, " weights do not fit ", log_weights.size());
        std::vector<double> blocks;
        for (std::size_t first = 0; first + size <= log_weights.size(); first += size)
            blocks.push_back(log_mean_exp({log_weights.data() + first, size}).value);
        bounds.push_back(tree_sum(blocks.data(), blocks.size()) / static_cast<double>(blocks.size()));
    }
    return bounds;
}

}  // namespace gen
