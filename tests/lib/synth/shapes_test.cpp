#include "synth/shapes.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <vector>

using namespace gen::synth;

namespace {

std::vector<std::uint8_t> shape_picture(std::uint32_t i, std::size_t size) {
    std::vector<std::uint8_t> out(3 * size * size);
    draw_shape(7, size, i, out.data());
    return out;
}

}  // namespace

TEST_CASE("shapes: each run of eight holds every shape once") {
    REQUIRE(shape_names().size() == 8);
    for (std::uint32_t run = 0; run < 20; ++run) {
        unsigned seen = 0;
        for (std::uint32_t k = 0; k < 8; ++k) seen |= 1U << shape_label(7, 8 * run + k);
        CHECK(seen == 0xff);
    }
}

TEST_CASE("shapes: the shape covers a part of the picture and stands out from the background beside it") {
    for (std::uint32_t i = 0; i < 400; ++i) {
        const std::vector<std::uint8_t> p = shape_picture(i, 32);
        std::size_t edges = 0;  // neighbours that differ strongly: only the outline has them
        for (std::size_t k = 0; k + 1 < 32 * 32; ++k)
            if (std::abs(p[k] - p[k + 1]) + std::abs(p[1024 + k] - p[1025 + k]) + std::abs(p[2048 + k] - p[2049 + k]) > 45 && k % 32 < 31) ++edges;
        CHECK(edges >= 12);
        CHECK(edges < 200);
    }
}

TEST_CASE("shapes: a larger picture shows the same, so that its pixels average to those of the smaller one") {
    for (std::uint32_t i = 0; i < 16; ++i) {
        const std::vector<std::uint8_t> small = shape_picture(i, 16);
        const std::vector<std::uint8_t> large = shape_picture(i, 64);
        double difference = 0;
        for (std::size_t c = 0; c < 3; ++c)
            for (std::size_t y = 0; y < 16; ++y)
                for (std::size_t x = 0; x < 16; ++x) {
                    double sum = 0;
                    for (std::size_t k = 0; k < 16; ++k) sum += large[(c * 64 + 4 * y + k / 4) * 64 + 4 * x + k % 4];
                    difference += std::abs(sum / 16 - small[(c * 16 + y) * 16 + x]) / (3 * 256);
                }
        CHECK(difference < 3);
    }
}
