#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "gradients.hpp"
#include "layer_cases.hpp"
#include "nn/initialise.hpp"
#include "nn/layer_table.hpp"
#include "nn/sequential.hpp"

using namespace gen;

namespace {

constexpr std::size_t facet_rows = 6;
constexpr real unknown = std::numeric_limits<real>::quiet_NaN();
constexpr std::int32_t facet_labels[] = {2, 0, -1, 1, 2, 0};

Mode mode() { return {.noise = {4, Purpose::layers, 3}, .labels = facet_labels}; }

/// One layer and a batch that has gone forward through it, to be trained.
struct Batch {
    explicit Batch(const LayerSpec& spec, const Shape& input) : layer(make_layer(spec, input)) {
        for (Parameter& p : layer->parameters()) p.value = normals(p.value.rows(), p.value.columns(), 7);
        if (Parametrisation* const weight = layer->parametrisation()) weight->prepare(false);
        x = normals(facet_rows, count(layer->input()), 1);
        dy = normals(facet_rows, count(layer->output()), 2);
        y.resize(facet_rows, dy.columns());
        dx.resize(facet_rows, x.columns());
        layer->reserve(memory, facet_rows, 1);
        if (const WholeBatch* const batch = layer->whole_batch(Trains(trains))) {
            batch->gather(flow(), {0, facet_rows}, 0);
            batch->combine(flow());
        }
        layer->forward(flow(), {0, facet_rows});
    }

    Flow flow() {
        return {
            .x = &x, .y = &y, .dy = &dy, .dx = &dx, .memory = &memory, .mode = &told, .training = trains, .blocks = 1, .number = 0, .slope = slope};
    }

    const Matrix& back(bool in_place) {
        Flow f = flow();
        if (const WholeBatch* const batch = layer->whole_batch(Trains(trains))) {
            batch->gather_backward(f, {0, facet_rows}, 0);
            batch->combine_backward(f);
        }
        if (in_place) f.dx = &dy;
        layer->backward(f, {0, facet_rows});
        return *f.dx;
    }

    std::unique_ptr<Layer> layer;
    Mode told = mode();
    bool trains = true;
    std::optional<real> slope;
    Memory memory;
    Matrix x, y, dy, dx;
};

bool same(const Matrix& a, const Matrix& b) { return std::equal(a.data(), a.data() + a.size(), b.data(), b.data() + b.size()); }

/// y = x + the first number that the row is told.
class Told : public Layer {
public:
    explicit Told(const Shape& shape) : Layer(shape, shape) {}
    void forward(const Flow& f, Rows range) const override {
        const Panel& numbers = f.mode->numbers;
        for (std::size_t i = range.begin; i < range.end; ++i)
            for (std::size_t j = 0; j < f.x->columns(); ++j) (*f.y)(i, j) = (*f.x)(i, j) + numbers.data[i * numbers.stride];
    }
    void backward(const Flow&, Rows) const override {}
};

}  // namespace

TEST_CASE("layers: what one says of its matrices holds") {
    for (const LayerCase& c : layer_cases()) {
        if (c.specs.size() > 1 || c.specs[0].type == "table") continue;  // a table has no dx
        CAPTURE(c.specs[0].type);
        const Matrix expected = Batch(c.specs[0], c.input).back(false);
        CHECK(std::all_of(expected.values().begin(), expected.values().end(), [](real v) { return std::isfinite(v); }));
        Batch batch(c.specs[0], c.input);
        const LayerHints& hints = batch.layer->hints();
        if (hints.recomputable) {
            const Matrix first = batch.y;
            batch.y.fill(unknown);
            batch.layer->forward(batch.flow(), {0, facet_rows});
            CHECK(same(batch.y, first));
        }
        if (hints.in_place) {
            Flow f = batch.flow();
            batch.dx = batch.x;
            f.x = f.y = &batch.dx;
            batch.layer->forward(f, {0, facet_rows});
            CHECK(same(batch.dx, batch.y));
        }
        if (!hints.backward_reads_x) batch.x.fill(unknown);
        if (hints.output_overwritable) batch.y.fill(unknown);
        CHECK(same(batch.back(hints.in_place || hints.gradient_overwritable), expected));
    }
}

