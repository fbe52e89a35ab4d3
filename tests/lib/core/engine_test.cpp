#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "gradients.hpp"
#include "nn/inference.hpp"
#include "nn/initialise.hpp"
#include "nn/update.hpp"

using namespace gen;

namespace {

/// Maps down to 8x8 and back up, wide enough for `automatic` to take oneDNN for some products of each layer, and Winograd's filtering for the last
/// convolution.
Sequential network() {
    Sequential net("net",
                   {{"conv", {{"in", 3}, {"out", 16}, {"kernel", 3}, {"padding", 1}}},
                    {"tanh", {}},
                    {"conv", {{"in", 16}, {"out", 32}, {"kernel", 4}, {"stride", 2}, {"padding", 1}}},
                    {"tanh", {}},
                    {"conv-transposed", {{"in", 32}, {"out", 24}, {"kernel", 4}, {"stride", 2}, {"padding", 1}}},
                    {"tanh", {}},
                    {"flatten", {}},
                    {"linear", {{"in", 6144}, {"out", 48}}},
                    {"tanh", {}},
                    {"linear", {{"in", 48}, {"out", 2}}}},
                   {3, 16, 16});
    initialise(net, {}, 3, 0);
    return net;
}

/// Everything that a batch gives, one number after the other: y, dx, the gradients of two passes summed up.
std::vector<real> numbers(const Arithmetic& arithmetic, std::size_t threads) {
    Sequential net = network();
    net.compute_by(arithmetic);
    const std::size_t rows = 24;
    const Matrix x = normals(rows, net.inputs(), 1);
    Matrix dx(rows, net.inputs());
    Trace trace;
    net.reserve(trace, rows, true);
    trace.dy.back() = normals(rows, net.outputs(), 2);
    Pipeline pipeline;
    net.add_forward(pipeline, x, trace, Trains::yes);
    net.add_backward(pipeline, x, trace, Trains::yes, &dx);
    Parallel parallel(threads);
    pipeline.run(rows, parallel);
    const Optimizer optimizer(parse_optimizer("adam"));
    const Pass pass = {&net, &x, &trace};
    WeightUpdate({pass, pass}, optimizer).gradients(parallel);
    std::vector<real> all;
    const auto add = [&](const Matrix& m) { all.insert(all.end(), m.values().begin(), m.values().end()); };
    add(trace.y.back());
    add(dx);
    for (std::size_t i = 0; i < net.size(); ++i)
        for (const Parameter& p : net.layer(i).parameters()) add(p.grad);
    return all;
}

}  // namespace

TEST_CASE("engines: a network gives the same numbers by each, up to rounding") {
    if (!has_onednn()) return;
    const std::vector<real> expected = numbers({Engine::blas}, 1);
    for (const Engine engine : {Engine::onednn, Engine::automatic}) {
        const std::vector<real> got = numbers({engine}, 1);
        REQUIRE(got.size() == expected.size());
        double worst = 0;
        for (std::size_t i = 0; i < got.size(); ++i)
            worst = std::max(worst, std::abs(static_cast<double>(got[i] - expected[i])) / (1 + std::abs(static_cast<double>(expected[i]))));
        CHECK(worst < 1e-4);
        CHECK(got != expected);  // it was computed otherwise
    }
}

TEST_CASE("engines: the number of threads changes no bit") {
    std::vector<Arithmetic> all = {{Engine::blas}, {Engine::automatic}};
    if (has_onednn()) all.push_back({Engine::onednn});
    if (why_no_bf16().empty()) all.push_back({Engine::automatic, Precision::bf16});
    for (const Arithmetic& each : all) {
        const std::vector<real> alone = numbers(each, 1);
        for (int round = 0; round < 5; ++round) {
            CHECK(numbers(each, 2) == alone);
            CHECK(numbers(each, 4) == alone);
        }
    }
}

TEST_CASE("bf16: a network gives the numbers of fp32 but for what rounding does") {
    if (!why_no_bf16().empty()) {
        MESSAGE("skipped: " << why_no_bf16());
        CHECK_THROWS_AS(network().compute_by({.precision = Precision::bf16}), Error);
        return;
    }
    const std::vector<real> expected = numbers({}, 1);
    const std::vector<real> got = numbers({.precision = Precision::bf16}, 1);
    REQUIRE(got.size() == expected.size());
    double difference = 0;
    double size = 0;
    for (std::size_t i = 0; i < got.size(); ++i) {
        difference += std::pow(static_cast<double>(got[i] - expected[i]), 2);
        size += std::pow(static_cast<double>(expected[i]), 2);
    }
    CHECK(std::sqrt(difference / size) < 0.01);
    CHECK(std::sqrt(difference / size) > 1e-4);  // it was computed otherwise
    CHECK_THROWS_WITH_AS(network().compute_by({Engine::blas, Precision::bf16}), "BLAS computes no products in bf16, oneDNN does", Error);
}

TEST_CASE("bf16: products see weights as they are now") {
    if (!why_no_bf16().empty()) return;
    Sequential net("net", {{"linear", {{"in", 128}, {"out", 96}}}}, {128});
    net.compute_by({.precision = Precision::bf16});
    initialise(net, {}, 3, 0);
    const Matrix x = normals(40, 128, 1);
    Parallel parallel(2);
    const auto outputs = [&] {
        Matrix out(40, 96);
        Inference(net).run(
            40, parallel, [&](std::size_t first, Matrix& rows) { std::copy_n(x.row(first), rows.size(), rows.data()); },
            [&](std::size_t first, Matrix& rows) { std::copy_n(rows.data(), rows.size(), out.row(first)); });
        return out;
    };
    const auto by_pipeline = [&] {
        Trace trace;
        net.reserve(trace, 40, false);
        Pipeline pipeline;
        net.add_forward(pipeline, x, trace, Trains::yes);
        pipeline.run(40, parallel);
        return trace.y.back();
    };
    for (const real factor : {real{1}, real{2}, real{0}}) {
        for (Parameter& p : net.layer(0).parameters())
            for (real& w : p.value.values()) w *= factor;
        const Matrix once = outputs();
        const Matrix piped = by_pipeline();
        CHECK(std::ranges::equal(once.values(), piped.values()));
        CHECK((once(0, 0) == 0) == (factor == 0));
    }
}

TEST_CASE("engines: without oneDNN automatic is BLAS, and oneDNN is refused") {
    if (has_onednn()) return;
    CHECK(numbers({Engine::automatic}, 1) == numbers({Engine::blas}, 1));
    CHECK_THROWS_WITH_AS(network().compute_by({Engine::onednn}), ("there is no oneDNN here: " + why_no_onednn()).c_str(), Error);
}
