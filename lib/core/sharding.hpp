#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/matrix.hpp"
#include "core/ranks.hpp"
#include "core/whole.hpp"

namespace gen {

/// How a batch is cut into parts, the shards, by its rows alone, and which of them this process takes where several ranks share it: each has as many,
/// in order. Blocks of rows lie within shards, and sums go over a fixed tree of shards: results depend on their number, never on that of ranks.
class Sharding {
public:
    Sharding() = default;
    /// Throws Fault::usage unless `shards` is a power of two and the ranks are a divisor of it. Null: there is one process.
    explicit Sharding(std::size_t shards, Ranks* ranks = nullptr);

    std::size_t shards() const { return shards_; }
    std::size_t ranks() const { return ranks_ == nullptr ? 1 : ranks_->size(); }
    std::size_t rank() const { return ranks_ == nullptr ? 0 : ranks_->rank(); }
    bool is_shared() const { return ranks() > 1; }
    /// Those that take part; only where it is shared.
    Ranks& all() const { return *ranks_; }

    /// Shards of this process, and of a rank.
    Rows own() const { return of_rank(rank()); }
    Rows of_rank(std::size_t rank) const;
    /// Blocks of a batch: row_blocks() of them (core/parallel.hpp), or so many more that each shard has the same number.
    std::size_t blocks(std::size_t rows) const;
    /// The rows of a shard; and those of this process.
    Rows rows(std::size_t shard, std::size_t rows) const;
    Rows own_rows(std::size_t rows) const;
    /// The blocks of this process.
    Rows own_blocks(std::size_t rows) const;

    /// Every rank has all of these, for a batch of so many rows.
    void complete(std::span<const Whole> wholes, std::size_t rows) const;
    /// Begins to; they are whole once Ranks::wait() has returned.
    void begin_complete(std::span<const Whole> wholes, std::size_t rows) const;
    /// Whether any rank says so; and what any says, bit by bit.
    bool any(bool here) const { return is_shared() ? ranks_->any(here) : here; }
    std::byte said(std::byte here) const { return is_shared() ? ranks_->said(here) : here; }
    /// Moves on what ranks have begun to send.
    void progress() const {
        if (ranks_ != nullptr) ranks_->progress();
    }
    /// Waits for it, where it is not needed any more.
    void settle() const {
        if (ranks_ != nullptr) ranks_->wait();
    }

private:
    std::vector<Ranks::Piece>& pieces(std::span<const Whole> wholes, std::size_t rows) const;

    std::size_t shards_ = 1;
    Ranks* ranks_ = nullptr;
};

}  // namespace gen