TEST_CASE("layers: a relu is done by a layer before it that rectifies, to the last byte, in training and not") {
    std::size_t relus = 0, rectifying = 0;
    for (const LayerCase& c : layer_cases()) relus += make_layer(c.specs[0], c.input)->hints().slope.has_value();
    CHECK(relus >= 2);
    for (const LayerCase& c : layer_cases())
        for (const bool training : {true, false}) {
            Batch apart(c.specs[0], c.input);
            if (!apart.layer->hints().rectifies) continue;
            CAPTURE(c.specs[0].type);
            CAPTURE(training);
            ++rectifying;
            CHECK(apart.layer->hints().output_overwritable);
            Batch together(c.specs[0], c.input);
            Batch relu({"leaky-relu", {{"slope", 0.2}}}, c.input);
            apart.trains = together.trains = relu.trains = training;
            together.slope = static_cast<real>(0.2);
            for (Batch* const batch : {&apart, &together}) batch->layer->forward(batch->flow(), {0, facet_rows});
            relu.x = apart.y;
            relu.layer->forward(relu.flow(), {0, facet_rows});
            CHECK(same(together.y, relu.y));
            together.y.fill(unknown);
            relu.dy = together.dy;
            apart.dy = relu.back(false);
            CHECK(same(together.back(true), apart.back(true)));
        }
    CHECK(rectifying >= 2);
}

TEST_CASE("sequential: a relu behind batch norm, whose output is also added later, is done by that") {
    const std::vector<LayerSpec> specs = {{"linear", {{"in", 5}, {"out", 7}}},
                                          {"batch-norm", {{"channels", 7}}},
                                          {"relu", {}},
                                          {"linear", {{"in", 7}, {"out", 7}}},
                                          {"residual", {{"from", 2}}}};
    const std::vector<LayerSpec> apart = {specs[0], specs[1], {"dropout", {{"p", 0}}}, specs[2], specs[3], {"residual", {{"from", 3}}}};
    std::vector<Matrix> results;
    for (const std::vector<LayerSpec>& layers : {specs, apart}) {
        Sequential network("n", layers, {5});
        for (std::size_t i = 0; i < network.steps(); ++i)
            for (Parameter& p : network.step(i).parameters()) p.value = normals(p.value.rows(), p.value.columns(), 7 + p.value.size());
        Parallel parallel;
        Trace trace;
        trace.mode = mode();
        const Matrix x = normals(facet_rows, 5, 1);
        Matrix dx(facet_rows, 5);
        network.reserve(trace, facet_rows, true);
        Pipeline forward, backward;
        network.add_forward(forward, x, trace, Trains::yes);
        network.add_backward(backward, x, trace, Trains::yes, &dx);
        forward.run(facet_rows, parallel);
        trace.dy.back() = normals(facet_rows, 7, 2);
        backward.run(facet_rows, parallel);
        results.push_back(trace.y.back());
        results.push_back(dx);
    }
    CHECK(same(results[0], results[2]));
    CHECK(same(results[1], results[3]));
}

TEST_CASE("layers: what comes by columns is what comes by rows, and other columns stay as they are") {
    const auto close = [](const Matrix& a, const Matrix& b) {
        double worst = 0;
        for (std::size_t i = 0; i < a.size(); ++i) worst = std::max(worst, std::abs(static_cast<double>(a.data()[i] - b.data()[i])));
        return worst < (sizeof(real) == 8 ? 1e-12 : 1e-4);
    };
    Batch small({"linear", {{"in", 300}, {"out", 100}}}, {300});
    CHECK(small.layer->by_columns() == nullptr);
    Batch large({"linear", {{"in", 300}, {"out", 400}}}, {300});
    large.layer->compute_by({});
    const ByColumns* const layer = large.layer->by_columns();
    REQUIRE(layer != nullptr);
    const Matrix y = large.y;
    const Matrix dx = large.back(false);
    Flow f = large.flow();
    large.y.fill(0);
    large.dx.fill(0);
    layer->forward_columns(f, {0, facet_rows}, {0, 144});
    layer->backward_columns(f, {0, facet_rows}, {0, 160});
    CHECK(large.y(2, 144) == 0);
    CHECK(large.dx(2, 160) == 0);
    layer->forward_columns(f, {0, facet_rows}, {144, 400});
    layer->backward_columns(f, {0, facet_rows}, {160, 300});
    CHECK(close(large.y, y));
    CHECK(close(large.dx, dx));
    f.dx = nullptr;
    layer->backward_columns(f, {0, facet_rows}, {0, 300});  // nobody needs it
}

