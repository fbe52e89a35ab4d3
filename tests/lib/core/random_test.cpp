#include "core/random.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace gen;

TEST_CASE("philox: gives the known answers of its authors' test vectors") {
    const std::uint32_t ones = 0xffffffffU;
    CHECK(philox({0, 0, 0, 0}, {0, 0}) == std::array<std::uint32_t, 4>{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
    CHECK(philox({ones, ones, ones, ones}, {ones, ones}) == std::array<std::uint32_t, 4>{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
    CHECK(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
          std::array<std::uint32_t, 4>{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("random: the first four moments of a million normals are those of the standard normal") {
    std::vector<real> z(1000);
    double sum[5] = {};
    for (std::uint32_t row = 0; row < 1000; ++row) {
        random_normal({7, Purpose::prior, 3}, row, z.data(), z.size());
        for (const double v : z)
            for (int power = 1; power < 5; ++power) sum[power] += std::pow(v, power) / 1e6;
    }
    CHECK(std::abs(sum[1]) < 5e-3);
    CHECK(std::abs(sum[2] - 1) < 7e-3);
    CHECK(std::abs(sum[3]) < 2e-2);
    CHECK(std::abs(sum[4] - 3) < 5e-2);
}

TEST_CASE("random: a number depends on its row and column only, not on how many are asked for") {
    real some[7];
    real all[100];
    random_uniform({1, Purpose::pixels, 2}, 5, all, 100);
    random_uniform({1, Purpose::pixels, 2}, 5, some, 7, 50);
    CHECK(std::equal(some, some + 7, all + 50));
    random_normal({1, Purpose::pixels, 2}, 5, all, 100);
    random_normal({1, Purpose::pixels, 2}, 5, some, 7);
    CHECK(std::equal(some, some + 7, all));
}

TEST_CASE("random: an order holds every index once and is not the identity") {
    std::vector<std::uint32_t> order = random_order({0, Purpose::shuffle, 1}, 1000);
    CHECK_FALSE(std::is_sorted(order.begin(), order.end()));
    std::sort(order.begin(), order.end());
    for (std::uint32_t i = 0; i < 1000; ++i) CHECK(order[i] == i);
}
