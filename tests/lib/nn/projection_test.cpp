#include <doctest/doctest.h>

#include "core/error.hpp"
#include "gradients.hpp"
#include "nn/initialise.hpp"
#include "nn/sequential.hpp"

using namespace gen;

namespace {

/// x (w + e_c) + b of one row by hand-made numbers.
double output(std::int32_t label) {
    Sequential net("discriminator", {{"projection", {{"in", 2}, {"classes", 2}}}}, {2});
    net.layer(0).parameters()[0].value = Matrix(1, 2, {1, 2});
    net.layer(0).parameters()[1].value = Matrix(1, 1, {0.5});
    net.layer(0).parameters()[2].value = Matrix(2, 2, {10, 0, 0, 100});
    const Matrix x(1, 2, {3, 4});
    const std::int32_t labels[] = {label};
    Trace trace;
    trace.mode.labels = labels;
    net.reserve(trace, 1, false);
    return static_cast<double>(net.forward(x, trace, {0, 1})(0, 0));
}

}  // namespace

TEST_CASE("projection: a class adds its own product with the features, one that is not known the mean over classes") {
    CHECK(output(0) == 11.5 + 30);
    CHECK(output(1) == 11.5 + 400);
    CHECK(output(-1) == 11.5 + 215);
    CHECK_THROWS_WITH_AS(output(2), "class 2 is not known to the model, it has 2", Error);
}

TEST_CASE("projection: it takes numbers, and rows whose class is told") {
    const Sequential net("discriminator", {{"projection", {{"in", 4}, {"classes", 3}}}}, {1, 2, 2});
    const Matrix x(1, 4);
    Trace trace;
    net.reserve(trace, 1, false);
    CHECK_THROWS_WITH_AS(net.forward(x, trace, {0, 1}), "the model is conditional: it needs the class of each example", Error);
    CHECK_THROWS_WITH_AS(Sequential("discriminator", {{"relu", {}}, {"projection", {{"in", 3}, {"classes", 3}}}}, {4}),
                         "discriminator/1: a projection layer has 3 inputs, expected 4", Error);
}

TEST_CASE("projection: files hold a weight, a bias and an embedding") {
    Sequential net("discriminator", {{"projection", {{"in", 4}, {"classes", 3}}}}, {4});
    initialise(net, {}, 3, 0);
    const std::span<const Parameter> p = net.layer(0).parameters();
    REQUIRE(p.size() == 3);
    CHECK(p[0].name == "weight");
    CHECK(p[0].stored == Shape{1, 4});
    CHECK(p[1].stored == Shape{1});
    CHECK(p[2].name == "embedding");
    CHECK(p[2].stored == Shape{3, 4});
    CHECK(net.parameter_count() == 17);
}
