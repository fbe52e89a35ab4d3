#include "models/gan/snapshot.hpp"

#include <cstdint>
#include <vector>

#include "core/error.hpp"
#include "lib/models/gan_cases.hpp"

using namespace gen;

namespace {

real first_number(Sequential& network) { return network.layer(0).parameters()[0].value(0, 0); }

void set_all(Gan& gan, real value) {
    for (Sequential* const network : gan.networks())
        for (std::size_t i = 0; i < network->size(); ++i) {
            for (Parameter& p : network->layer(i).parameters()) p.value.fill(value);
            for (Buffer& b : network->layer(i).buffers()) b.value.fill(value);
        }
}

}  // namespace

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
