#include "nn/layer_table.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "core/parallel.hpp"
#include "core/random.hpp"
#include "gradients.hpp"
#include "lib/nn/layer_cases.hpp"
#include "nn/initialise.hpp"
#include "nn/sequential.hpp"
#include "nn/update.hpp"

using namespace gen;

namespace {

Mode training() {
    static const std::int32_t labels[] = {2, 0, -1, 1, 2, 0};
    return {.noise = {4, Purpose::layers, 3}, .labels = labels};
}

void run_forward(const Sequential& net, const Matrix& x, Trace& trace, Parallel& parallel) {
    Pipeline pipeline;
    net.add_forward(pipeline, x, trace, Trains::yes);
    pipeline.run(x.rows(), parallel);
}

// L = sum of weights * y, so that dL/dy is known.
double loss(Sequential& net, const Matrix& x, const Matrix& weights) {
    Trace trace;
    trace.mode = training();
    net.reserve(trace, x.rows(), false);
    net.prepare(false);
    Parallel parallel(1);
    run_forward(net, x, trace, parallel);
    double sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) sum += static_cast<double>(trace.y.back().data()[i]) * static_cast<double>(weights.data()[i]);
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
        const auto has = [&](const LayerCase& c) {
            return std::any_of(c.specs.begin(), c.specs.end(), [&](const LayerSpec& s) { return s.type == type.name; });
        };
        CHECK(std::any_of(layer_cases().begin(), layer_cases().end(), has));
    }
    for (const LayerCase& c : layer_cases()) {
        CAPTURE(c.specs[0].type);
        Sequential net("net", c.specs, c.input);
        initialise(net, {}, 3, 0);
        net.prepare(true);
        net.prepare(false);  // as loss() does: u is constant
        Matrix x = away_from_zero(6, net.inputs());
        const Matrix weights = normals(6, net.outputs(), 2);
        Trace trace;
        trace.mode = training();
        net.reserve(trace, 6, true);
        trace.dy.back() = weights;
        Matrix dx(6, net.inputs());
        Pipeline pipeline;
        net.add_forward(pipeline, x, trace, Trains::yes);
        net.add_backward(pipeline, x, trace, Trains::yes, &dx);
        Parallel parallel(2);
        pipeline.run(6, parallel);
        const Optimizer optimizer(parse_optimizer("adam"));
        WeightUpdate({{&net, &x, &trace}}, optimizer).gradients(parallel);
        check_gradient(x, dx, [&] { return loss(net, x, weights); });
        for (std::size_t i = 0; i < net.size(); ++i)
            for (Parameter& p : net.layer(i).parameters()) {
                CAPTURE(i);
                CAPTURE(p.name);
                check_gradient(p.value, p.grad, [&] { return loss(net, x, weights); });
            }
    }
}

namespace {

/// y, dx and the gradients of a network, two batches after each other in the same matrices. `room`: of the arena, or of all these matrices.
std::vector<real> numbers_of(const LayerCase& c, bool in_arena, std::size_t& room) {
    Sequential net("net", c.specs, c.input);
    initialise(net, {}, 3, 0);
    net.prepare(true);
    Arena arena;
    Trace trace;
    if (in_arena) trace.arena = &arena;
    Matrix x, dy, dx;
    const Optimizer optimizer(parse_optimizer("adam"));
    net.open(trace, true);
    WeightUpdate update({{&net, &x, &trace}}, optimizer, {}, in_arena);
    Pipeline pipeline;
    net.add_forward(pipeline, x, trace, Trains::yes);
    pipeline.rows([&](Rows rows, std::size_t) { std::copy_n(dy.row(rows.begin), rows.count() * dy.columns(), trace.dy.back().row(rows.begin)); },
                  {&trace.y.back(), &trace.dy.back()});
    net.add_backward(pipeline, x, trace, Trains::yes, &dx);
    pipeline.after(update.operands(update.pass(0)));
    pipeline.after({&dx, &trace.y.back()});
    Parallel parallel(2);
    std::vector<real> all;
    for (const std::size_t rows : {6, 4}) {
        x = away_from_zero(rows, net.inputs());
        dy = normals(rows, net.outputs(), 2);
        trace.mode = training();
        trace.mode.labels = trace.mode.labels.first(rows);
        net.reserve(trace, rows, true);
        take(trace.arena, dx, rows, net.inputs());
        if (in_arena) {
            update.take(arena);
            arena.arrange(pipeline);
        }
        pipeline.run(rows, parallel);
        update.gradients(parallel);
        const auto add = [&](const Matrix& m) { all.insert(all.end(), m.values().begin(), m.values().end()); };
        add(trace.y.back());
        if (c.specs[0].type != "table") add(dx);  // whose y does not depend on x
        for (std::size_t i = 0; i < net.size(); ++i)
            for (const Parameter& p : net.layer(i).parameters()) add(p.grad);
    }
    room = arena.size();
    if (in_arena) return all;
    for (const std::vector<Matrix>* const matrices : {&trace.y, &trace.dy, &trace.dskip})
        for (const Matrix& m : *matrices) room += m.size();
    return all;
}

LayerSpec convolution(double in, double out) { return {"conv", {{"in", in}, {"out", out}, {"kernel", 3}, {"padding", 1}}}; }

}  // namespace

