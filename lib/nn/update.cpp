#include "nn/update.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>

#include "core/error.hpp"
#include "core/kernels.hpp"

namespace gen {
namespace {

constexpr std::size_t tile_numbers = 64 * 1024;  // 256 KiB of float: a tile, its moments and gradient stay in the second-level cache

[[noreturn]] void diverged(bool intact) { throw Diverged("a gradient is not finite", intact); }

}  // namespace

WeightUpdate::WeightUpdate(std::vector<Pass> passes, const Optimizer& optimizer, double clip)
    : passes_(std::move(passes)), optimizer_(&optimizer), clip_(clip) {
    std::vector<Sequential*> networks;
    for (const Pass& pass : passes_)
        if (std::find(networks.begin(), networks.end(), pass.network) == networks.end()) networks.push_back(pass.network);
    for (Sequential* const network : networks)
        for (std::size_t layer = 0; layer < network->size(); ++layer) {
            const std::span<Parameter> parameters = network->layer(layer).parameters();
            for (std::size_t k = 0; k < parameters.size(); ++k) {
                Parameter& p = parameters[k];
                p.grad = Matrix(p.value.rows(), p.value.columns());
                optimizer.prepare(p);
                const std::size_t blocks = std::min(p.value.rows(), (p.value.size() + tile_numbers - 1) / tile_numbers);
                for (std::size_t i = 0; i < blocks; ++i) tiles_.push_back({network, layer, k, row_block(p.value.rows(), blocks, i)});
            }
        }
    const auto size = [this](const Tile& t) { return t.part.count() * parameter_of(t).value.columns(); };
    std::stable_sort(tiles_.begin(), tiles_.end(), [&](const Tile& a, const Tile& b) { return size(a) > size(b); });
    squares_.resize(tiles_.size());
}

Parameter& WeightUpdate::parameter_of(const Tile& tile) const { return tile.network->layer(tile.layer).parameters()[tile.parameter]; }

void WeightUpdate::sum_gradients(const Tile& tile) const {
    bool add = false;
    for (const Pass& pass : passes_) {
        if (pass.network != tile.network) continue;
        const Matrix& x = tile.layer == 0 ? *pass.x : pass.trace->y[tile.layer - 1];
        tile.network->layer(tile.layer).weight_gradient(x, pass.trace->dy[tile.layer], tile.parameter, tile.part, add);
        add = true;
    }
}

bool WeightUpdate::finite(const Tile& tile) const {
    const Matrix& grad = parameter_of(tile).grad;
    return kernels().all_finite(grad.row(tile.part.begin), tile.part.count() * grad.columns());
}

void WeightUpdate::update(const Tile& tile, const UpdateRule& rule) const {
    Parameter& p = parameter_of(tile);
    optimizer_->update(p, tile.part.begin * p.value.columns(), tile.part.end * p.value.columns(), rule);
}

void WeightUpdate::gradients(Parallel& parallel) {
    parallel.run(tiles_.size(), [this](std::size_t i) { sum_gradients(tiles_[i]); });
}

double WeightUpdate::run(std::uint64_t step, double rate, Parallel& parallel) {
    const UpdateRule rule = optimizer_->rule(step, rate);
    if (clip_ <= 0) {
        std::atomic<bool> all_finite = true;
        parallel.run(tiles_.size(), [&](std::size_t i) {
            sum_gradients(tiles_[i]);
            if (finite(tiles_[i])) update(tiles_[i], rule);
            else all_finite = false;
        });
        if (!all_finite) diverged(false);
        return 0;
    }
    parallel.run(tiles_.size(), [&](std::size_t i) {
        sum_gradients(tiles_[i]);
        const Matrix& grad = parameter_of(tiles_[i]).grad;
        squares_[i] = kernels().sum_of_squares(grad.row(tiles_[i].part.begin), tiles_[i].part.count() * grad.columns());
    });
    const double norm = std::sqrt(tree_sum(squares_.data(), squares_.size()));
    if (!std::isfinite(norm)) diverged(true);
    const double factor = std::min(1.0, clip_ / (norm + 1e-6));
    parallel.run(tiles_.size(), [&](std::size_t i) {
        Matrix& grad = parameter_of(tiles_[i]).grad;
        real* const begin = grad.row(tiles_[i].part.begin);
        if (factor < 1) std::transform(begin, begin + tiles_[i].part.count() * grad.columns(), begin, [f = static_cast<real>(factor)](real g) { return g * f; });
        update(tiles_[i], rule);
    });
    return norm;
}

}  // namespace gen