TEST_CASE("layers: gradients over ranges of the batch's rows make up those of the batch") {
    std::size_t checked = 0;
    for (const LayerCase& c : layer_cases()) {
        CAPTURE(c.specs[0].type);
        Sequential net("net", c.specs, c.input);
        initialise(net, {}, 3, 0);
        net.prepare(false);
        const Matrix x = normals(facet_rows, net.inputs(), 1);
        Matrix dx(facet_rows, net.inputs());
        Trace trace;
        trace.mode = mode();
        net.reserve(trace, facet_rows, true);
        Pipeline pipeline;
        net.add_forward(pipeline, x, trace, Trains::yes);
        trace.dy.back() = normals(facet_rows, net.outputs(), 2);
        net.add_backward(pipeline, x, trace, Trains::yes, &dx);
        Parallel parallel(2);
        pipeline.run(facet_rows, parallel);
        for (std::size_t i = 0; i < net.steps(); ++i)
            for (std::size_t k = 0; k < net.step(i).parameters().size(); ++k) {
                CAPTURE(net.step(i).parameters()[k].name);
                Matrix& grad = net.step(i).parameters()[k].grad;
                const Rows all = {0, net.step(i).parameters()[k].value.rows()};
                grad.resize(all.end, net.step(i).parameters()[k].value.columns());
                const auto gradient = [&](Rows range, bool add) {
                    net.step(i).weight_gradient(net.flow(x, trace, i, Trains::yes), range, k, all, add);
                    return grad;
                };
                const Matrix whole = gradient({0, facet_rows}, false);
                const Matrix first = gradient({0, 2}, false);
                const Matrix second = gradient({2, facet_rows}, false);
                gradient({0, 2}, false);
                const Matrix added = gradient({2, facet_rows}, true);
                for (std::size_t n = 0; n < whole.size(); ++n) {
                    const auto expected = doctest::Approx(static_cast<double>(whole.data()[n])).epsilon(1e-5).scale(10);
                    CHECK(static_cast<double>(first.data()[n] + second.data()[n]) == expected);
                    CHECK(static_cast<double>(added.data()[n]) == expected);
                }
                ++checked;
            }
    }
    CHECK(checked > 25);
}

TEST_CASE("layers: any numbers of a row reach a layer as the row's class does") {
    const Matrix numbers(facet_rows, 2, {1, -1, 2, -1, 3, -1, 4, -1, 5, -1, 6, -1});
    const Mode all = {.first_row = 10, .labels = facet_labels, .numbers = panel(numbers)};
    const Mode part = all.part(2, 3);
    CHECK(part.first_row == 12);
    CHECK(part.labels.size() == 3);
    CHECK(part.labels[0] == -1);
    CHECK(part.numbers.rows == 3);
    CHECK(part.numbers.columns == 2);
    const Sequential net("net", {{"relu", {}}}, {2});
    const Matrix x(3, 2, {10, 20, 30, 40, 50, 60});
    Trace trace;
    trace.mode = part;
    net.reserve(trace, 3, false);
    Told({2}).forward(net.flow(x, trace, 0, Trains::no), {0, 3});
    CHECK(same(trace.y.back(), Matrix(3, 2, {13, 23, 34, 44, 55, 65})));
    CHECK(all.part(0, 0).numbers.rows == 0);
    CHECK(Mode{}.part(2, 3).numbers.rows == 0);
}
