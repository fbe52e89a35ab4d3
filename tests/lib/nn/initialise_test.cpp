#include "nn/initialise.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>

#include "nn/sequential.hpp"

using namespace gen;

TEST_CASE("initialisation: has the variance that its source states, and the same numbers for every memory layout") {
    Sequential net("net", {{"linear", {{"in", 400}, {"out", 300}}}}, {400});
    const std::pair<const char*, double> expected[] = {
        {"pytorch", 1.0 / 400 / 3}, {"he", 2.0 / 400}, {"glorot", 2.0 / 700}, {"lecun", 1.0 / 400}, {"normal:0.1", 0.01}};
    for (const auto& each : expected) {
        const char* const name = each.first;
        const double variance = each.second;
        CAPTURE(name);
        initialise(net, parse_initialisation(name), 5, 0);
        double squares = 0;
        for (const real v : net.layer(0).parameters()[0].value.values()) squares += static_cast<double>(v) * static_cast<double>(v);
        CHECK(squares / 120000 == doctest::Approx(variance).epsilon(0.02));
        const Matrix& bias = net.layer(0).parameters()[1].value;
        CHECK((bias(0, 0) != 0) == (std::string(name) == "pytorch"));
    }
}
