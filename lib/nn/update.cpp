#include "nn/update.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <iterator>
#include <limits>

#include "core/departures.hpp"
#include "core/error.hpp"
#include "core/kernels.hpp"
#include "core/range.hpp"
#include "core/work_time.hpp"
#include "nn/average.hpp"

namespace gen {
namespace {

constexpr std::size_t tile_numbers = std::size_t{64} * 1024;     // 256 KiB of float: a tile, its moments and gradient stay in the second-level cache
constexpr std::size_t tile_products = std::size_t{1024} * 1024;  // for a row of the batch
// Of fewer rows a product spends its time on reading the gradients of outputs; two tiles there are nevertheless, for two threads.
constexpr std::size_t fewest_tile_rows = 16;
constexpr std::size_t fewest_tiles = 2;

}  // namespace

WeightUpdate::WeightUpdate(std::vector<Pass> passes, const Optimizer& optimizer, const UpdateOptions& options, bool in_arena)
    : passes_(std::move(passes)), optimizer_(&optimizer), options_(options) {
    if (options_.states == nullptr) options_.states = (own_ = std::make_unique<LearningStates>()).get();
    const Sequential* last = nullptr;
    each_parameter([&](Sequential* network, std::size_t step, std::size_t k, Parameter& p) {
        if (!in_arena) p.grad = Matrix(p.value.rows(), p.value.columns());
        if (network != last) look_up(*network);
        last = network;
        add_tiles(network, step, k, p);
    });
    const auto cost = [this](const GradientTile& t) {
        return t.part.count() * numbers_[t.number].value->columns() * t.network->step(t.step).gradient_cost(t.parameter).products;
    };
    std::stable_sort(tiles_.begin(), tiles_.end(), [&](const GradientTile& a, const GradientTile& b) { return cost(a) > cost(b); });
    in_batch_ = std::make_unique<BatchGradients>(passes_, tiles_);
    summed_.assign(passes_.size(), 0);
    squares_.resize(tiles_.size());
    gradients_.resize(tiles_.size());
    largest_.assign(tiles_.size(), std::numeric_limits<real>::infinity());  // not known before the first update
}

void WeightUpdate::look_up(Sequential& network) {
    LearningState& state = options_.states->of(network);
    optimizer_->prepare(network, state);
    if (options_.average > 0) state.average.fit(network);
    gen::each_parameter(network, [&](Parameter& p, std::size_t i) {
        Numbers numbers = {&p.value, &p.grad, {}, options_.average > 0 ? &state.average.parameters[i] : nullptr};
        for (std::size_t k = 0; k < optimizer_->moments().size(); ++k) numbers.moments.push_back(&state.moments[k].parameters[i]);
        numbers_.push_back(std::move(numbers));
    });
}

void WeightUpdate::add_tiles(Sequential* network, std::size_t step, std::size_t k, const Parameter& p) {
    const auto found = std::find_if(numbers_.begin(), numbers_.end(), [&p](const Numbers& numbers) { return numbers.value == &p.value; });
    const auto number = static_cast<std::size_t>(found - numbers_.begin());
    const Parametrisation* const weight = network->step(step).parametrisation();
    const GradientCost cost = network->step(step).gradient_cost(k);
    if (weight != nullptr && weight->finishes_gradient(k)) whole_.push_back({network, step, k, {0, p.value.rows()}, number});
    const std::size_t products = p.value.size() * cost.products;
    const std::size_t wanted = std::max((p.value.size() + tile_numbers - 1) / tile_numbers, (products + tile_products - 1) / tile_products);
    const std::size_t blocks = cost.at_once ? 1 : std::min({p.value.rows(), wanted, std::max(p.value.rows() / fewest_tile_rows, fewest_tiles)});
    for (std::size_t i = 0; i < blocks; ++i) tiles_.push_back({network, step, k, row_block(p.value.rows(), blocks, i), number});
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

void WeightUpdate::take(Arena& arena) {
    summed_.assign(passes_.size(), 0);
    each_parameter([&](Sequential*, std::size_t, std::size_t, Parameter& p) { arena.take(p.grad, p.value.rows(), p.value.columns()); });
}

Pipeline::Uses WeightUpdate::gradients_of(const Pass& pass) const {
    Pipeline::Uses uses;
    each_parameter([&](Sequential* network, std::size_t, std::size_t, Parameter& p) {
        if (network == pass.network) uses.push_back(&p.grad);
    });
    return uses;
}

Pipeline::Uses WeightUpdate::operands(const Pass& pass) const {
    Pipeline::Uses uses = gradients_of(pass);
    const auto add = [&uses](const Pipeline::Uses& more) { uses.insert(uses.end(), more.begin(), more.end()); };
    add(pass.network->gradient_operands(*pass.x, *pass.trace));
    if (pass.tangent != nullptr) add(pass.network->gradient_operands(*pass.v, *pass.tangent));
    return uses;
}

real WeightUpdate::update(const Numbers& numbers, std::size_t begin, std::size_t end, const Move& move) const {
    const TimedWork timed(Work::optimiser);
    real* const grad = numbers.grad->data();
    real* const value = numbers.value->data();
    if (move.factor < 1) std::transform(grad + begin, grad + end, grad + begin, [f = static_cast<real>(move.factor)](real g) { return g * f; });
    const real largest = optimizer_->update(*numbers.value, *numbers.grad, numbers.moments, begin, end, move.rule);
    if (options_.weight_limit > 0) {
        const auto limit = static_cast<real>(options_.weight_limit);
        kernels().clamp(value + begin, end - begin, -limit, limit);
    }
    if (move.decay <= 0) return largest;
    const auto rest = static_cast<real>(1 - move.decay);
    real* const average = numbers.average->data();
    for (std::size_t i = begin; i < end; ++i) average[i] += rest * (value[i] - average[i]);
    return largest;
}

/// Tries it on a copy of the tile.
bool WeightUpdate::would_be_finite(const GradientTile& tile, const Move& move) const {
    const Numbers& numbers = numbers_[tile.number];
    std::vector<Matrix*> all = {numbers.value, numbers.grad};
    if (numbers.average != nullptr) all.push_back(numbers.average);
    all.insert(all.end(), numbers.moments.begin(), numbers.moments.end());
    std::vector<Matrix> copies(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        copies[i].resize(tile.part.count(), all[i]->columns());
        std::copy_n(all[i]->row(tile.part.begin), copies[i].size(), copies[i].data());
    }
    Numbers copy = {&copies[0], &copies[1], {}, numbers.average != nullptr ? &copies[2] : nullptr};
    for (std::size_t i = all.size() - numbers.moments.size(); i < all.size(); ++i) copy.moments.push_back(&copies[i]);
    update(copy, 0, copies[0].size(), move);
    copies[1].fill(0);  // the gradient may overflow where it is not used any more
    return std::all_of(copies.begin(), copies.end(), [](const Matrix& m) { return in_range(kernels().largest(m.data(), m.size())); });
}

// As a rule the largest numbers tell that the step is safe; beyond all reason a trial does.
void WeightUpdate::expect_finite(const Move& move, Parallel& parallel) const {
    if (!std::all_of(gradients_.begin(), gradients_.end(), [](double g) { return std::isfinite(g); }))
        throw Diverged("a gradient is not finite", true);
    const double gradient = move.factor * *std::max_element(gradients_.begin(), gradients_.end());
    const auto largest = static_cast<double>(*std::max_element(largest_.begin(), largest_.end()));
    if (optimizer_->stays_finite(move.rule, gradient, largest)) return;
    std::atomic<bool> all_finite = true;
    parallel.run(tiles_.size(), [&](std::size_t i) {
        if (owns(tiles_[i]) && !would_be_finite(tiles_[i], move)) all_finite = false;
    });
    if (parallel.sharding().any(!all_finite)) throw Diverged("a weight or a moment is not finite", true);
}

double WeightUpdate::square(const GradientTile& tile) const {
    const Matrix& grad = *numbers_[tile.number].grad;
    return kernels().sum_of_squares(grad.row(tile.part.begin), tile.part.count() * grad.columns());
}

void WeightUpdate::finish(Parallel& parallel) const {
    parallel.run(whole_.size(),
                 [this](std::size_t i) { whole_[i].network->step(whole_[i].step).parametrisation()->finish_gradient(whole_[i].parameter); });
}

void WeightUpdate::sum_now(std::size_t pass, Parallel& parallel) {
    share(parallel.sharding());
    if (sharded_)
        add_shards(pass, ShardedGradients::Left::nothing, parallel);
    else
        in_batch_->sum(summed_, parallel, [](std::size_t) {}, &passes_[pass]);
    summed_[pass] = 1;
}

void WeightUpdate::share(const Sharding& sharding) {
    if (sharded_ || sharding.shards() == 1) return;
    sharded_ = std::make_unique<ShardedGradients>(sharding, passes_, tiles_);
    if (sharding.is_shared()) options_.states->when_completed([this] { complete_moments(); });
}

/// The first one of a batch begins it.
void WeightUpdate::add_shards(std::size_t pass, ShardedGradients::Left left, Parallel& parallel) {
    if (std::none_of(summed_.begin(), summed_.end(), [](char sum) { return sum != 0; })) sharded_->begin();
    summed_[pass] = 1;
    bool is_last = true;  // of its network
    for (std::size_t i = 0; i < passes_.size(); ++i) is_last = is_last && (summed_[i] != 0 || passes_[i].network != passes_[pass].network);
    sharded_->add(passes_[pass], is_last, left, parallel);
}

/// And then(number) of each tile of this rank, on any thread.
void WeightUpdate::sum_shards(Parallel& parallel, Task then) {
    for (std::size_t i = 0; i < passes_.size(); ++i)
        if (summed_[i] == 0) add_shards(i, ShardedGradients::Left::all, parallel);
    sharded_->end(parallel, then);
}

/// Of parameters whose gradients are finished once they are there whole.
void WeightUpdate::complete_gradients() const {
    if (!sharded_) return;
    std::vector<Ranks::Piece> pieces;
    for (const GradientTile& tile : tiles_)
        if (std::any_of(whole_.begin(), whole_.end(), [&tile](const GradientTile& all) { return all.number == tile.number; }))
            pieces.push_back({bytes_at(tile.first()), tile.numbers() * sizeof(real), tile.owner});
    sharded_->complete(pieces);
}

void WeightUpdate::complete_measures() {
    if (!sharded_) return;
    std::vector<Ranks::Piece> pieces;
    for (std::vector<double>* const measures : {&gradients_, &squares_})
        for (std::size_t i = 0; i < tiles_.size(); ++i) pieces.push_back({bytes_at(&(*measures)[i]), sizeof(double), tiles_[i].owner});
    for (std::size_t i = 0; i < tiles_.size(); ++i) pieces.push_back({bytes_at(&largest_[i]), sizeof(real), tiles_[i].owner});
    sharded_->complete(pieces);
}

/// use(first, bytes) of what a tile's owner changes and all have.
template <class Use>
void WeightUpdate::each_shared(const GradientTile& tile, const Use& use) const {
    for (Matrix* const m : {numbers_[tile.number].value, numbers_[tile.number].average})
        if (m != nullptr) use(bytes_at(m->row(tile.part.begin)), tile.numbers() * sizeof(real));
}

void WeightUpdate::update_tile(std::size_t i, const Move& move) {
    const Numbers& numbers = numbers_[tiles_[i].number];
    const std::size_t columns = numbers.value->columns();
    largest_[i] = update(numbers, tiles_[i].part.begin * columns, tiles_[i].part.end * columns, move);
}

/// What is new goes to the others while more is updated.
void WeightUpdate::update_shared(const Move& move, Parallel& parallel) {
    Ranks& ranks = sharded_->sharding().all();
    for (const GradientTile& tile : tiles_)
        if (!owns(tile)) each_shared(tile, [&](std::byte* first, std::size_t bytes) { ranks.receive(first, bytes, tile.owner); });
    Departures updated(tiles_.size(), [&](std::size_t i) {
        if (owns(tiles_[i])) each_shared(tiles_[i], [&ranks](const std::byte* first, std::size_t bytes) { ranks.send_all(first, bytes); });
    });
    parallel.run(tiles_.size(), [&](std::size_t i) {
        if (owns(tiles_[i])) update_tile(i, move);
        updated.is_there(i);
    });
    updated.end();
    ranks.finish();
}

void WeightUpdate::complete_moments() const {
    std::vector<Ranks::Piece> pieces;
    for (const GradientTile& tile : tiles_)
        for (Matrix* const m : numbers_[tile.number].moments)
            pieces.push_back({bytes_at(m->row(tile.part.begin)), tile.numbers() * sizeof(real), tile.owner});
    sharded_->complete(pieces);
}

void WeightUpdate::gradients(Parallel& parallel) {
    share(parallel.sharding());
    if (sharded_)
        sum_shards(parallel, [](std::size_t) {});
    else
        in_batch_->sum(summed_, parallel, [](std::size_t) {});
    complete_gradients();
    summed_.assign(passes_.size(), 0);
    finish(parallel);
}

/// The gradient of tile i, while it is in the cache; returns the largest of its numbers, or more.
double WeightUpdate::measure(std::size_t i) {
    const TimedWork timed(Work::optimiser);
    const Matrix& grad = *numbers_[tiles_[i].number].grad;
    if (!measures()) return static_cast<double>(kernels().largest(grad.row(tiles_[i].part.begin), tiles_[i].part.count() * grad.columns()));
    squares_[i] = square(tiles_[i]);
    return std::sqrt(squares_[i]);
}

double WeightUpdate::run(std::uint64_t step, double rate, Parallel& parallel) {
    share(parallel.sharding());
    const bool at_once = whole_.empty();
    const auto measured = [&](std::size_t i) {
        if (at_once) gradients_[i] = measure(i);
    };
    if (sharded_)
        sum_shards(parallel, measured);
    else
        in_batch_->sum(summed_, parallel, measured);
    summed_.assign(passes_.size(), 0);
    if (!whole_.empty()) {
        complete_gradients();
        finish(parallel);
    }
    if (!at_once)
        parallel.run(tiles_.size(), [this](std::size_t i) {
            if (owns(tiles_[i])) gradients_[i] = measure(i);
        });
    complete_measures();
    const double norm = measures() ? std::sqrt(tree_sum(squares_.data(), squares_.size())) : 0;
    const Move move = {.rule = optimizer_->rule(step, rate),
                       .factor = options_.clip > 0 ? std::min(1.0, options_.clip / (norm + 1e-6)) : 1,
                       .decay = options_.average > 0 ? average_decay(options_.average, step) : 0};
    expect_finite(move, parallel);
    if (sharded_ && sharded_->sharding().is_shared())
        update_shared(move, parallel);
    else
        parallel.run(tiles_.size(), [&](std::size_t number) { update_tile(tiles_.size() - 1 - number, move); });  // the last are still in the cache
    return norm;
}

}  // namespace gen
