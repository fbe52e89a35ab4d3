#include "models/gan/phases.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace gen;

namespace {

/// A letter a turn: "D" for D alone, "B" for both, "G" for G alone; followed by the number of G's updates where it is not 1.
std::string turns(const GanPhases& phases, std::uint64_t steps, std::uint64_t per_epoch = 1000) {
    std::string all;
    for (std::uint64_t step = 1; step <= steps; ++step) {
        const GanPhases::Turn turn = phases.at(step, (step - 1) / per_epoch);
        all += turn.discriminator ? turn.generator > 0 ? "B" : "D" : "G";
        if (turn.generator > 1) all += std::to_string(turn.generator);
    }
    return all;
}

}  // namespace

TEST_CASE("gan phases: both networks learn from each batch, or G after some steps of D") {
    CHECK(turns({}, 4) == "BBBB");
    CHECK(turns({.d_steps = 3}, 7) == "DDBDDBD");
    CHECK(turns({.d_steps = 2, .g_steps = 3}, 4) == "DB3DB3");
}

TEST_CASE("gan phases: the first rounds have more steps of D") {
    CHECK(turns({.d_steps = 2, .warm_rounds = 2, .warm_d_steps = 4}, 13) == "DDDBDDDBDBDBD");
    CHECK(turns({.warm_rounds = 1, .warm_d_steps = 3}, 5) == "DDBBB");
    CHECK(turns({.d_steps = 2, .warm_rounds = 1, .warm_d_steps = 3}, 7) == "DDBDBDB");
}

TEST_CASE("gan phases: epochs of D alone and of G alone take turns") {
    CHECK(turns({.d_epochs = 2, .g_epochs = 1}, 12, 2) == "DDDDGGDDDDGG");
    CHECK(turns({.g_steps = 2, .d_epochs = 1, .g_epochs = 1}, 4, 1) == "DG2DG2");
}
