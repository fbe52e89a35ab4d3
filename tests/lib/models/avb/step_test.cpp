#include <cmath>
#include <limits>
#include <numbers>

#include "lib/models/avb_cases.hpp"

using namespace gen;

namespace {

std::vector<AvbSpec> avb_specs() {
    return {concat_avb(), layers_avb(), basis_avb(Contrast::prior), basis_avb(Contrast::adaptive), posterior_avb(Contrast::adaptive)};
}

}  // namespace

TEST_CASE("avb step: same bits for every number of threads, in either schedule") {
    for (const AvbSpec& spec : avb_specs())
        for (const bool together : {false, true}) {
            std::vector<real> expected;
            for (const std::size_t threads : {1, 2, 3}) {
                AvbCase c(spec, {.binarize = BinaryPixels::dynamic, .dual_steps = 2, .together = together}, threads);
                const std::vector<real> before = c.numbers();
                c.train(3);
                if (expected.empty()) expected = c.numbers();
                CHECK(expected != before);
                CHECK(c.numbers() == expected);
            }
        }
}

TEST_CASE("avb step: a run that goes on from what is kept ends with the bits of one that was not stopped") {
    for (const AvbSpec& spec : avb_specs()) {
        const AvbObjective objective = {.ramp = {.kind = Ramp::Kind::linear, .steps = 10}, .dual_steps = 2, .together = false};
        AvbCase whole(spec, objective);
        whole.train(4);
        AvbCase stopped(spec, objective);
        stopped.train(2);
        Kept kept;
        stopped.step->save(kept);
        stopped.begin();
        stopped.step->load(kept);
        stopped.train(2);
        CHECK(stopped.numbers() == whole.numbers());
    }
}

TEST_CASE("avb step: what T cannot tell costs it 2 ln 2, and KL is then 0 or what adaptive contrast says") {
    AvbSpec spec = basis_avb(Contrast::prior);
    spec.quadratic = 0;
    AvbCase c(spec);
    for (Sequential* const network : {&c.avb.discriminator, &c.avb.tower})
        for (std::size_t i = 0; i < network->size(); ++i)
            for (Parameter& p : network->layer(i).parameters()) p.value.fill(0);
    std::vector<double> sums = c.step->evaluate(c.batch(), c.parallel);
    CHECK(sums.at(2) == 0);
    CHECK(sums.at(3) / 6 == doctest::Approx(2 * std::numbers::ln2));
    CHECK(sums.at(0) == doctest::Approx(sums.at(1)));
    CHECK(sums.at(4) == doctest::Approx(-sums.at(1)));
    CHECK(c.step->evaluate(c.batch(), c.parallel) == sums);
}

TEST_CASE("avb step: a loss that is not finite changes nothing") {
    AvbCase c(basis_avb(Contrast::adaptive));
    c.train(1);
    c.avb.decoder.layer(0).parameters()[0].value.fill(std::numeric_limits<real>::infinity());
    const std::vector<real> before = c.numbers();
    CHECK_THROWS_AS(c.train(1), Diverged);
    CHECK(c.numbers() == before);
}

TEST_CASE("avb step: T takes no batch norm") {
    AvbSpec spec = concat_avb();
    spec.discriminator = {linear_layer(14, 7), {"batch-norm", {{"channels", 7}}}, linear_layer(7, 1)};
    CHECK_THROWS_WITH_AS(AvbCase{spec}, "T judges each example by itself: its networks take no batch norm and no minibatch layers", Error);
}
