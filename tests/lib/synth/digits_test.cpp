#include "synth/digits.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "synth/digit_skeletons.hpp"

using namespace gen::synth;

namespace {

std::vector<std::uint8_t> picture(std::uint32_t i, std::size_t size = 28) {
    std::vector<std::uint8_t> out(size * size);
    draw_digit(3, size, i, out.data());
    return out;
}

struct Mass {
    double ink = 0, x = 0, y = 0;  // ink: share of the full picture; x, y: centre in units of the size
};

Mass weigh(const std::vector<std::uint8_t>& pixels, std::size_t size) {
    Mass m;
    for (std::size_t k = 0; k < pixels.size(); ++k) {
        m.ink += pixels[k];
        m.x += pixels[k] * (static_cast<double>(k % size) + 0.5);
        m.y += pixels[k] * (static_cast<double>(k / size) + 0.5);
    }
    m.x /= m.ink * static_cast<double>(size);
    m.y /= m.ink * static_cast<double>(size);
    m.ink /= 255.0 * static_cast<double>(pixels.size());
    return m;
}

}  // namespace

TEST_CASE("digits: each run of ten holds every digit once, and not always in the same order") {
    std::set<std::vector<std::int32_t>> orders;
    for (std::uint32_t run = 0; run < 50; ++run) {
        std::vector<std::int32_t> order(10);
        for (std::uint32_t k = 0; k < 10; ++k) order[k] = digit_label(3, 10 * run + k);
        orders.insert(order);
        std::sort(order.begin(), order.end());
        for (int digit = 0; digit < 10; ++digit) CHECK(order[digit] == digit);
    }
    CHECK(orders.size() == 50);
}

TEST_CASE("digits: every digit has at least three ways of writing that begin and end inside the unit height") {
    for (int digit = 0; digit < 10; ++digit) {
        CHECK(skeletons(digit).size() >= 3);
        for (const Skeleton& way : skeletons(digit)) {
            CHECK(way.digit == digit);
            CHECK(way.knots.size() >= 4);
            for (const Knot& k : way.knots) CHECK(std::max({-k.x, k.x - 0.85f, -k.y, k.y - 1.0f}) <= 0);
        }
    }
}

TEST_CASE("digits: the ink is about an eighth of the picture, near the middle, and never at the border") {
    Mass sum;
    for (std::uint32_t i = 0; i < 1000; ++i) {
        const std::vector<std::uint8_t> pixels = picture(i);
        const Mass m = weigh(pixels, 28);
        CHECK(m.ink > 0.02);
        CHECK(m.ink < 0.33);
        CHECK(std::abs(m.x - 0.5) < 0.12);
        CHECK(std::abs(m.y - 0.5) < 0.12);
        CHECK(*std::max_element(pixels.begin(), pixels.end()) > 200);
        for (std::size_t k = 0; k < 28; ++k) CHECK(pixels[k] + pixels[27 * 28 + k] + pixels[28 * k] + pixels[28 * k + 27] == 0);
        sum.ink += m.ink / 1000;
        sum.x += m.x / 1000;
        sum.y += m.y / 1000;
    }
    CHECK(std::abs(sum.ink - 0.13) < 0.01);  // MNIST: 0.131
    CHECK(std::abs(sum.x - 0.5) < 0.01);
    CHECK(std::abs(sum.y - 0.5) < 0.01);
}

TEST_CASE("digits: another size shows the same digit") {
    for (const std::uint32_t i : {0U, 1U, 2U, 3U}) {
        const Mass small = weigh(picture(i, 28), 28);
        const Mass large = weigh(picture(i, 84), 84);
        CHECK(std::abs(small.ink - large.ink) < 0.005);
        CHECK(std::abs(small.x - large.x) < 0.005);
        CHECK(std::abs(small.y - large.y) < 0.005);
    }
}

TEST_CASE("digits: another seed or another number is another picture") {
    CHECK(picture(0) == picture(0));
    std::set<std::string> all;
    for (std::uint32_t i = 0; i < 200; ++i) {
        const std::vector<std::uint8_t> pixels = picture(i);
        all.emplace(pixels.begin(), pixels.end());
    }
    std::vector<std::uint8_t> other(28 * 28);
    draw_digit(4, 28, 0, other.data());
    all.emplace(other.begin(), other.end());
    CHECK(all.size() == 201);
}
