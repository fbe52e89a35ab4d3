// What a GAN's step keeps of earlier steps: images for replay, old networks.
#include <algorithm>

#include "core/error.hpp"
#include "lib/models/gan_cases.hpp"
#include "models/gan/replay.hpp"
#include "models/gan/snapshot.hpp"

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

real first_number(Sequential& network) { return network.layer(0).parameters()[0].value(0, 0); }

void set_all(Gan& gan, real value) {
    for (Sequential* const network : gan.networks())
        for (std::size_t i = 0; i < network->size(); ++i) {
            for (Parameter& p : network->layer(i).parameters()) p.value.fill(value);
            for (Buffer& b : network->layer(i).buffers()) b.value.fill(value);
        }
}

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

TEST_CASE("gan snapshot: the copy is taken and plays as its plan says") {
    GanSnapshot snapshot(5, 2);
    Gan gan(small_gan());
    std::vector<std::uint64_t> played;
    std::vector<real> of;
    for (std::uint64_t step = 1; step <= 17; ++step) {
        if (snapshot.plays(step)) {
            played.push_back(step);
            set_all(gan, static_cast<real>(step));
            snapshot.exchange(gan.discriminator, 1);
            of.push_back(first_number(gan.discriminator));
            CHECK(first_number(gan.generator) == static_cast<real>(step));
            snapshot.exchange(gan.discriminator, 1);
            CHECK(first_number(gan.discriminator) == static_cast<real>(step));
        }
        set_all(gan, static_cast<real>(step));
        snapshot.update(step, gan.networks());
    }
    CHECK(played == std::vector<std::uint64_t>{6, 7, 11, 12, 16, 17});
    CHECK(of == std::vector<real>{2, 2, 7, 7, 12, 12});  // as they were at the last copy
}

TEST_CASE("gan snapshot: no plan, no copy") {
    GanSnapshot snapshot(0, 0);
    Gan gan(small_gan());
    set_all(gan, 1);
    for (std::uint64_t step = 1; step < 10; ++step) {
        CHECK_FALSE(snapshot.plays(step));
        snapshot.update(step, gan.networks());
    }
    Kept kept;
    snapshot.save(kept);
    CHECK(kept.matrices.empty());
}

TEST_CASE("gan snapshot: saved and loaded it is the same, buffers too, and one of another network is refused") {
    GanSnapshot snapshot(5, 2);
    Gan gan(image_gan({"batch-norm", {{"channels", 2}}}));
    set_all(gan, 3);
    snapshot.update(2, gan.networks());
    Kept kept;
    snapshot.save(kept);
    GanSnapshot loaded(5, 2);
    CHECK_FALSE(loaded.plays(6));
    loaded.load(kept, gan.networks());
    CHECK(loaded.plays(6));
    set_all(gan, 4);
    loaded.exchange(gan.generator, 0);
    for (std::size_t i = 0; i < gan.generator.size(); ++i) {
        for (const Parameter& p : gan.generator.layer(i).parameters()) CHECK(p.value(0, 0) == 3);
        for (const Buffer& b : gan.generator.layer(i).buffers()) CHECK(b.value(0, 0) == 3);
    }
    Gan other(small_gan());
    CHECK_THROWS_WITH_AS(loaded.load(kept, other.networks()), "the copy of the generator does not fit it", Error);
}
