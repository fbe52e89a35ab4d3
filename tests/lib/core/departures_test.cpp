#include "core/departures.hpp"

#include <doctest/doctest.h>

#include <numeric>
#include <vector>

#include "core/parallel.hpp"
#include "lib/thread_ranks.hpp"

namespace gen {
namespace {

TEST_CASE("departures: pieces leave in order, each as soon as it and those before it are there") {
    std::vector<std::size_t> sent;
    Departures pieces(4, [&sent](std::size_t i) { sent.push_back(i); });
    pieces.is_there(1);
    CHECK(sent.empty());
    pieces.is_there(0);
    CHECK(sent == std::vector<std::size_t>{0, 1});
    std::thread([&pieces] { pieces.is_there(2); }).join();
    CHECK(sent.size() == 2);  // only the thread that made it sends
    pieces.is_there(3);
    CHECK(sent == std::vector<std::size_t>{0, 1, 2, 3});
    pieces.end();
    CHECK(sent.size() == 4);
}

TEST_CASE("departures: what threads make in any order comes to another rank, and while more is made") {
    ThreadRanks::run(2, [](Ranks& ranks) {
        constexpr std::size_t count = 200;
        std::vector<std::size_t> made(count);
        std::vector<std::size_t> received(count);
        const std::size_t other = 1 - ranks.rank();
        const auto bytes = [](std::size_t& number) { return reinterpret_cast<std::byte*>(&number); };
        Parallel parallel(3, Sharding(2, &ranks));
        for (std::size_t& number : received) ranks.receive(bytes(number), sizeof number, other);
        Departures pieces(count, [&](std::size_t i) { ranks.send(bytes(made[i]), sizeof made[i], other); });
        parallel.run(count, [&](std::size_t i) {
            made[i] = 1000 * ranks.rank() + i;
            pieces.is_there(i);
        });
        pieces.end();
        ranks.finish();
        std::vector<std::size_t> expected(count);
        std::iota(expected.begin(), expected.end(), 1000 * other);
        CHECK(received == expected);
    });
}

}  // namespace
}  // namespace gen
