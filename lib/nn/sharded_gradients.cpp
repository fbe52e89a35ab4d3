#include "nn/sharded_gradients.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/departures.hpp"
#include "core/kernels.hpp"

namespace gen {
namespace {

/// Rows of a network that belong to a shard.
Rows shard_rows(const Sharding& sharding, const Pass& pass, std::size_t shard) {
    const std::size_t scale = pass.trace->scale;
    const Rows rows = sharding.rows(shard, batch_rows(pass) / scale);
    return {rows.begin * scale, rows.end * scale};
}

/// Each to the rank that has least to do so far, the largest first.
void share_out(std::vector<GradientTile>& tiles, std::size_t ranks) {
    std::vector<std::size_t> order(tiles.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&tiles](std::size_t a, std::size_t b) { return tiles[a].numbers() > tiles[b].numbers(); });
    std::vector<std::size_t> load(ranks, 0);
    for (const std::size_t i : order) {
        tiles[i].owner = static_cast<std::size_t>(std::min_element(load.begin(), load.end()) - load.begin());
        load[tiles[i].owner] += tiles[i].numbers();
    }
}

void add_to(real* sum, const real* more, std::size_t n) { kernels().add_scaled(more, 1, n, sum); }

}  // namespace

ShardedGradients::ShardedGradients(const Sharding& sharding, std::span<const Pass> passes, std::vector<GradientTile>& tiles)
    : sharding_(sharding), passes_(passes), tiles_(tiles) {
    share_out(tiles_, sharding_.ranks());
}

// What is sent of a layer, for each rank beside the first: x and dy of all rows, or as many numbers as it has weights. Its bias goes with its weight.
ShardedGradients::Made ShardedGradients::way_of(const Sequential& network, std::size_t step) const {
    const Layer& layer = network.step(step);
    if (layer.hints().gradient_from_memory) return Made::in_memory;
    const std::size_t operands = layer.gradient_cost(0).operands;
    std::size_t rows = 0;
    for (const Pass& pass : passes_) {
        if (pass.network != &network) continue;
        if (pass.tangent != nullptr) return Made::summed;
        rows += batch_rows(pass);
    }
    return operands > 0 && rows * operands < layer.parameters()[0].value.size() ? Made::gathered : Made::summed;
}

void ShardedGradients::begin() {
    sharding_.settle();  // a batch that was not learnt from may have begun
    const std::size_t own = sharding_.own().count();
    ways_.resize(tiles_.size());
    places_.resize(tiles_.size());
    has_sum_.assign(tiles_.size(), 0);
    left_.clear();
    first_.resize(tiles_.size());
    std::size_t numbers = 0;
    std::size_t received = 0;
    for (std::size_t i = 0; i < tiles_.size(); ++i) {
        ways_[i] = way_of(*tiles_[i].network, tiles_[i].step);
        places_[i] = numbers;
        first_[i] = received;
        if (ways_[i] != Made::summed) continue;
        numbers += tiles_[i].numbers();
        if (owns(tiles_[i])) received += tiles_[i].numbers() * (sharding_.ranks() - 1);
    }
    received_.resize(received);
    shards_.resize(own > 1 ? own : 0);
    for (Matrix& sums : shards_)
        if (sums.size() != numbers) sums.resize(1, numbers);
}

/// What tiles in a gathered way are made of, where it comes from rows that ranks share.
std::vector<Whole> ShardedGradients::operands(const Pass& pass) const {
    std::vector<Whole> wholes;
    if (!sharding_.is_shared() || pass.trace->mode.shards != sharding_.shards()) return wholes;
    std::vector<const Matrix*> operands;
    for (std::size_t i = 0; i < tiles_.size(); ++i) {
        if (tiles_[i].network != pass.network || ways_[i] != Made::gathered) continue;
        const Flow flow = pass.network->flow(*pass.x, *pass.trace, tiles_[i].step, Trains::yes);
        for (const Matrix* const m : {flow.x, flow.dy})
            if (std::find(operands.begin(), operands.end(), m) == operands.end()) operands.push_back(m);
    }
    for (const Matrix* const m : operands) wholes.push_back(rows_of(*m));
    return wholes;
}

