#include "models/gan/replay.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/error.hpp"

using namespace gen;

namespace {

Stream stream(std::uint64_t step) { return {5, Purpose::replay, step}; }

/// Images of one number: first, first + 1, ...
Matrix numbered(std::size_t n, double first) {
    Matrix images(n, 2);
    for (std::size_t i = 0; i < n; ++i) images(i, 0) = images(i, 1) = static_cast<real>(first + static_cast<double>(i));
    return images;
}

bool same(const Matrix& a, const Matrix& b) { return a.size() == b.size() && std::equal(a.data(), a.data() + a.size(), b.data()); }

}  // namespace

TEST_CASE("gan replay: while there is room images are kept and stay, then some are exchanged for kept ones") {
    GanReplay replay(20, 0.5);
    for (std::uint64_t step = 1; step <= 2; ++step) {
        Matrix images = numbered(10, 10 * static_cast<double>(step));
        replay.exchange(images, {}, stream(step));
        CHECK(same(images, numbered(10, 10 * static_cast<double>(step))));
    }
    std::vector<double> before;
    for (int v = 10; v < 30; ++v) before.push_back(v);
    int old = 0;
    for (std::uint64_t step = 3; step < 23; ++step) {
        Matrix images = numbered(10, 10 * static_cast<double>(step));
        replay.exchange(images, {}, stream(step));
        for (std::size_t i = 0; i < 10; ++i) {
            const double came = 10 * static_cast<double>(step) + static_cast<double>(i);
            const auto now = static_cast<double>(images(i, 0));
            CHECK(now == static_cast<double>(images(i, 1)));
            if (now == came) continue;
            ++old;
            const auto at = std::find(before.begin(), before.end(), now);
            REQUIRE(at != before.end());  // one that was kept
            *at = came;                   // gives way to this one
        }
    }
    CHECK(old > 70);
    CHECK(old < 130);
}

TEST_CASE("gan replay: part 0 exchanges nothing, part 1 each") {
    for (const double part : {0.0, 1.0}) {
        GanReplay replay(4, part);
        Matrix images = numbered(4, 0);
        replay.exchange(images, {}, stream(1));
        images = numbered(40, 100);
        replay.exchange(images, {}, stream(2));
        for (std::size_t i = 0; i < 40; ++i) CHECK((images(i, 0) == static_cast<real>(100 + i)) == (part == 0));
    }
}

TEST_CASE("gan replay: an image is exchanged for one of its own class only, after loading too") {
    const std::vector<std::int32_t> labels = {0, 1, 1, 2, 0, 2, 1, 0};
    GanReplay replay(16, 1);
    int old = 0;
    for (std::uint64_t step = 1; step < 12; ++step) {
        Matrix images(8, 2);
        for (std::size_t i = 0; i < 8; ++i) images(i, 0) = static_cast<real>(10 * step + static_cast<std::uint64_t>(labels[i]));
        Matrix shown = images;
        replay.exchange(shown, labels, stream(step));
        for (std::size_t i = 0; i < 8; ++i) {
            CHECK(static_cast<std::int32_t>(shown(i, 0)) % 10 == labels[i]);
            old += shown(i, 0) != images(i, 0) ? 1 : 0;
        }
        Kept kept;
        replay.save(kept);
        replay = GanReplay(16, 1);
        replay.load(kept);
    }
    CHECK(old > 50);
    Matrix stranger = numbered(1, 7);
    replay.exchange(stranger, std::vector<std::int32_t>{3}, stream(20));
    CHECK(same(stranger, numbered(1, 7)));  // none of its class is kept
}

TEST_CASE("gan replay: saved and loaded in the middle, full or not, it goes on alike") {
    for (const std::uint64_t saved_after : {1, 2, 5}) {
        CAPTURE(saved_after);
        GanReplay whole(15, 0.5);
        Kept kept;
        for (std::uint64_t step = 1; step <= saved_after; ++step) {
            Matrix images = numbered(10, 10 * static_cast<double>(step));
            whole.exchange(images, {}, stream(step));
        }
        whole.save(kept);
        GanReplay loaded(15, 0.5);
        loaded.load(kept);
        for (std::uint64_t step = saved_after + 1; step < 9; ++step) {
            Matrix a = numbered(10, 10 * static_cast<double>(step));
            Matrix b = a;
            whole.exchange(a, {}, stream(step));
            loaded.exchange(b, {}, stream(step));
            CHECK(same(a, b));
        }
        GanReplay other(16, 0.5);
        CHECK_THROWS_WITH_AS(other.load(kept), "the images for replay are 15, expected 16", Error);
    }
}
