#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "gradients.hpp"
#include "nn/initialise.hpp"
#include "nn/layer_table.hpp"
#include "nn/update.hpp"

using namespace gen;

namespace {

constexpr std::size_t batch = 5;

struct Case {
    std::vector<LayerSpec> specs;
    Shape input;
};

/// Every layer with a tangent, with curved ones before and after it, so that x, dy and their changes all matter.
std::vector<Case> made_cases() {
    const LayerSpec first = {"linear", {{"in", 4}, {"out", 6}}};
    const LayerSpec last = {"linear", {{"in", 6}, {"out", 1}}};
    const LayerSpec tanh = {"tanh", {}};
    const LayerSpec maps = {"conv", {{"in", 1}, {"out", 4}, {"kernel", 3}, {"padding", 1}}};
    const LayerSpec flatten = {"flatten", {}};
    const auto rows = [&](const LayerSpec& layer) { return Case{{first, tanh, layer, tanh, last}, {4}}; };
    const auto images = [&](const LayerSpec& layer, double numbers) {
        return Case{{maps, tanh, layer, tanh, flatten, {"linear", {{"in", numbers}, {"out", 1}}}}, {1, 4, 4}};
    };
    std::vector<Case> cases = {
        rows({"linear", {{"in", 6}, {"out", 6}}}),
        rows({"linear", {{"in", 6}, {"out", 6}, {"spectral", 1}}}),
        rows({"relu", {}}),
        rows({"leaky-relu", {{"slope", 0.2}}}),
        rows({"tanh", {}}),
        rows({"sigmoid", {}}),
        rows({"elu", {{"alpha", 0.7}}}),
        rows({"softplus", {}}),
        rows({"layer-norm", {{"channels", 6}}}),
        rows({"dropout", {{"p", 0.4}}}),
        rows({"noise", {{"sd", 0.3}}}),
        rows({"mix-noise", {{"size", 3}}}),
        {{first, tanh, {"append-noise", {{"size", 2}}}, {"linear", {{"in", 8}, {"out", 6}}}, {"softplus", {}}, last}, {4}},
        rows({"maxout", {{"in", 6}, {"out", 6}, {"pieces", 3}}}),
        rows({"residual", {{"from", 0}}}),
        {{first, tanh, {"condition", {{"classes", 3}, {"size", 2}}}, {"linear", {{"in", 8}, {"out", 6}}}, {"softplus", {}}, last}, {4}},
        {{first, tanh, {"projection", {{"in", 6}, {"classes", 3}}}}, {4}},
        {{first, tanh, {"projection", {{"in", 6}, {"classes", 3}}}, tanh}, {4}},  // and where its dy changes
        images({"conv", {{"in", 4}, {"out", 2}, {"kernel", 2}, {"stride", 2}}}, 8),
        images({"conv", {{"in", 4}, {"out", 3}, {"kernel", 2}, {"bias", 0}, {"spectral", 1}}}, 27),
        images({"conv-transposed", {{"in", 4}, {"out", 1}, {"kernel", 4}, {"stride", 2}, {"padding", 1}}}, 64),
        images({"conv-transposed", {{"in", 4}, {"out", 2}, {"kernel", 3}, {"spectral", 1}}}, 72),
        images({"layer-norm", {{"channels", 4}}}, 64),
        images({"instance-norm", {{"channels", 4}}}, 64),
        images({"mix-noise", {{"size", 3}}}, 64),
        images({"avg-pool", {{"kernel", 2}, {"stride", 2}}}, 16),
        images({"max-pool", {{"kernel", 2}, {"stride", 1}}}, 36),
        images({"upsample", {{"scale", 2}}}, 256),
        images({"pixel-shuffle", {{"scale", 2}}}, 64),
        images({"residual", {{"from", 0}}}, 64),
        {{flatten, first, tanh, {"unflatten", {{"channels", 2}, {"height", 1}, {"width", 3}}}, {"elu", {{"alpha", 1}}}, {"flatten", {}}, last},
         {1, 2, 2}},
        {{first, {"leaky-relu", {{"slope", 0.2}}}, {"maxout", {{"in", 6}, {"out", 6}, {"pieces", 2}}}, last}, {4}},  // nothing is curved
        {{{"layer-norm", {{"channels", 4}}}, {"linear", {{"in", 4}, {"out", 1}}}}, {4}},
        {{{"tanh", {}},
          maps,
          {"relu", {}},
          {"residual", {{"from", 0}}},
          {"tanh", {}},
          {"residual", {{"from", 2}}},
          {"sigmoid", {}},
          maps,
          {"residual", {{"from", 1}}},
          flatten,
          {"linear", {{"in", 64}, {"out", 1}}}},
         {4, 4, 4}},
    };
    // A layer that is curved must say so: here no other one says it in its place.
    const auto is_row = [](const Case& c) { return c.specs.size() == 5 && c.specs[0].type == "linear" && c.specs[2].type != "residual"; };
    for (std::size_t i = 0, count = cases.size(); i < count; ++i)
        if (is_row(cases[i])) cases.push_back({{cases[i].specs[0], cases[i].specs[2], cases[i].specs[4]}, cases[i].input});
    return cases;
}

const std::vector<Case>& cases() {
    static const std::vector<Case> all = made_cases();
    return all;
}

/// Whether central differences serve: in float their steps are so wide that they cross kinks, so there only smooth layers are compared.
bool comparable(const Case& c) {
    const auto kinked = [](const LayerSpec& s) { return s.type == "relu" || s.type == "leaky-relu" || s.type == "maxout" || s.type == "max-pool"; };
    return sizeof(real) == 8 || std::none_of(c.specs.begin(), c.specs.end(), kinked);
}

/// A critic with everything that a penalty needs.
class Critic {
public:
    explicit Critic(const Case& c, std::size_t threads = 2) : net("discriminator", in_channels(c), c.input), parallel_(threads) {
        initialise(net, {}, 3, 0);
        each_parameter([](Parameter& p) {
            if (p.start) p.value = normals(p.value.rows(), p.value.columns(), 7);  // of norms: else all 1
        });
        net.prepare(true);
        static const std::int32_t labels[] = {2, 0, -1, 1, 2};
        trace_.mode = {.noise = {4, Purpose::layers, 3}, .labels = labels};
        net.reserve(trace_, batch, true);
        net.reserve(tangent_, batch, true);
        trace_.dy.back().fill(1);
        dx = Matrix(batch, net.inputs());
        x = normals(batch, net.inputs(), 1);
        v = normals(batch, net.inputs(), 2);
    }

