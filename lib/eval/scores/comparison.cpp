#include "eval/scores/comparison.hpp"

#include <algorithm>

namespace gen {

const ManifoldScores& Comparison::manifold() {
    if (!manifold_) {
        const std::size_t k = std::max(options.precision.k, options.density.k);
        manifold_ = manifold_scores({real_rows.features(), real_rows.others(k, parallel)}, {samples.features(), samples.others(k, parallel)},
                                    options.precision, options.density, parallel);
    }
    return *manifold_;
}

}  // namespace gen
