#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/parallel.hpp"
#include "nn/gradient_tile.hpp"

namespace gen {

/// Gradients of a batch in one shard, tile by tile. One that comes at once and takes longer than all others together would keep one thread busy while
/// others wait: it is computed of parts of the rows, each in a place of its own, and these are summed in their order. How many depends on shapes
/// alone.
class BatchGradients {
public:
    /// These stay where they are.
    BatchGradients(std::span<const Pass> passes, const std::vector<GradientTile>& tiles);

    /// Of those passes that are not `summed`, or of `only` one; in their order, on top of those that are. Calls then(number of the tile) for each
    /// tile once its own is there, on any thread.
    void sum(std::span<const char> summed, Parallel& parallel, Task then, const Pass* only = nullptr);

private:
    struct Part {
        std::size_t tile;
        std::size_t number;
        std::size_t of;
    };
    bool takes(const GradientTile& tile, std::size_t pass) const;
    std::size_t cost_of(const GradientTile& tile) const;
    std::size_t parts_of(const GradientTile& tile, std::size_t cost_of_all) const;
    void sum_part(const Part& part);
    void add_parts(std::size_t tile);

    std::span<const Pass> passes_;
    const std::vector<GradientTile>& tiles_;
    std::span<const char> summed_;  // in this call, as `only_`
    const Pass* only_ = nullptr;
    std::vector<Part> parts_;
    std::vector<std::size_t> cut_;             // tiles in more than one part
    std::vector<std::vector<Matrix>> places_;  // of each tile, for all parts but the first
};

}  // namespace gen
