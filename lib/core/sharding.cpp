#include "core/sharding.hpp"

#include <bit>

#include "core/blocks.hpp"
#include "core/error.hpp"

namespace gen {

Sharding::Sharding(std::size_t shards, Ranks* ranks) : shards_(shards), ranks_(ranks) {
    if (!std::has_single_bit(shards)) fail_usage(shards, " shards, expected a power of two");
    if (shards % this->ranks() != 0)
        fail_usage(this->ranks(), " ranks share ", shards, shards == 1 ? " shard" : " shards", ", expected a multiple of the ranks, as ",
                   std::bit_ceil(this->ranks()));
}

Rows Sharding::of_rank(std::size_t rank) const { return row_block(shards_, ranks(), rank); }

std::size_t Sharding::blocks(std::size_t rows) const { return (row_blocks(rows) + shards_ - 1) / shards_ * shards_; }

Rows Sharding::rows(std::size_t shard, std::size_t rows) const { return row_block(rows, shards_, shard); }

Rows Sharding::own_rows(std::size_t rows) const { return row_block(rows, ranks(), rank()); }

Rows Sharding::own_blocks(std::size_t rows) const { return row_block(blocks(rows), ranks(), rank()); }

/// Those of a thread, which are made anew.
std::vector<Ranks::Piece>& Sharding::pieces(std::span<const Whole> wholes, std::size_t rows) const {
    thread_local std::vector<Ranks::Piece> pieces;
    pieces.clear();
    for (const Whole& whole : wholes) {
        const Whole::Lines lines = whole.lines();
        const std::size_t units = whole.of == Whole::Of::rows ? rows : blocks(rows);
        if (units == 0) continue;
        const std::size_t unit = lines.bytes / units;
        for (std::size_t r = 0; r < ranks(); ++r) {
            const Rows part = row_block(units, ranks(), r);
            for (std::size_t line = 0; line < lines.count; ++line)
                pieces.push_back({lines.first + line * lines.stride + part.begin * unit, part.count() * unit, r});
        }
    }
    return pieces;
}

void Sharding::complete(std::span<const Whole> wholes, std::size_t rows) const {
    if (is_shared()) ranks_->complete(pieces(wholes, rows));
}

void Sharding::begin_complete(std::span<const Whole> wholes, std::size_t rows) const {
    if (is_shared()) ranks_->begin_complete(pieces(wholes, rows));
}

}  // namespace gen
