#include "nn/batch_gradients.hpp"

#include <algorithm>

#include "core/blocks.hpp"
#include "core/kernels.hpp"

namespace gen {
namespace {

constexpr std::size_t fewest_rows = 16;  // of a batch that is cut
constexpr std::size_t most_parts = 4;    // each takes as much memory as the weight

}  // namespace

BatchGradients::BatchGradients(std::span<const Pass> passes, const std::vector<GradientTile>& tiles) : passes_(passes), tiles_(tiles) {
    places_.resize(tiles.size());
}

bool BatchGradients::takes(const GradientTile& tile, std::size_t pass) const {
    return passes_[pass].network == tile.network && (only_ != nullptr ? only_ == &passes_[pass] : summed_[pass] == 0);
}

std::size_t BatchGradients::cost_of(const GradientTile& tile) const {
    std::size_t passes = 0;
    for (std::size_t i = 0; i < passes_.size(); ++i) passes += static_cast<std::size_t>(takes(tile, i));
    return passes == 0 ? 0 : passes * tile.numbers() * tile.layer().gradient_cost(tile.parameter).products;
}

std::size_t BatchGradients::parts_of(const GradientTile& tile, std::size_t cost_of_all) const {
    if (!tile.layer().gradient_cost(tile.parameter).at_once || 2 * cost_of(tile) <= cost_of_all) return 1;
    std::size_t parts = 1;
    for (std::size_t i = 0; i < passes_.size(); ++i) {
        if (!takes(tile, i)) continue;
        if (passes_[i].tangent != nullptr) return 1;
        const std::size_t rows = batch_rows(passes_[i]);
        if (rows >= fewest_rows) parts = std::max(parts, std::min(row_blocks(rows), most_parts));
    }
    return parts;
}

void BatchGradients::sum(std::span<const char> summed, Parallel& parallel, Task then, const Pass* only) {
    summed_ = summed;
    only_ = only;
    parts_.clear();
    cut_.clear();
    std::size_t cost = 0;
    for (const GradientTile& tile : tiles_) cost += cost_of(tile);
    for (std::size_t i = 0; i < tiles_.size(); ++i) {
        const std::size_t of = parts_of(tiles_[i], cost);
        for (std::size_t number = 0; number < of; ++number) parts_.push_back({i, number, of});
        if (of == 1) continue;
        cut_.push_back(i);
        places_[i].resize(of - 1);
    }
    parallel.run(parts_.size(), [&](std::size_t i) {
        sum_part(parts_[i]);
        if (parts_[i].of == 1) then(parts_[i].tile);
    });
    parallel.run(cut_.size(), [&](std::size_t i) {
        add_parts(cut_[i]);
        then(cut_[i]);
    });
}

void BatchGradients::sum_part(const Part& part) {
    const GradientTile& tile = tiles_[part.tile];
    Matrix* const place = part.number == 0 ? nullptr : &places_[part.tile][part.number - 1];
    if (place != nullptr) place->resize(tile.grad().rows(), tile.grad().columns());
    bool add = false;
    for (std::size_t i = 0; i < passes_.size(); ++i) add = add || (place == nullptr && summed_[i] != 0 && passes_[i].network == tile.network);
    for (std::size_t i = 0; i < passes_.size(); ++i) {
        if (!takes(tile, i)) continue;
        sum_gradient(tile, passes_[i], row_block(batch_rows(passes_[i]), part.of, part.number), add, place);
        add = true;
    }
}

void BatchGradients::add_parts(std::size_t tile) {
    for (const Matrix& part : places_[tile]) kernels().add_scaled(part.data(), 1, part.size(), tiles_[tile].first());
}

}  // namespace gen
