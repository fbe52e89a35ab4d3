#include "core/parallel.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <stdexcept>

using namespace gen;

TEST_CASE("parallel: who watches can end the work, which goes on as before afterwards") {
    for (const std::size_t threads : {1, 3}) {
        Parallel parallel(threads);
        std::atomic<int> seen = 0, done = 0;
        parallel.watch([&] {
            if (++seen > 5) throw std::runtime_error("enough");
        });
        CHECK_THROWS_WITH(parallel.run(100, [&](std::size_t) { ++done; }), "enough");
        CHECK(done == 5);
        parallel.watch({});
        parallel.run(100, [&](std::size_t) { ++done; });
        CHECK(done == 105);
    }
}