void ShardedGradients::add(const Pass& pass, bool is_last, Left left, Parallel& parallel) {
    const std::size_t rows = batch_rows(pass) / pass.trace->scale;
    if (left == Left::all) {
        sharding_.begin_complete(operands(pass), rows);
        left_.push_back(&pass);
    } else {
        sharding_.complete(operands(pass), rows);
    }
    const bool sends = is_last && sharding_.is_shared();
    if (sends) receive(*pass.network);
    Departures sums(sends ? tiles_.size() : 0, [&](std::size_t i) {
        const GradientTile& tile = tiles_[i];
        if (tile.network != pass.network || ways_[i] != Made::summed || owns(tile)) return;
        sharding_.all().send(bytes_at(tile.first()), tile.numbers() * sizeof(real), tile.owner);
    });
    parallel.run(tiles_.size(), [&](std::size_t i) {
        if (tiles_[i].network == pass.network) {
            if (ways_[i] == Made::summed) {
                add_shards(i, pass);
                if (is_last && !shards_.empty()) sum_own(i);
            } else if (left == Left::nothing) {
                add_whole(i, pass);
            }
        }
        if (sends) sums.is_there(i);
    });
    sums.end();
}

void ShardedGradients::add_whole(std::size_t i, const Pass& pass) {
    if (!owns(tiles_[i])) return;
    sum_gradient(tiles_[i], pass, {0, batch_rows(pass)}, has_sum_[i] != 0);
    has_sum_[i] = 1;
}

void ShardedGradients::add_shards(std::size_t i, const Pass& pass) {
    const GradientTile& tile = tiles_[i];
    const Rows own = sharding_.own();
    const bool add = std::exchange(has_sum_[i], char{1}) != 0;
    if (shards_.empty()) return sum_gradient(tile, pass, shard_rows(sharding_, pass, own.begin), add);
    for (std::size_t shard = own.begin; shard < own.end; ++shard) {
        real* const kept = shards_[shard - own.begin].data() + places_[i];
        if (add) std::copy_n(kept, tile.numbers(), tile.first());
        sum_gradient(tile, pass, shard_rows(sharding_, pass, shard), add);
        std::copy_n(tile.first(), tile.numbers(), kept);
    }
}

/// Neighbours first, into the gradient.
void ShardedGradients::sum_own(std::size_t i) {
    const std::size_t n = tiles_[i].numbers();
    const auto sum = [&](std::size_t shard) { return shards_[shard].data() + places_[i]; };
    for (std::size_t distance = 1; distance < shards_.size(); distance *= 2)
        for (std::size_t shard = 0; shard < shards_.size(); shard += 2 * distance) add_to(sum(shard), sum(shard + distance), n);
    std::copy_n(sum(0), n, tiles_[i].first());
}

/// Begins to.
void ShardedGradients::receive(const Sequential& network) {
    for (std::size_t i = 0; i < tiles_.size(); ++i) {
        if (tiles_[i].network != &network || ways_[i] != Made::summed || !owns(tiles_[i])) continue;
        for (std::size_t rank = 0; rank < sharding_.ranks(); ++rank)
            if (rank != sharding_.rank()) sharding_.all().receive(bytes_at(received(i, rank)), tiles_[i].numbers() * sizeof(real), rank);
    }
}

real* ShardedGradients::received(std::size_t i, std::size_t rank) {
    return received_.data() + first_[i] + (rank < sharding_.rank() ? rank : rank - 1) * tiles_[i].numbers();
}

void ShardedGradients::end(Parallel& parallel, Task then) {
    if (sharding_.is_shared()) sharding_.all().finish();
    parallel.run(tiles_.size(), [&](std::size_t i) {
        if (!owns(tiles_[i])) return;
        if (ways_[i] != Made::summed) {
            for (const Pass* const pass : left_)
                if (pass->network == tiles_[i].network) add_whole(i, *pass);
        } else if (sharding_.is_shared()) {
            sum_ranks(i);
        }
        then(i);
    });
}

/// Neighbours first. Where the gradient itself is one of two, the sum comes into it.
void ShardedGradients::sum_ranks(std::size_t i) {
    thread_local std::vector<real*> sums;
    sums.clear();
    for (std::size_t rank = 0; rank < sharding_.ranks(); ++rank) sums.push_back(rank == sharding_.rank() ? tiles_[i].first() : received(i, rank));
    for (std::size_t distance = 1; distance < sums.size(); distance *= 2)
        for (std::size_t rank = 0; rank < sums.size(); rank += 2 * distance) {
            if (sums[rank + distance] == tiles_[i].first()) std::swap(sums[rank], sums[rank + distance]);
            add_to(sums[rank], sums[rank + distance], tiles_[i].numbers());
        }
}

}  // namespace gen
