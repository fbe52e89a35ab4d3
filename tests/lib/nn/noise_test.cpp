#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.hpp"
#include "gradients.hpp"
#include "nn/initialise.hpp"
#include "nn/layer_table.hpp"
#include "nn/sequential.hpp"

using namespace gen;

namespace {

const Stream stream = {4, Purpose::layers, 3};

Matrix through(const Sequential& net, const Matrix& x, const Mode& mode, Trains training = Trains::no) {
    Trace trace;
    trace.mode = mode;
    net.reserve(trace, x.rows(), false);
    return net.forward(x, trace, {0, x.rows()}, training);
}

bool same_numbers(const Matrix& a, const Matrix& b) { return a.size() == b.size() && std::equal(a.data(), a.data() + a.size(), b.data()); }

std::vector<LayerSpec> random_layers(double always) {
    return {{"dropout", {{"p", 0.4}, {"always", always}}}, {"noise", {{"sd", 0.5}, {"always", always}}}};
}

}  // namespace

TEST_CASE("noise: layers are noisy in training, and in use only with `always`") {
    const Matrix x = normals(3, 8, 1);
    for (const double always : {0.0, 1.0})
        for (const LayerSpec& spec : random_layers(always)) {
            CAPTURE(spec.type);
            CAPTURE(always);
            const Sequential net("net", {spec}, {8});
            CHECK_FALSE(same_numbers(through(net, x, {.noise = stream}, Trains::yes), x));
            const Matrix used = through(net, x, {.noise = stream});
            CHECK(same_numbers(used, x) == (always == 0));
            CHECK(same_numbers(used, through(net, x, {.noise = stream}, Trains::yes)) == (always == 1));
        }
}

TEST_CASE("noise: a row's numbers depend on its number and its layer, not on the rows that it comes with") {
    for (const LayerSpec& spec : random_layers(1)) {
        CAPTURE(spec.type);
        const Sequential net("net", {spec, spec}, {6});
        const Matrix x = normals(7, 6, 1);
        const Matrix all = through(net, x, {.noise = stream, .first_row = 20});
        const Matrix last(3, 6, std::vector<real>(x.row(4), x.row(4) + 18));
        const Matrix some = through(net, last, {.noise = stream, .first_row = 24});
        CHECK(std::equal(some.data(), some.data() + some.size(), all.row(4)));
        CHECK_FALSE(same_numbers(some, through(net, last, {.noise = stream, .first_row = 20})));
        const Matrix zeros(1, 6);
        const Matrix once = through(Sequential("net", {spec}, {6}), spec.type == "noise" ? zeros : last, {.noise = stream});
        const Matrix twice = through(net, spec.type == "noise" ? zeros : last, {.noise = stream});
        bool differs = false;
        for (std::size_t i = 0; i < once.size(); ++i)
            differs = differs || (spec.type == "noise" ? std::abs(twice.data()[i] - 2 * once.data()[i]) > real{1e-3}
                                                       : (twice.data()[i] == 0) != (once.data()[i] == 0));
        CHECK(differs);  // the second layer's are others
    }
}

TEST_CASE("noise: the normal numbers have the standard deviation asked for") {
    const Sequential net("net", {{"noise", {{"sd", 0.25}}}}, {1001});
    const Matrix y = through(net, Matrix(20, 1001), {.noise = stream}, Trains::yes);
    double sum = 0;
    double squares = 0;
    for (const real v : y.values()) {
        sum += static_cast<double>(v);
        squares += static_cast<double>(v) * static_cast<double>(v);
    }
    CHECK(std::abs(sum / static_cast<double>(y.size())) < 5 * 0.25 / std::sqrt(static_cast<double>(y.size())));
    CHECK(std::sqrt(squares / static_cast<double>(y.size())) == doctest::Approx(0.25).epsilon(0.02));
}

TEST_CASE("noise: folding a network leaves the numbers of its noisy layers as they were") {
    Sequential net("net",
                   {{"linear", {{"in", 4}, {"out", 5}}},
                    {"batch-norm", {{"channels", 5}}},
                    {"noise", {{"sd", 1}, {"always", 1}}},
                    {"dropout", {{"p", 0.5}, {"always", 1}}}},
                   {4});
    initialise(net, {}, 3, 0);
    const Matrix x = normals(6, 4, 1);
    const Matrix before = through(net, x, {.noise = stream});
    net.fold();
    REQUIRE(net.steps() == 3);
    const Matrix after = through(net, x, {.noise = stream});
    for (std::size_t i = 0; i < after.size(); ++i)
        CHECK(static_cast<double>(after.data()[i]) == doctest::Approx(static_cast<double>(before.data()[i])).epsilon(1e-4));
}

TEST_CASE("noise: settings out of bounds are refused by name") {
    CHECK_THROWS_WITH_AS(make_layer({"noise", {{"sd", -1}}}, {3}), "layer noise: sd is -1, expected a number from 0 to 1e+06", Error);
    CHECK_THROWS_WITH_AS(make_layer({"dropout", {{"always", 2}}}, {3}), "layer dropout: always is 2, expected a whole number from 0 to 1", Error);
}

TEST_CASE("noise: append-noise gives x and behind it standard normal numbers, mix-noise the same W e at each pixel, also in use") {
    const Matrix x = normals(4, 6, 1);
    const Sequential appending("net", {{"append-noise", {{"size", 3}}}}, {6});
    Sequential mixing("net", {{"mix-noise", {{"size", 3}}}}, {2, 3, 1});
    initialise(mixing, {}, 1, 0);
    const Parameter& weight = std::as_const(mixing).layer(0).parameters()[0];
    CHECK(weight.stored == Shape{2, 3});
    for (const Trains training : {Trains::no, Trains::yes}) {
        const Mode mode = {.noise = stream, .first_row = 20};
        const Matrix appended = through(appending, x, mode, training);
        const Matrix mixed = through(mixing, x, mode, training);
        for (std::uint32_t i = 0; i < 4; ++i) {
            CHECK(std::equal(x.row(i), x.row(i) + 6, appended.row(i)));
            real noise[3];
            random_normal(stream, 20 + i, noise, 3, 0);
            CHECK(std::equal(noise, noise + 3, appended.row(i) + 6));
            random_normal(stream, 20 + i, noise, 3, std::size_t{1} << 22);  // a step that turns maps comes first
            for (std::size_t j = 0; j < 6; ++j) {
                double added = 0;
                for (std::size_t k = 0; k < 3; ++k) added += static_cast<double>(weight.value(k, j / 3)) * static_cast<double>(noise[k]);
                CHECK(static_cast<double>(mixed(i, j)) == doctest::Approx(static_cast<double>(x(i, j)) + added).epsilon(1e-5));
            }
        }
    }
}

TEST_CASE("noise: append-noise takes no maps in the midst of a network") {
    const std::vector<LayerSpec> layers = {{"relu", {}}, {"append-noise", {{"size", 3}}}};
    CHECK_THROWS_WITH_AS(Sequential("encoder", layers, {2, 3, 1}), "encoder/1: append-noise takes no maps of 2x3x1; put flatten before it", Error);
}
