#include "core/pipeline.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <mutex>
#include <tuple>
#include <vector>

#include "core/sharding.hpp"
#include "lib/thread_ranks.hpp"

namespace gen {
namespace {

using Call = std::tuple<std::size_t, std::size_t, std::size_t, std::size_t>;  // first row, end, part, parts

/// All that a step of parts is called with, in order.
class Calls {
public:
    void add(Rows rows, std::size_t part, std::size_t parts) {
        const std::lock_guard lock(guard_);
        all_.emplace_back(rows.begin, rows.end, part, parts);
    }
    std::vector<Call> sorted() {
        std::sort(all_.begin(), all_.end());
        return all_;
    }

private:
    std::mutex guard_;
    std::vector<Call> all_;
};

std::vector<Call> calls(std::size_t rows, const Sharding& sharding) {
    Calls seen;
    Pipeline pipeline;
    pipeline.share();
    pipeline.parts([&](Rows some, std::size_t part, std::size_t parts) { seen.add(some, part, parts); });
    Parallel parallel(3, sharding);
    pipeline.run(rows, parallel);
    return seen.sorted();
}

TEST_CASE("pipeline: parts are halves of what comes of two neighbouring blocks, or all of one that is left") {
    CHECK(calls(0, Sharding()).empty());
    CHECK(calls(1, Sharding()) == std::vector<Call>{{0, 1, 0, 1}});
    CHECK(calls(100, Sharding()) == std::vector<Call>{{0, 100, 0, 2}, {0, 100, 1, 2}});
    CHECK(calls(192, Sharding()) == std::vector<Call>{{0, 128, 0, 2}, {0, 128, 1, 2}, {128, 192, 0, 1}});
    CHECK(calls(64, Sharding(2)) == std::vector<Call>{{0, 32, 0, 1}, {32, 64, 0, 1}});
    CHECK(calls(256, Sharding(2)) == std::vector<Call>{{0, 128, 0, 2}, {0, 128, 1, 2}, {128, 256, 0, 2}, {128, 256, 1, 2}});
}

TEST_CASE("pipeline: which rows go together does not depend on the ranks") {
    for (const std::size_t rows : {64, 200, 640}) {
        const std::vector<Call> alone = calls(rows, Sharding(4));
        for (const std::size_t ranks : {2, 4}) {
            std::mutex guard;
            std::vector<Call> all;
            ThreadRanks::run(ranks, [&](Ranks& some) {
                const std::vector<Call> own = calls(rows, Sharding(4, &some));
                const std::lock_guard lock(guard);
                all.insert(all.end(), own.begin(), own.end());
            });
            std::sort(all.begin(), all.end());
            CHECK(all == alone);
        }
    }
}

TEST_CASE("pipeline: a step of parts finds all rows of the steps before it, and those after it all of its parts") {
    constexpr std::size_t rows = 150;
    std::vector<int> x(rows), y(2 * rows), z(rows);
    Pipeline pipeline;
    pipeline.rows([&](Rows some, std::size_t) { std::fill(x.begin() + static_cast<int>(some.begin), x.begin() + static_cast<int>(some.end), 1); });
    pipeline.parts([&](Rows some, std::size_t part, std::size_t parts) {
        for (std::size_t i = some.begin; i < some.end; ++i)
            for (std::size_t k = 2 * part / parts; k < 2 * (part + 1) / parts; ++k) y[2 * i + k] = x[i] + x[rows - 1 - i];
    });
    pipeline.rows([&](Rows some, std::size_t) {
        for (std::size_t i = some.begin; i < some.end; ++i) z[i] = y[2 * i] + y[2 * i + 1];
    });
    Parallel parallel(2);
    pipeline.run(rows, parallel);
    CHECK(std::count(z.begin(), z.end(), 4) == rows);
}

}  // namespace
}  // namespace gen
