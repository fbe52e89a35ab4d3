#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "gradients.hpp"
#include "nn/initialise.hpp"
#include "nn/update.hpp"

using namespace gen;

namespace {

/// Maps down to 8x8 and back up, wide enough for `automatic` to take oneDNN for some products of each layer.
Sequential network() {
    Sequential net("net",
                   {{"conv", {{"in", 3}, {"out", 16}, {"kernel", 3}, {"padding", 1}}},
                    {"tanh", {}},
                    {"conv", {{"in", 16}, {"out", 32}, {"kernel", 4}, {"stride", 2}, {"padding", 1}}},
                    {"tanh", {}},
                    {"conv-transposed", {{"in", 32}, {"out", 16}, {"kernel", 4}, {"stride", 2}, {"padding", 1}}}},
                   {3, 16, 16});
    initialise(net, {}, 3, 0);
    return net;
}

/// Everything that a batch gives, one number after the other: y, dx, the gradients of two passes summed up.
std::vector<real> numbers(Engine engine, std::size_t threads) {
    Sequential net = network();
    net.compute_by({engine});
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
    const std::vector<real> expected = numbers(Engine::blas, 1);
    for (const Engine engine : {Engine::onednn, Engine::automatic}) {
        const std::vector<real> got = numbers(engine, 1);
        REQUIRE(got.size() == expected.size());
        double worst = 0;
        for (std::size_t i = 0; i < got.size(); ++i)
            worst = std::max(worst, std::abs(static_cast<double>(got[i] - expected[i])) / (1 + std::abs(static_cast<double>(expected[i]))));
        CHECK(worst < 1e-4);
        CHECK(got != expected);  // it was computed otherwise
    }
}

TEST_CASE("engines: the number of threads changes no bit") {
    for (const Engine engine : {Engine::blas, Engine::onednn, Engine::automatic}) {
        if (engine == Engine::onednn && !has_onednn()) continue;
        const std::vector<real> alone = numbers(engine, 1);
        for (int round = 0; round < 5; ++round) {
            CHECK(numbers(engine, 2) == alone);
            CHECK(numbers(engine, 4) == alone);
        }
    }
}

TEST_CASE("engines: without oneDNN automatic is BLAS, and oneDNN is refused") {
    if (has_onednn()) return;
    CHECK(numbers(Engine::automatic, 1) == numbers(Engine::blas, 1));
    CHECK_THROWS_WITH_AS(network().compute_by({Engine::onednn}), ("there is no oneDNN here: " + why_no_onednn()).c_str(), Error);
}
