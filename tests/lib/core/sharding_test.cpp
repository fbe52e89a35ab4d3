#include "core/sharding.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"
#include "core/parallel.hpp"
#include "lib/thread_ranks.hpp"

namespace gen {
namespace {

TEST_CASE("sharding: one shard is cut as ever") {
    for (const std::size_t rows : {0, 1, 2, 63, 128, 1000}) {
        CHECK(Sharding().blocks(rows) == row_blocks(rows));
        CHECK(Sharding().own_rows(rows).count() == rows);
    }
}

TEST_CASE("sharding: blocks lie within shards") {
    for (const std::size_t shards : {2, 4, 8})
        for (const std::size_t rows : {1, 3, 8, 100, 127, 640, 1001}) {
            const Sharding sharding(shards);
            const std::size_t blocks = sharding.blocks(rows);
            REQUIRE(blocks % shards == 0);
            CHECK(blocks >= row_blocks(rows));
            for (std::size_t shard = 0; shard < shards; ++shard) {
                CHECK(row_block(rows, blocks, shard * (blocks / shards)).begin == sharding.rows(shard, rows).begin);
                CHECK(row_block(rows, blocks, (shard + 1) * (blocks / shards) - 1).end == sharding.rows(shard, rows).end);
            }
        }
}

TEST_CASE("sharding: a number of shards that is no power of two, and ranks that do not divide it, are refused") {
    CHECK_THROWS_AS(Sharding(3), Error);
    CHECK_THROWS_AS(Sharding(0), Error);
    ThreadRanks::run(2, [](Ranks& ranks) {
        CHECK_THROWS_AS(Sharding(1, &ranks), Error);
        CHECK(Sharding(4, &ranks).own().count() == 2);
    });
}

TEST_CASE("sharding: what ranks have of rows, blocks and columns becomes whole") {
    ThreadRanks::run(4, [](Ranks& ranks) {
        const Sharding sharding(4, &ranks);
        constexpr std::size_t rows = 130;
        const Rows own = sharding.own_rows(rows);
        const Rows blocks = sharding.own_blocks(rows);
        Matrix twice(2 * rows, 3);
        Matrix across(2, rows);
        std::vector<double> of_blocks(2 * sharding.blocks(rows), -1);
        twice.fill(-1);
        across.fill(-1);
        for (std::size_t i = 2 * own.begin; i < 2 * own.end; ++i)
            for (std::size_t j = 0; j < 3; ++j) twice(i, j) = static_cast<real>(3 * i + j);
        for (std::size_t i = own.begin; i < own.end; ++i)
            for (std::size_t j = 0; j < 2; ++j) across(j, i) = static_cast<real>(i + j);
        for (std::size_t i = 2 * blocks.begin; i < 2 * blocks.end; ++i) of_blocks[i] = static_cast<double>(i);
        const Whole wholes[] = {rows_of(twice), columns_of(across), Whole(blocks_of(of_blocks))};
        sharding.complete(wholes, rows);
        bool right = true;
        for (std::size_t i = 0; i < 2 * rows; ++i)
            for (std::size_t j = 0; j < 3; ++j) right = right && twice(i, j) == static_cast<real>(3 * i + j);
        for (std::size_t i = 0; i < rows; ++i)
            for (std::size_t j = 0; j < 2; ++j) right = right && across(j, i) == static_cast<real>(i + j);
        for (std::size_t i = 0; i < of_blocks.size(); ++i) right = right && of_blocks[i] == static_cast<double>(i);
        CHECK(right);
        CHECK(ranks.any(ranks.rank() == 3));
        CHECK_FALSE(ranks.any(false));
    });
}

TEST_CASE("sharding: large pieces go as they lie, small ones together") {
    ThreadRanks::run(4, [](Ranks& ranks) {
        const std::size_t sizes[] = {3, 100000, 0, 40000, 7, 32768};
        std::vector<std::vector<std::byte>> all;
        std::vector<Ranks::Piece> pieces;
        for (std::size_t i = 0; i < 24; ++i) {
            const std::size_t owner = i * 5 % 4;
            all.emplace_back(sizes[i % 6], owner == ranks.rank() ? static_cast<std::byte>(i + 1) : std::byte{0});
            pieces.push_back({all.back().data(), all.back().size(), owner});
        }
        ranks.complete(pieces);
        for (std::size_t i = 0; i < all.size(); ++i) CHECK(all[i] == std::vector<std::byte>(sizes[i % 6], static_cast<std::byte>(i + 1)));
        CHECK(ranks.said(static_cast<std::byte>(1U << ranks.rank())) == std::byte{15});
    });
}

}  // namespace
}  // namespace gen
