#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/parallel.hpp"
#include "nn/gradient_tile.hpp"

namespace gen {

/// Gradients of a batch in shards, which ranks may share. Those of a layer are made in one of two ways, by shapes alone:
/// - summed: of each shard on its own, then over a tree of shards, neighbours first. Ranks send each other sums of their shards.
/// - gathered: what they are made of goes to all ranks, and the owner of a tile computes it of the whole batch. So it is where that is less to send:
///   dense layers whose rows times their inputs and outputs are fewer than their weights, in fp32.
/// What a layer has in its memory anyway (batch norm) is computed like the latter, and nothing is sent.
/// Sums go to other ranks tile by tile while more tiles are computed; after sum_now() of a batch-norm network while its batch goes on.
class ShardedGradients {
public:
    /// Tiles get their owners.
    ShardedGradients(const Sharding& sharding, std::span<const Pass> passes, std::vector<GradientTile>& tiles);

    /// Before the first pass of a batch.
    void begin();
    /// What is left of a pass after add(): nothing that counts, or what gradients are made of, till end(). Then less is waited for.
    enum class Left : bool { nothing, all };
    /// The gradients of a pass come on top of those before it. With the last of its network the sums of each tile begin to go to its owner, once
    /// they are there.
    void add(const Pass& pass, bool is_last, Left left, Parallel& parallel);
    /// After the last of all: each owner has those of its tiles, for each of which then(number of the tile) is called.
    void end(Parallel& parallel, Task then);

    bool owns(const GradientTile& tile) const { return tile.owner == sharding_.rank(); }
    const Sharding& sharding() const { return sharding_; }
    /// Nothing is sent where one process has all.
    void complete(std::span<const Ranks::Piece> pieces) const {
        if (sharding_.is_shared()) sharding_.all().complete(pieces);
    }

private:
    enum class Made : char { summed, gathered, in_memory };
    Made way_of(const Sequential& network, std::size_t step) const;
    std::vector<Whole> operands(const Pass& pass) const;
    void add_whole(std::size_t tile, const Pass& pass);
    void add_shards(std::size_t tile, const Pass& pass);
    void sum_own(std::size_t tile);
    void receive(const Sequential& network);
    void sum_ranks(std::size_t tile);
    real* received(std::size_t tile, std::size_t rank);

    Sharding sharding_;
    std::span<const Pass> passes_;
    std::vector<GradientTile>& tiles_;
    std::vector<Made> ways_;           // of each tile, in this batch
    std::vector<char> has_sum_;        // of each tile: a pass has been added
    std::vector<const Pass*> left_;    // whose gathered gradients are still to come
    std::vector<Matrix> shards_;       // sums of own shards, one after the other in a row each; of one the gradient itself is its place
    std::vector<std::size_t> places_;  // of each tile in such a row
    std::vector<real> received_;       // of each own tile the sums of the other ranks, one after the other
    std::vector<std::size_t> first_;   // of each own tile in there
};

}  // namespace gen