TEST_CASE("layers: in an arena every network gives the same numbers, to the bit") {
    std::vector<LayerCase> all = layer_cases();
    const LayerSpec norm = {"batch-norm", {{"channels", 4}}};
    const LayerCase deep = {{convolution(2, 4),
                             norm,
                             {"relu", {}},
                             convolution(4, 4),
                             norm,
                             {"leaky-relu", {{"slope", 0.2}}},
                             convolution(4, 4),
                             norm,
                             {"relu", {}},
                             convolution(4, 4),
                             norm,
                             {"tanh", {}},
                             convolution(4, 4),
                             norm,
                             {"elu", {{"alpha", 1}}},
                             convolution(4, 1),
                             {"softplus", {}}},
                            {2, 6, 6}};
    const LayerCase residual = {{convolution(2, 4),
                                 norm,
                                 {"relu", {}},
                                 convolution(4, 4),
                                 norm,
                                 {"relu", {}},
                                 convolution(4, 4),
                                 norm,
                                 {"residual", {{"from", 2}}},
                                 {"relu", {}},
                                 convolution(4, 4),
                                 norm,
                                 {"residual", {{"from", 7}}}},
                                {2, 6, 6}};
    all.insert(all.end(), {deep, residual});
    for (const LayerCase& c : all) {
        CAPTURE(&c - all.data());
        CAPTURE(c.specs[0].type);
        std::size_t room = 0;
        const std::vector<real> own = numbers_of(c, false, room);
        CHECK(numbers_of(c, true, room) == own);
    }
    std::size_t apart = 0;
    std::size_t shared = 0;
    numbers_of(deep, false, apart);
    numbers_of(deep, true, shared);
    CHECK(shared < apart);  // with the gradients of the weights on its side
}

TEST_CASE("layers: weight gradients of two passes add up") {
    for (const LayerCase& c : layer_cases()) {
        CAPTURE(c.specs[0].type);
        Sequential net("net", c.specs, c.input);
        initialise(net, {}, 3, 0);
        net.prepare(true);
        const Matrix x = away_from_zero(6, net.inputs());
        Trace trace;
        trace.mode = training();
        net.reserve(trace, 6, true);
        trace.dy.back() = normals(6, net.outputs(), 2);
        Pipeline pipeline;
        net.add_forward(pipeline, x, trace, Trains::yes);
        net.add_backward(pipeline, x, trace, Trains::yes, nullptr);
        Parallel parallel(2);
        pipeline.run(6, parallel);
        const Optimizer optimizer(parse_optimizer("adam"));
        WeightUpdate({{&net, &x, &trace}}, optimizer).gradients(parallel);
        std::vector<Matrix> once;
        for (std::size_t i = 0; i < net.size(); ++i)
            for (const Parameter& p : net.layer(i).parameters()) once.push_back(p.grad);
        WeightUpdate({{&net, &x, &trace}, {&net, &x, &trace}}, optimizer).gradients(parallel);
        std::size_t k = 0;
        for (std::size_t i = 0; i < net.size(); ++i)
            for (const Parameter& p : net.layer(i).parameters()) {
                for (std::size_t j = 0; j < p.grad.size(); ++j)
                    CHECK(static_cast<double>(p.grad.data()[j]) == doctest::Approx(2 * static_cast<double>(once[k].data()[j])).epsilon(1e-5));
                ++k;
            }
    }
}

