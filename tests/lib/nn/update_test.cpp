#include "nn/update.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "core/error.hpp"
#include "gradients.hpp"
#include "nn/average.hpp"
#include "nn/initialise.hpp"

using namespace gen;

namespace {

constexpr real most = std::numeric_limits<real>::max();

/// A linear layer whose gradient is whatever it is told.
struct ToldUpdate {
    explicit ToldUpdate(std::string_view optimizer, const UpdateOptions& options = {}) : optimizer_(parse_optimizer(optimizer)), options_(options) {
        initialise(net_, {}, 3, 0);
        options_.states = &states_;
        if (options.average > 0) start_averages(networks_, states_);
        x_.fill(1);
        net_.reserve(trace_, 1, true);
        update_.emplace(std::vector<Pass>{{&net_, &x_, &trace_}}, optimizer_, options_);
    }

    void step(std::uint64_t number, real gradient, double rate) {
        trace_.dy.back().fill(gradient);
        update_->run(number, rate, parallel_);
    }

    std::vector<real> numbers() const {
        std::vector<real> all;
        const auto add = [&all](const Matrix& m) { all.insert(all.end(), m.values().begin(), m.values().end()); };
        const LearningState& state = states_.of(net_);
        each_parameter(net_, [&](const Parameter& p, std::size_t i) {
            add(p.value);
            if (options_.average > 0) add(state.average.parameters[i]);
            for (const NetworkNumbers& moments : state.moments) add(moments.parameters[i]);
        });
        return all;
    }

private:
    Sequential net_{"net", {{"linear", {{"in", 5}, {"out", 4}}}}, {5}};
    Sequential* networks_[1] = {&net_};
    Matrix x_{1, 5};
    Trace trace_;
    Optimizer optimizer_;
    UpdateOptions options_;
    LearningStates states_;
    std::optional<WeightUpdate> update_;
    Parallel parallel_{2};
};

bool all_finite(const std::vector<real>& numbers) {
    return std::all_of(numbers.begin(), numbers.end(), [](real v) { return std::isfinite(v); });
}

}  // namespace

TEST_CASE("update: a step that would leave a number that is not finite changes nothing, and another one can follow") {
    for (const char* const optimizer : {"adam", "adamw", "sgd", "sgd:momentum=0.9,nesterov=1", "adagrad", "rmsprop", "rmsprop:centred=1"})
        for (const double average : {0.0, 0.9}) {
            CAPTURE(optimizer);
            CAPTURE(average);
            ToldUpdate told(optimizer, {.average = average});
            for (const bool first : {true, false}) {
                CAPTURE(first);
                const std::vector<real> before = told.numbers();
                CHECK_THROWS_WITH_AS(told.step(2, most / 2, 1e10), "a weight or a moment is not finite", Diverged);
                CHECK(told.numbers() == before);
                CHECK_THROWS_WITH_AS(told.step(2, std::numeric_limits<real>::quiet_NaN(), 1e-3), "a gradient is not finite", Diverged);
                CHECK(told.numbers() == before);
                told.step(2, 1, 1e-3);
                CHECK(told.numbers() != before);
                CHECK(all_finite(told.numbers()));
            }
        }
}

TEST_CASE("update: numbers that are absurdly large but finite pass, and limited weights are finite whatever the step") {
    ToldUpdate large("sgd");
    for (std::uint64_t i = 1; i < 5; ++i) large.step(i, i % 2 == 0 ? most / 64 : -most / 64, 1);
    CHECK(all_finite(large.numbers()));
    ToldUpdate limited("sgd", {.weight_limit = 0.1});
    limited.step(1, most / 8, 1e10);
    limited.step(2, -most / 8, 1e10);
    CHECK(all_finite(limited.numbers()));
}

TEST_CASE("update: no weight that 0 / 0 has made comes into a network") {
    ToldUpdate told("adam:eps=0");
    const std::vector<real> before = told.numbers();
    CHECK_THROWS_AS(told.step(1, 0, 1e-3), Diverged);
    CHECK(told.numbers() == before);
}

TEST_CASE("optimizer: what is usual stays finite by the estimate alone") {
    for (const char* const text : {"adam", "adamw", "sgd:momentum=0.9,nesterov=1", "adagrad", "rmsprop"}) {
        CAPTURE(text);
        const Optimizer optimizer(parse_optimizer(text));
        CHECK(optimizer.stays_finite(optimizer.rule(1, 1e-3), 1e6, 1e12));
        CHECK(optimizer.stays_finite(optimizer.rule(100000, 10), 100, 1000));
        CHECK_FALSE(optimizer.stays_finite(optimizer.rule(1, 1e-3), static_cast<double>(most) / 2, 1));
        CHECK_FALSE(optimizer.stays_finite(optimizer.rule(1, 1e-3), 1, std::numeric_limits<double>::infinity()));
        CHECK_FALSE(optimizer.stays_finite(optimizer.rule(1, 1e-3), 1, std::numeric_limits<double>::quiet_NaN()));
    }
}

TEST_CASE("sequential: what running statistics cannot take in is said before they do") {
    Sequential net("net", {{"linear", {{"in", 2}, {"out", 3}}}, {"batch-norm", {{"channels", 3}}}}, {2});
    initialise(net, {}, 3, 0);
    const auto takes = [&](real scale) {
        Matrix x = normals(6, 2, 1);
        for (real& v : x.values()) v *= scale;
        Trace trace;
        net.reserve(trace, 6, false);
        Pipeline pipeline;
        net.add_forward(pipeline, x, trace, Trains::yes);
        Parallel parallel(1);
        pipeline.run(6, parallel);
        return net.can_keep(trace);
    };
    CHECK(takes(1));
    CHECK(takes(std::sqrt(most) / 1000));
    CHECK_FALSE(takes(std::sqrt(most) * 1000));  // the variance is beyond all numbers, and what the layer gives is not
}