    /// dD/dx, and each weight's gradient of the sum of D over the batch.
    void gradients() {
        run_ordinary();
        WeightUpdate({{&net, &x, &trace_}}, optimizer_).gradients(parallel_);
    }

    /// Each weight's gradient of v . dD/dx.
    void tangents() {
        run_ordinary();
        Pipeline pipeline;
        net.add_tangent(pipeline, x, trace_, v, tangent_);
        pipeline.run(batch, parallel_);
        WeightUpdate({{&net, &x, &trace_, &v, &tangent_}}, optimizer_).gradients(parallel_);
    }

    /// Both summed up.
    void both(bool tangent_first) {
        tangents();
        const Pass loss = {&net, &x, &trace_};
        const Pass change = {&net, &x, &trace_, &v, &tangent_};
        WeightUpdate(tangent_first ? std::vector<Pass>{change, loss} : std::vector<Pass>{loss, change}, optimizer_).gradients(parallel_);
    }

    /// The sum of (|dD/dx| - 1)^2; v becomes its derivative by dD/dx.
    double penalty() {
        run_ordinary();
        double sum = 0;
        for (std::size_t i = 0; i < batch; ++i) {
            double squares = 0;
            for (std::size_t j = 0; j < dx.columns(); ++j) squares += static_cast<double>(dx(i, j)) * static_cast<double>(dx(i, j));
            const double length = std::sqrt(squares);
            for (std::size_t j = 0; j < dx.columns(); ++j) v(i, j) = static_cast<real>(2 * (length - 1) / length) * dx(i, j);
            sum += (length - 1) * (length - 1);
        }
        return sum;
    }

    template <class Use>
    void each_parameter(const Use& use) {
        for (std::size_t i = 0; i < net.size(); ++i)
            for (Parameter& p : net.layer(i).parameters()) {
                CAPTURE(i);
                CAPTURE(p.name);
                use(p);
            }
    }

    Sequential net;
    Matrix x;
    Matrix v;
    Matrix dx;

private:
    // The convolution of one channel is that of the input's where there are more.
    static std::vector<LayerSpec> in_channels(const Case& c) {
        std::vector<LayerSpec> specs = c.specs;
        if (c.input.size() == 3)
            for (LayerSpec& spec : specs)
                if (spec.type == "conv" && spec.settings[0].second == 1) spec.settings[0].second = static_cast<double>(c.input[0]);
        return specs;
    }

    void run_ordinary() {
        net.prepare(false);
        Pipeline pipeline;
        net.add_forward(pipeline, x, trace_, Trains::yes);
        net.add_backward(pipeline, x, trace_, Trains::yes, &dx);
        pipeline.run(batch, parallel_);
    }

    Trace trace_;
    Trace tangent_;
    Parallel parallel_;
    Optimizer optimizer_{parse_optimizer("sgd")};
};

std::vector<Matrix> all_gradients(Critic& critic) {
    std::vector<Matrix> all;
    critic.each_parameter([&](const Parameter& p) { all.push_back(p.grad); });
    return all;
}

}  // namespace

