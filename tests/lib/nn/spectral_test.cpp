#include "nn/spectral.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "gradients.hpp"
#include "nn/average.hpp"
#include "nn/initialise.hpp"
#include "nn/update.hpp"

using namespace gen;

namespace {

/// A weight as PyTorch's spectral norm sees it: [out][everything else].
using StoredRows = std::vector<std::vector<double>>;

StoredRows as_pytorch(const Parameter& p, bool transposed) {
    const Matrix stored = to_stored(p, p.value);
    const std::size_t first = p.stored[0];
    const std::size_t second = p.stored[1];
    const std::size_t kernel = stored.size() / first / second;
    StoredRows w(transposed ? second : first);
    for (std::size_t a = 0; a < first; ++a)
        for (std::size_t b = 0; b < second; ++b)
            for (std::size_t k = 0; k < kernel; ++k)
                w[transposed ? b : a].push_back(static_cast<double>(stored.data()[(a * second + b) * kernel + k]));
    return w;
}

std::vector<double> unit(std::vector<double> x) {
    double squares = 0;
    for (const double v : x) squares += v * v;
    for (double& v : x) v /= std::sqrt(squares);
    return x;
}

/// One power iteration: u moves, s = u^T W v.
double iterate(const StoredRows& w, std::vector<double>& u) {
    std::vector<double> v(w[0].size(), 0);
    for (std::size_t i = 0; i < w.size(); ++i)
        for (std::size_t j = 0; j < v.size(); ++j) v[j] += w[i][j] * u[i];
    v = unit(v);
    std::vector<double> wv(w.size(), 0);
    for (std::size_t i = 0; i < w.size(); ++i)
        for (std::size_t j = 0; j < v.size(); ++j) wv[i] += w[i][j] * v[j];
    u = unit(wv);
    double s = 0;
    for (std::size_t i = 0; i < w.size(); ++i) s += u[i] * wv[i];
    return s;
}

struct SpectralCase {
    LayerSpec spec;
    Shape input;
};

const std::vector<SpectralCase>& spectral_cases() {
    static const std::vector<SpectralCase> all = {
        {{"linear", {{"in", 5}, {"out", 4}, {"spectral", 1}}}, {5}},
        {{"conv", {{"in", 2}, {"out", 3}, {"kernel", 2}, {"bias", 0}, {"spectral", 1}}}, {2, 3, 3}},
        {{"conv-transposed", {{"in", 3}, {"out", 2}, {"kernel", 3}, {"stride", 2}, {"padding", 1}, {"spectral", 1}}}, {3, 2, 2}},
    };
    return all;
}

Matrix output(const Sequential& net, const Matrix& x) {
    Trace trace;
    net.reserve(trace, x.rows(), false);
    return net.forward(x, trace, {0, x.rows()});
}

void check_equal(const Matrix& a, const Matrix& b) {
    REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i)
        CHECK(static_cast<double>(a.data()[i]) == doctest::Approx(static_cast<double>(b.data()[i])).epsilon(1e-4));
}

void train(Sequential& net, const Matrix& x, std::uint64_t steps, std::size_t threads, double clip = 0) {
    Trace trace;
    net.reserve(trace, x.rows(), true);
    trace.dy.back() = normals(x.rows(), net.outputs(), 2);
    Pipeline pipeline;
    net.add_forward(pipeline, x, trace, Trains::yes);
    net.add_backward(pipeline, x, trace, Trains::yes, nullptr);
    Parallel parallel(threads);
    const Optimizer optimizer(parse_optimizer("sgd"));
    WeightUpdate update({{&net, &x, &trace}}, optimizer, {.clip = clip});
    for (std::uint64_t step = 1; step <= steps; ++step) {
        net.prepare(true);
        pipeline.run(x.rows(), parallel);
        update.run(step, 0.1, parallel);
    }
}

}  // namespace

TEST_CASE("spectral norm: a step is one power iteration on PyTorch's matrix, and the layer multiplies with W / s") {
    for (const SpectralCase& c : spectral_cases()) {
        CAPTURE(c.spec.type);
        Sequential net("net", {c.spec}, c.input);
        initialise(net, {}, 3, 0);
        Layer& layer = net.layer(0);
        Parameter& weight = layer.parameters()[0];
        const Matrix& kept = layer.buffers()[0].value;
        REQUIRE(layer.buffers()[0].name == "u");
        CHECK(kept(0, 0) != kept(0, 1));
        const StoredRows w = as_pytorch(weight, c.spec.type == "conv-transposed");
        std::vector<double> u(kept.values().begin(), kept.values().end());
        u = unit(u);
        double s = 0;
        for (int i = 0; i < 3; ++i) {
            s = iterate(w, u);
            net.prepare(true);
            for (std::size_t j = 0; j < u.size(); ++j) CHECK(static_cast<double>(kept(0, j)) == doctest::Approx(u[j]).epsilon(1e-4));
        }
        const Matrix x = normals(2, net.inputs(), 1);
        const Matrix y = output(net, x);
        Sequential divided("net", {{c.spec.type, {c.spec.settings.begin(), c.spec.settings.end() - 1}}}, c.input);
        for (std::size_t k = 0; k < layer.parameters().size(); ++k) divided.layer(0).parameters()[k].value = layer.parameters()[k].value;
        for (real& v : divided.layer(0).parameters()[0].value.values()) v /= static_cast<real>(s);
        check_equal(y, output(divided, x));
    }
}