TEST_CASE("layers: a folded network gives what normalisation with running statistics gave") {
    Sequential net("net",
                   {{"conv", {{"in", 2}, {"out", 3}, {"kernel", 3}, {"padding", 1}, {"bias", 0}}},
                    {"batch-norm", {{"channels", 3}}},
                    {"relu", {}},
                    {"conv-transposed", {{"in", 3}, {"out", 2}, {"kernel", 2}, {"stride", 2}}},
                    {"batch-norm", {{"channels", 2}}},
                    {"flatten", {}},
                    {"linear", {{"in", 96}, {"out", 5}}},
                    {"batch-norm", {{"channels", 5}}}},
                   {2, 3, 4});
    initialise(net, {}, 3, 0);
    std::uint64_t seed = 10;
    for (std::size_t i = 0; i < net.size(); ++i) {
        if (net.layer(i).buffers().empty()) continue;
        for (Parameter& p : net.layer(i).parameters()) p.value = normals(p.value.rows(), p.value.columns(), seed++);
        net.layer(i).buffers()[0].value = normals(1, net.layer(i).buffers()[0].value.columns(), seed++);
        for (real& v : net.layer(i).buffers()[1].value.values()) v = real{0.5} + static_cast<real>(seed) / 20;
    }
    const Matrix x = normals(4, 24, 1);
    Trace plain;
    net.reserve(plain, 4, false);
    const Matrix expected = net.forward(x, plain, {0, 4});
    const std::size_t before = net.steps();
    net.fold();
    CHECK(net.steps() == before - 3);
    Trace folded;
    net.reserve(folded, 4, false);
    const Matrix& y = net.forward(x, folded, {0, 4});
    for (std::size_t i = 0; i < y.size(); ++i)
        CHECK(static_cast<double>(y.data()[i]) == doctest::Approx(static_cast<double>(expected.data()[i])).epsilon(1e-4));
}

