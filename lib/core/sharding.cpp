#include "core/sharding.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "core/error.hpp"
#include "core/parallel.hpp"
#include "core/work_time.hpp"

namespace gen {

Sharding::Sharding(std::size_t shards, Ranks* ranks) : shards_(shards), ranks_(ranks) {
    if (!std::has_single_bit(shards)) fail_usage("--shards is ", shards, ", expected a power of two");
    if (shards % this->ranks() != 0)
        fail_usage(this->ranks(), " ranks share ", shards, shards == 1 ? " shard" : " shards", ": --shards must be a multiple of the ranks, as in --shards ",
                   std::bit_ceil(this->ranks()));
}

Rows Sharding::of_rank(std::size_t rank) const { return row_block(shards_, ranks(), rank); }

std::size_t Sharding::blocks(std::size_t rows) const { return (row_blocks(rows) + shards_ - 1) / shards_ * shards_; }

Rows Sharding::rows(std::size_t shard, std::size_t rows) const { return row_block(rows, shards_, shard); }

Rows Sharding::own_rows(std::size_t rows) const { return row_block(rows, ranks(), rank()); }

Rows Sharding::own_blocks(std::size_t rows) const { return row_block(blocks(rows), ranks(), rank()); }

void Sharding::complete(std::span<const Whole> wholes, std::size_t rows) const {
    if (!is_shared()) return;
    thread_local std::vector<Piece> pieces;
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
    complete(pieces);
}

void Sharding::complete(std::span<const Piece> pieces) const {
    if (!is_shared()) return;
    const TimedWork timed(Work::sending);
    thread_local std::vector<std::size_t> ends;
    thread_local std::vector<std::byte> packed;
    ends.assign(ranks(), 0);
    for (const Piece& piece : pieces) ends[piece.owner] += piece.bytes;
    for (std::size_t r = 1; r < ranks(); ++r) ends[r] += ends[r - 1];
    if (ends.back() == 0) return;
    packed.resize(ends.back());
    const auto each = [&](const auto& use) {
        thread_local std::vector<std::size_t> at;
        at.assign(1, 0);
        at.insert(at.end(), ends.begin(), ends.end() - 1);
        for (const Piece& piece : pieces) {
            use(piece, packed.data() + at[piece.owner]);
            at[piece.owner] += piece.bytes;
        }
    };
    each([this](const Piece& piece, std::byte* place) {
        if (piece.owner == rank() && piece.bytes > 0) std::memcpy(place, piece.first, piece.bytes);
    });
    ranks_->gather(packed.data(), ends);
    each([this](const Piece& piece, const std::byte* place) {
        if (piece.owner != rank() && piece.bytes > 0) std::memcpy(piece.first, place, piece.bytes);
    });
}

}  // namespace gen