TEST_CASE("spectral norm: a settled layer is an ordinary one that gives what was given with u at rest") {
    for (const SpectralCase& c : spectral_cases()) {
        CAPTURE(c.spec.type);
        Sequential net("net", {c.spec}, c.input);
        initialise(net, {}, 3, 0);
        const Matrix x = normals(2, net.inputs(), 1);
        CHECK_THROWS_WITH_AS(output(net, x), "a layer with spectral normalisation is used before it is prepared", Error);
        const Matrix u = net.layer(0).buffers()[0].value;
        net.prepare(false);
        const Matrix y = output(net, x);
        net.prepare(false);
        CHECK(std::equal(u.data(), u.data() + u.size(), net.layer(0).buffers()[0].value.data()));
        net.fold();
        check_equal(output(net, x), y);
        CHECK(net.layer(0).buffers().empty());
    }
}

TEST_CASE("spectral norm: after many steps without change the largest singular value is 1") {
    Sequential net("net", {spectral_cases()[0].spec}, {5});
    initialise(net, {}, 3, 0);
    for (int i = 0; i < 200; ++i) net.prepare(true);
    net.fold();
    const StoredRows w = as_pytorch(net.layer(0).parameters()[0], false);
    std::vector<double> u = unit({1, 2, 3, 4});
    double s = 0;
    for (int i = 0; i < 200; ++i) s = iterate(w, u);
    CHECK(s == doctest::Approx(1).epsilon(1e-4));
}

TEST_CASE("spectral norm: W / s does not change with the length of W, so a step of training is across W") {
    for (const double clip : {0.0, 0.5})
        for (const SpectralCase& c : spectral_cases()) {
            CAPTURE(c.spec.type);
            Sequential net("net", {c.spec}, c.input);
            initialise(net, {}, 3, 0);
            const Matrix before = net.layer(0).parameters()[0].value;
            train(net, normals(6, net.inputs(), 1), 1, 2, clip);
            const Matrix& after = net.layer(0).parameters()[0].value;
            double along = 0;
            double length = 0;
            for (std::size_t i = 0; i < before.size(); ++i) {
                const double step = static_cast<double>(after.data()[i]) - static_cast<double>(before.data()[i]);
                along += step * static_cast<double>(before.data()[i]);
                length += step * step;
            }
            CHECK(length > 1e-4);
            CHECK(std::abs(along) < 1e-5);
        }
}

TEST_CASE("spectral norm: training gives the same bits for any threads") {
    const Matrix x = normals(130, 5, 1);
    Sequential one("net", {spectral_cases()[0].spec, {"tanh", {}}, {"linear", {{"in", 4}, {"out", 40}, {"spectral", 1}}}}, {5});
    Sequential four("net", one.specs(), {5});
    for (Sequential* const net : {&one, &four}) initialise(*net, {}, 3, 0);
    train(one, x, 3, 1);
    train(four, x, 3, 4);
    for (std::size_t i = 0; i < one.size(); ++i)
        for (std::size_t k = 0; k < one.layer(i).parameters().size(); ++k) {
            const Matrix& a = one.layer(i).parameters()[k].value;
            CHECK(std::equal(a.data(), a.data() + a.size(), four.layer(i).parameters()[k].value.data()));
        }
}

TEST_CASE("spectral norm: networks are prepared for use when they change to their averages") {
    Sequential net("net", {spectral_cases()[0].spec}, {5});
    initialise(net, {}, 3, 0);
    net.prepare(true);
    Sequential* const all[] = {&net};
    LearningStates states;
    start_averages(all, states);
    const Matrix x = normals(2, 5, 1);
    const Matrix y = output(net, x);
    for (real& v : states.of(net).average.parameters[0].values()) v += real{0.5};
    swap_averages(all, states);
    const Matrix averaged = output(net, x);
    CHECK(averaged(0, 0) != y(0, 0));
    net.prepare(false);
    check_equal(averaged, output(net, x));
}