TEST_CASE("tangents: the gradient of v . dD/dx is how the gradient of D changes along v, for every layer that has one") {
    constexpr bool is_double = sizeof(real) == 8;
    const real step = is_double ? real{1e-5} : real{1e-2};
    for (const LayerType& type : layer_types()) {
        CAPTURE(type.name);
        const auto has = [&](const Case& c) {
            return std::any_of(c.specs.begin(), c.specs.end(), [&](const LayerSpec& s) { return s.type == type.name; });
        };
        const bool refused = type.name == "batch-norm" || type.name == "minibatch-stddev" || type.name == "minibatch-discrimination" ||
                             type.name == "table" || type.name == "scale";
        CHECK(std::any_of(cases().begin(), cases().end(), has) == !refused);
    }
    for (const Case& c : cases()) {
        if (!comparable(c)) continue;
        CAPTURE(c.specs[2 % c.specs.size()].type);
        Critic critic(c);
        critic.tangents();
        const std::vector<Matrix> got = all_gradients(critic);
        const Matrix x = critic.x;
        const auto moved = [&](real by) {
            for (std::size_t i = 0; i < x.size(); ++i) critic.x.data()[i] = x.data()[i] + by * critic.v.data()[i];
            critic.gradients();
            return all_gradients(critic);
        };
        const std::vector<Matrix> above = moved(step);
        const std::vector<Matrix> below = moved(-step);
        for (std::size_t k = 0; k < got.size(); ++k) {
            CAPTURE(k);
            double worst = 0;
            for (std::size_t i = 0; i < got[k].size(); ++i) {
                const double difference = static_cast<double>(above[k].data()[i] - below[k].data()[i]) / 2 / static_cast<double>(step);
                worst = std::max(worst, std::abs(difference - static_cast<double>(got[k].data()[i])) / std::max(1.0, std::abs(difference)));
            }
            CHECK(worst < (is_double ? 1e-7 : 5e-2));
        }
    }
}

TEST_CASE("tangents: the gradient of (|dD/dx| - 1)^2 is that of central differences") {
    for (const Case& c : cases()) {
        if (!comparable(c)) continue;
        CAPTURE(c.specs[2 % c.specs.size()].type);
        Critic critic(c);
        critic.penalty();
        critic.tangents();
        const std::vector<Matrix> got = all_gradients(critic);
        std::size_t k = 0;
        critic.each_parameter([&](Parameter& p) { check_gradient(p.value, got[k++], [&] { return critic.penalty(); }); });
    }
}

TEST_CASE("tangents: a penalty's gradient comes on top of that of the loss, whichever is first") {
    Critic critic(cases()[8]);
    critic.tangents();
    const std::vector<Matrix> penalty = all_gradients(critic);
    critic.gradients();
    const std::vector<Matrix> loss = all_gradients(critic);
    for (const bool penalty_first : {false, true}) {
        critic.both(penalty_first);
        const std::vector<Matrix> sum = all_gradients(critic);
        for (std::size_t k = 0; k < sum.size(); ++k)
            for (std::size_t i = 0; i < sum[k].size(); ++i)
                CHECK(static_cast<double>(sum[k].data()[i]) ==
                      doctest::Approx(static_cast<double>(penalty[k].data()[i]) + static_cast<double>(loss[k].data()[i])).epsilon(1e-4));
    }
}

TEST_CASE("tangents: the same bits for any threads") {
    for (const std::size_t which : {std::size_t{1}, std::size_t{10}, std::size_t{18}}) {
        Critic one(cases()[which], 1);
        Critic four(cases()[which], 4);
        one.tangents();
        four.tangents();
        const std::vector<Matrix> a = all_gradients(one);
        const std::vector<Matrix> b = all_gradients(four);
        for (std::size_t k = 0; k < a.size(); ++k) CHECK(std::equal(a[k].data(), a[k].data() + a[k].size(), b[k].data()));
    }
}

TEST_CASE("tangents: a network with a layer that has none is refused by name") {
    const LayerSpec relu = {"relu", {}};
    const std::string refusal = " has no tangent, gradient penalties need layers that have one";
    const auto refused = [&](const LayerSpec& layer) { Sequential("discriminator", {relu, relu, relu, layer}, {4}).expect_tangents(); };
    for (const LayerSpec& layer : {LayerSpec{"batch-norm", {{"channels", 4}}}, LayerSpec{"minibatch-stddev", {}},
                                   LayerSpec{"minibatch-discrimination", {{"in", 4}, {"out", 1}, {"size", 1}}}})
        CHECK_THROWS_WITH_AS(refused(layer), ("discriminator/3: " + layer.type + refusal).c_str(), Error);
    CHECK_NOTHROW(refused({"layer-norm", {{"channels", 4}}}));
}
