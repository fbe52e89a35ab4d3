#include "nn/update.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>

#include "core/error.hpp"
#include "core/kernels.hpp"
#include "nn/average.hpp"

namespace gen {
namespace {

constexpr std::size_t tile_numbers = 64 * 1024;      // 256 KiB of float: a tile, its moments and gradient stay in the second-level cache
constexpr std::size_t tile_products = 512 * 1024;    // for a row of the batch

[[noreturn]] void diverged(bool intact) { throw Diverged("a gradient is not finite", intact); }

}  // namespace

WeightUpdate::WeightUpdate(std::vector<Pass> passes, const Optimizer& optimizer, const UpdateOptions& options, bool in_arena)
    : passes_(std::move(passes)), optimizer_(&optimizer), options_(options) {
    each_parameter([&](Sequential* network, std::size_t step, std::size_t k, Parameter& p) {
        if (!in_arena) p.grad = Matrix(p.value.rows(), p.value.columns());
        optimizer.prepare(p);
        if (network->step(step).finishes_gradient(k)) whole_.push_back({network, step, k, {0, p.value.rows()}});
        const std::size_t products = p.value.size() * network->step(step).uses(k);
        const std::size_t wanted = std::max((p.value.size() + tile_numbers - 1) / tile_numbers, (products + tile_products - 1) / tile_products);
        const std::size_t blocks = network->step(step).gradient_at_once(k) ? 1 : std::min(p.value.rows(), wanted);
        for (std::size_t i = 0; i < blocks; ++i) tiles_.push_back({network, step, k, row_block(p.value.rows(), blocks, i)});
    });
    const auto cost = [this](const Tile& t) { return t.part.count() * parameter_of(t).value.columns() * t.network->step(t.step).uses(t.parameter); };
    std::stable_sort(tiles_.begin(), tiles_.end(), [&](const Tile& a, const Tile& b) { return cost(a) > cost(b); });
    squares_.resize(tiles_.size());
}

/// use(network, step, number of the parameter in it, parameter), network by network.
template <class Use>
void WeightUpdate::each_parameter(const Use& use) const {
    std::vector<Sequential*> networks;
    for (const Pass& pass : passes_)
        if (std::find(networks.begin(), networks.end(), pass.network) == networks.end()) networks.push_back(pass.network);
    for (Sequential* const network : networks)
        for (std::size_t step = 0; step < network->steps(); ++step) {
            const std::span<Parameter> parameters = network->step(step).parameters();
            for (std::size_t k = 0; k < parameters.size(); ++k) use(network, step, k, parameters[k]);
        }
}

void WeightUpdate::take(Arena& arena) const {
    each_parameter([&](Sequential*, std::size_t, std::size_t, Parameter& p) { arena.take(p.grad, p.value.rows(), p.value.columns()); });
}

Pipeline::Uses WeightUpdate::operands(const Pass& pass) const {
    Pipeline::Uses uses = pass.network->gradient_operands(*pass.x, *pass.trace);
    if (pass.tangent != nullptr) {
        const Pipeline::Uses of_tangent = pass.network->gradient_operands(*pass.v, *pass.tangent);
        uses.insert(uses.end(), of_tangent.begin(), of_tangent.end());
    }
    each_parameter([&](Sequential* network, std::size_t, std::size_t, Parameter& p) {
        if (network == pass.network) uses.push_back(&p.grad);
    });
    return uses;
}

Pipeline::Uses WeightUpdate::operands() const {
    Pipeline::Uses uses;
    for (const Pass& pass : passes_) {
        const Pipeline::Uses more = operands(pass);
        uses.insert(uses.end(), more.begin(), more.end());
    }
    return uses;
}

Parameter& WeightUpdate::parameter_of(const Tile& tile) const { return tile.network->step(tile.step).parameters()[tile.parameter]; }

void WeightUpdate::sum_gradients(const Tile& tile, std::size_t first, std::size_t last) const {
    bool add = std::any_of(passes_.begin(), passes_.begin() + static_cast<std::ptrdiff_t>(first), [&](const Pass& pass) { return pass.network == tile.network; });
    for (std::size_t i = first; i < last; ++i) {
        const Pass& pass = passes_[i];
        if (pass.network != tile.network) continue;
        Layer& layer = tile.network->step(tile.step);
        const Flow flow = tile.network->flow(*pass.x, *pass.trace, tile.step);
        if (pass.tangent == nullptr) {
            layer.weight_gradient(flow, tile.parameter, tile.part, add);
        } else {
            Matrix& grad = layer.parameters()[tile.parameter].grad;
            if (!add) std::fill_n(grad.row(tile.part.begin), tile.part.count() * grad.columns(), real{0});
            layer.tangent_weight_gradient(flow, tile.network->tangent_flow(*pass.v, *pass.trace, *pass.tangent, tile.step), tile.parameter, tile.part);
        }
        add = true;
    }
}

bool WeightUpdate::finite(const Tile& tile) const {
    const Matrix& grad = parameter_of(tile).grad;
    return kernels().all_finite(grad.row(tile.part.begin), tile.part.count() * grad.columns());
}

void WeightUpdate::update(const Tile& tile, const UpdateRule& rule, double decay) const {
    Parameter& p = parameter_of(tile);
    const std::size_t begin = tile.part.begin * p.value.columns();
    const std::size_t end = tile.part.end * p.value.columns();
    optimizer_->update(p, begin, end, rule);
    if (options_.weight_limit > 0) {
        const auto limit = static_cast<real>(options_.weight_limit);
        kernels().clamp(p.value.data() + begin, end - begin, -limit, limit);
    }
    if (decay <= 0) return;
    const auto rest = static_cast<real>(1 - decay);
    for (std::size_t i = begin; i < end; ++i) p.average.data()[i] += rest * (p.value.data()[i] - p.average.data()[i]);
}

double WeightUpdate::square(const Tile& tile) const {
    const Matrix& grad = parameter_of(tile).grad;
    return kernels().sum_of_squares(grad.row(tile.part.begin), tile.part.count() * grad.columns());
}

void WeightUpdate::finish(Parallel& parallel) const {
    parallel.run(whole_.size(), [this](std::size_t i) { whole_[i].network->step(whole_[i].step).finish_gradient(whole_[i].parameter); });
}

void WeightUpdate::sum_first(Parallel& parallel) {
    parallel.run(tiles_.size(), [this](std::size_t i) { sum_gradients(tiles_[i], 0, 1); });
    summed_ = 1;
}

void WeightUpdate::gradients(Parallel& parallel) {
    parallel.run(tiles_.size(), [this](std::size_t i) { sum_rest(tiles_[i]); });
    summed_ = 0;
    finish(parallel);
}

double WeightUpdate::run(std::uint64_t step, double rate, Parallel& parallel) {
    const UpdateRule rule = optimizer_->rule(step, rate);
    const double decay = options_.average > 0 ? average_decay(options_.average, step) : 0;
    if (options_.clip <= 0 && whole_.empty()) {
        std::atomic<bool> all_finite = true;
        parallel.run(tiles_.size(), [&](std::size_t i) {
            sum_rest(tiles_[i]);
            if (options_.norm) squares_[i] = square(tiles_[i]);
            if (options_.norm ? std::isfinite(squares_[i]) : finite(tiles_[i])) update(tiles_[i], rule, decay);
            else all_finite = false;
        });
        summed_ = 0;
        if (!all_finite) diverged(false);
        return options_.norm ? std::sqrt(tree_sum(squares_.data(), squares_.size())) : 0;
    }
    parallel.run(tiles_.size(), [&](std::size_t i) {
        sum_rest(tiles_[i]);
        if (whole_.empty()) squares_[i] = square(tiles_[i]);
    });
    summed_ = 0;
    if (!whole_.empty()) {
        finish(parallel);
        parallel.run(tiles_.size(), [&](std::size_t i) { squares_[i] = square(tiles_[i]); });
    }
    const double norm = std::sqrt(tree_sum(squares_.data(), squares_.size()));
    if (!std::isfinite(norm)) diverged(true);
    const double factor = options_.clip > 0 ? std::min(1.0, options_.clip / (norm + 1e-6)) : 1;
    parallel.run(tiles_.size(), [&](std::size_t i) {
        Matrix& grad = parameter_of(tiles_[i]).grad;
        real* const begin = grad.row(tiles_[i].part.begin);
        if (factor < 1) std::transform(begin, begin + tiles_[i].part.count() * grad.columns(), begin, [f = static_cast<real>(factor)](real g) { return g * f; });
        update(tiles_[i], rule, decay);
    });
    return options_.clip > 0 || options_.norm ? norm : 0;
}

}  // namespace gen