TEST_CASE("layers: rows outside the range are left alone") {
    Sequential net("net", {{"linear", {{"in", 3}, {"out", 2}}}}, {3});
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

TEST_CASE("layers: some rows alone cannot go through one that looks at the whole batch, in use neither") {
    const Matrix x = normals(4, 3, 1);
    const auto run = [&](const std::vector<LayerSpec>& specs, bool in_training) {
        const Sequential net("discriminator", specs, {3});
        Trace trace;
        net.reserve(trace, 4, false);
        net.forward(x, trace, {0, 4}, Trains(in_training));
    };
    const std::vector<LayerSpec> stddev = {{"relu", {}}, {"minibatch-stddev", {}}};
    const std::string refusal = " looks at the whole batch, it cannot run for some rows alone";
    CHECK_THROWS_WITH_AS(run(stddev, false), ("discriminator/1: minibatch-stddev" + refusal).c_str(), Error);
    CHECK_THROWS_WITH_AS(run({{"minibatch-discrimination", {{"in", 3}, {"out", 1}, {"size", 1}}}}, false),
                         ("discriminator/0: minibatch-discrimination" + refusal).c_str(), Error);
    CHECK_THROWS_WITH_AS(run({{"batch-norm", {{"channels", 3}}}}, true), ("discriminator/0: batch-norm" + refusal).c_str(), Error);
    CHECK_NOTHROW(run({{"batch-norm", {{"channels", 3}}}}, false));
}

TEST_CASE("layers: one trace serves a pipeline that trains and one that does not") {
    Sequential net("net", {{"batch-norm", {{"channels", 2}}}}, {2});
    initialise(net, {}, 3, 0);
    const Matrix x(2, 2, {1, 5, 3, 9});
    Trace trace;
    net.reserve(trace, 2, false);
    Pipeline training;
    Pipeline use;
    net.add_forward(training, x, trace, Trains::yes);
    net.add_forward(use, x, trace, Trains::no);
    Parallel parallel(1);
    for (const char* const turn : {"first", "again"}) {
        CAPTURE(turn);
        training.run(2, parallel);
        CHECK(std::abs(trace.y.back()(1, 1) - 1) < real{1e-4});
        use.run(2, parallel);
        CHECK(std::abs(trace.y.back()(1, 1) - 9) < real{1e-3});
    }
}

TEST_CASE("layers: minibatch-stddev appends the standard deviation of a row's group") {
    const Matrix x(4, 2, {0, 1, 10, 1, 4, 1, 10, 7});
    const auto appended = [&](double group) {
        const Sequential net("net", {{"minibatch-stddev", {{"group", group}}}}, {2});
        Trace trace;
        net.reserve(trace, 4, false);
        Parallel parallel(2);
        run_forward(net, x, trace, parallel);
        const Matrix& y = trace.y[0];
        CHECK(y(3, 1) == 7);
        return std::vector<double>{static_cast<double>(y(0, 2)), static_cast<double>(y(1, 2)), static_cast<double>(y(2, 2)),
                                   static_cast<double>(y(3, 2))};
    };
    const std::vector<double> pairs = appended(2);  // rows 0 and 2, rows 1 and 3
    for (std::size_t i = 0; i < 4; ++i) CHECK(pairs[i] == doctest::Approx(i % 2 == 0 ? 1.0 : 1.5).epsilon(1e-3));
    const std::vector<double> all = appended(3);  // 3 does not divide 4
    for (const double v : all) CHECK(v == doctest::Approx((std::sqrt(18.0) + std::sqrt(6.75)) / 2).epsilon(1e-3));
}

TEST_CASE("layers: minibatch-discrimination counts how near the other rows are") {
    Sequential net("net", {{"minibatch-discrimination", {{"in", 1}, {"out", 2}, {"size", 2}}}}, {1});
    net.layer(0).parameters()[0].value = Matrix(1, 4, {1, 2, 0, -1});
    const Matrix x(2, 1, {0, 0.5});
    Trace trace;
    net.reserve(trace, 2, false);
    Parallel parallel(2);
    run_forward(net, x, trace, parallel);
    CHECK(static_cast<double>(trace.y[0](1, 0)) == 0.5);
    CHECK(static_cast<double>(trace.y[0](0, 1)) == doctest::Approx(1 + std::exp(-1.5)));
    CHECK(static_cast<double>(trace.y[0](1, 2)) == doctest::Approx(1 + std::exp(-0.5)));
}

TEST_CASE("layers: a network that does not fit says where") {
    const std::vector<LayerSpec> specs = {{"linear", {{"in", 3}, {"out", 2}}}, {"relu", {}}, {"linear", {{"in", 4}, {"out", 1}}}};
    CHECK_THROWS_WITH_AS(Sequential("encoder", specs, {3}), "encoder/2: a linear layer has 4 inputs, expected 2", Error);
    CHECK_THROWS_WITH_AS(Sequential("encoder", {{"conv9", {}}}, {3}),
                         doctest::Contains("encoder/0: layer conv9 is not known, expected one of linear, relu, leaky-relu"), Error);
    CHECK_THROWS_WITH_AS(Sequential("encoder", {{"conv9", {}}}, {3}), doctest::Contains("(did you mean conv?)"), Error);
}

TEST_CASE("activation: names carry their number") {
    CHECK(parse_activation("leaky-relu").setting("slope") == 0.01);
    CHECK(parse_activation("leaky-relu:0.2").setting("slope") == 0.2);
    CHECK_THROWS_WITH_AS(parse_activation("swish"), doctest::Contains("activation is swish, expected one of relu, leaky-relu, tanh"), Error);
    CHECK_THROWS_WITH_AS(parse_activation("relu:1"), "activation relu takes no number, got 1", Error);
}
