#include "nn/batch_gradients.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "gradients.hpp"
#include "nn/initialise.hpp"
#include "nn/update.hpp"

using namespace gen;

namespace {

/// Its convolution takes more products than all else.
Sequential network_of_maps() {
    Sequential net(
        "net",
        {{"conv", {{"in", 3}, {"out", 16}, {"kernel", 3}, {"padding", 1}}}, {"tanh", {}}, {"flatten", {}}, {"linear", {{"in", 4096}, {"out", 2}}}},
        {3, 16, 16});
    initialise(net, {}, 3, 0);
    return net;
}

/// The gradients of two passes over so many rows, of which the first may be summed before.
std::vector<real> gradients_of(const Arithmetic& arithmetic, std::size_t rows, std::size_t threads, bool early) {
    Sequential net = network_of_maps();
    net.compute_by(arithmetic);
    Parallel parallel(threads);
    Matrix xs[2] = {normals(rows, net.inputs(), 1), normals(rows + 5, net.inputs(), 2)};
    Trace traces[2];
    std::vector<Pass> passes;
    for (std::size_t i = 0; i < 2; ++i) {
        net.reserve(traces[i], xs[i].rows(), true);
        traces[i].dy.back() = normals(xs[i].rows(), net.outputs(), 3);
        Pipeline pipeline;
        net.add_forward(pipeline, xs[i], traces[i], Trains::yes);
        net.add_backward(pipeline, xs[i], traces[i], Trains::yes, nullptr);
        pipeline.run(xs[i].rows(), parallel);
        passes.push_back({&net, &xs[i], &traces[i]});
    }
    const Optimizer optimizer(parse_optimizer("adam"));
    WeightUpdate update(passes, optimizer);
    for (int round = 0; round < 2; ++round) {  // the second finds places in use
        if (early) update.sum_now(0, parallel);
        update.gradients(parallel);
    }
    std::vector<real> all;
    for (std::size_t i = 0; i < net.size(); ++i)
        for (const Parameter& p : net.layer(i).parameters()) all.insert(all.end(), p.grad.values().begin(), p.grad.values().end());
    return all;
}

}  // namespace

TEST_CASE("batch gradients: those that come at once are the same in parts, for any number of threads, summed early or late") {
    for (const std::size_t rows : {8, 33, 300}) {
        const std::vector<real> expected = gradients_of({Engine::blas}, rows, 1, false);
        for (const bool early : {false, true}) {
            const std::vector<real> got = gradients_of({}, rows, 1, early);
            REQUIRE(got.size() == expected.size());
            double worst = 0;
            for (std::size_t i = 0; i < got.size(); ++i)
                worst = std::max(worst, std::abs(static_cast<double>(got[i] - expected[i])) / (1 + std::abs(static_cast<double>(expected[i]))));
            CHECK(worst < 1e-4);
            CHECK(gradients_of({}, rows, 2, early) == got);
            CHECK(gradients_of({}, rows, 4, early) == got);
        }
    }
}
