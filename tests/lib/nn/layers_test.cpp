#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"
#include "core/parallel.hpp"
#include "core/random.hpp"
#include "gradients.hpp"
#include "nn/initialise.hpp"
#include "nn/layer_table.hpp"
#include "nn/sequential.hpp"
#include "nn/update.hpp"

using namespace gen;

namespace {

LayerSpec example_of(const LayerType& type) {
    LayerSpec spec = {std::string(type.name), {}};
    for (const std::string_view setting : type.settings)
        spec.settings.emplace_back(setting, setting == "in" ? 5 : setting == "out" ? 4 : 0.3);
    return spec;
}

// L = sum of weights * y, so that dL/dy is known.
double loss(const Sequential& net, const Matrix& x, const Matrix& weights) {
    Trace trace;
    net.reserve(trace, x.rows(), false);
    const Matrix& y = net.forward(x, trace, {0, x.rows()});
    double sum = 0;
    for (std::size_t i = 0; i < y.size(); ++i) sum += static_cast<double>(y.data()[i]) * static_cast<double>(weights.data()[i]);
    return sum;
}

Matrix away_from_zero(std::size_t rows, std::size_t columns) {
    Matrix m = normals(rows, columns, 1);
    for (real& v : m.values()) v += v < 0 ? real{-0.05} : real{0.05};  // the kink of relu
    return m;
}

}  // namespace

TEST_CASE("layers: every row of the layer table has the gradients of central differences") {
    for (const LayerType& type : layer_types()) {
        CAPTURE(type.name);
        Sequential net("net", {example_of(type)}, 5);
        initialise(net, {}, 3, 0);
        Matrix x = away_from_zero(6, 5);
        const Matrix weights = normals(6, net.outputs(), 2);
        Trace trace;
        net.reserve(trace, 6, true);
        trace.dy.back() = weights;
        Matrix dx(6, 5);
        for (const Rows rows : {Rows{0, 2}, Rows{2, 6}}) {
            net.forward(x, trace, rows);
            net.backward(x, trace, &dx, rows);
        }
        const Optimizer optimizer(parse_optimizer("adam"));
        Parallel parallel(2);
        WeightUpdate({{&net, &x, &trace}}, optimizer).gradients(parallel);
        check_gradient(x, dx, [&] { return loss(net, x, weights); });
        for (Parameter& p : net.layer(0).parameters()) {
            CAPTURE(p.name);
            check_gradient(p.value, p.grad, [&] { return loss(net, x, weights); });
        }
    }
}

TEST_CASE("layers: rows outside the range are left alone") {
    Sequential net("net", {{"linear", {{"in", 3}, {"out", 2}}}}, 3);
    initialise(net, {}, 3, 0);
    const Matrix x = normals(4, 3, 1);
    Trace trace;
    net.reserve(trace, 4, false);
    trace.y[0].fill(7);
    net.forward(x, trace, {1, 3});
    CHECK(trace.y[0](0, 0) == 7);
    CHECK(trace.y[0](3, 1) == 7);
    CHECK(trace.y[0](1, 0) != 7);
}

TEST_CASE("layers: a network that does not fit says where") {
    const std::vector<LayerSpec> specs = {{"linear", {{"in", 3}, {"out", 2}}}, {"relu", {}}, {"linear", {{"in", 4}, {"out", 1}}}};
    CHECK_THROWS_WITH_AS(Sequential("encoder", specs, 3), "encoder/2: a linear layer has 4 inputs, expected 2", Error);
    CHECK_THROWS_WITH_AS(Sequential("encoder", {{"conv9", {}}}, 3),
                         "encoder/0: layer conv9 is not known, expected one of linear, relu, leaky-relu, tanh, sigmoid, elu, softplus", Error);
}

TEST_CASE("initialisation: has the variance that its source states, and the same numbers for every memory layout") {
    Sequential net("net", {{"linear", {{"in", 400}, {"out", 300}}}}, 400);
    const std::pair<const char*, double> expected[] = {
        {"pytorch", 1.0 / 400 / 3}, {"he", 2.0 / 400}, {"glorot", 2.0 / 700}, {"lecun", 1.0 / 400}, {"normal:0.1", 0.01}};
    for (const auto& [name, variance] : expected) {
        CAPTURE(name);
        initialise(net, parse_initialisation(name), 5, 0);
        double squares = 0;
        for (const real v : net.layer(0).parameters()[0].value.values()) squares += static_cast<double>(v) * static_cast<double>(v);
        CHECK(squares / 120000 == doctest::Approx(variance).epsilon(0.02));
        const Matrix& bias = net.layer(0).parameters()[1].value;
        CHECK((bias(0, 0) != 0) == (std::string(name) == "pytorch"));
    }
}
