#include <limits>

#include "core/error.hpp"
#include "lib/models/step_cases.hpp"
#include "lib/thread_ranks.hpp"
#include "nn/average.hpp"

using namespace gen;

namespace {

VaeSpec normed_spec(bool stochastic = true) { return small_spec(stochastic, "conv:2,3,norm=batch", {2, 4, 4}); }

VaeSpec small_vamp_spec() {
    VaeSpec spec = normed_spec();
    spec.pseudo_inputs = 70;
    spec.pseudo = {{"table", {{"rows", 70}, {"out", 32}}}, {"sigmoid", {}}};
    return spec;
}

/// The numbers of every parameter and buffer.
std::vector<real> values(Vae& vae) {
    std::vector<real> all;
    const auto add = [&all](const Matrix& m) { all.insert(all.end(), m.data(), m.data() + m.size()); };
    for (Sequential* const network : vae.networks()) {
        each_parameter(*network, [&](const Parameter& p, std::size_t) { add(p.value); });
        each_buffer(*network, [&](const Buffer& b, std::size_t) { add(b.value); });
    }
    return all;
}

/// Their averages, in the same order.
std::vector<real> averages_of(Vae& vae, LearningStates& states) {
    std::vector<real> all;
    for (Sequential* const network : vae.networks())
        for (const std::vector<Matrix>* const matrices : {&states.of(*network).average.parameters, &states.of(*network).average.buffers})
            for (const Matrix& m : *matrices) all.insert(all.end(), m.data(), m.data() + m.size());
    return all;
}

std::vector<real> running_statistics(Vae& vae) {
    std::vector<real> all;
    for (Sequential* const network : vae.networks())
        for (std::size_t i = 0; i < network->size(); ++i)
            for (const Buffer& b : network->layer(i).buffers()) all.insert(all.end(), b.value.data(), b.value.data() + b.value.size());
    return all;
}

/// All numbers after some steps.
std::vector<real> trained(const VaeSpec& spec, const VaeObjective& objective, std::size_t threads, const Sharding& sharding = {}) {
    Vae vae(spec);
    vae.initialise({}, 4);
    const Optimizer optimizer(parse_optimizer("adam"));
    VaeStep step(vae, objective, optimizer, 1.0, 6);
    const Matrix x = pixels(200, vae.spec.pixels());
    const MatrixExamples data(x);
    const std::vector<std::uint32_t> rows = first_rows(200);
    Parallel parallel(threads, sharding);
    for (std::uint64_t i = 1; i <= 3; ++i) step.train({data, std::span(rows).first(i == 2 ? 131 : 200)}, i, 1e-2, parallel);
    return values(vae);
}

}  // namespace

TEST_CASE("vae state: same bits for every number of threads, whatever looks at the whole batch") {
    const std::pair<VaeSpec, VaeObjective> cases[] = {
        {normed_spec(), {.samples = 2}},
        {normed_spec(), {.type = &vae_objective_type("beta-tc"), .beta = 4, .data_size = 200}},
        {normed_spec(false), {.type = &vae_objective_type("wae")}},
        {normed_spec(), {.type = &vae_objective_type("info-vae"), .alpha = 0.5}},
        {normed_spec(), {.free_bits = 0.01}},
        {normed_spec(), {.capacity = 0.5, .capacity_steps = 2}},
        {small_vamp_spec(), {}},
    };
    for (const auto& each : cases) {
        const auto& [spec, objective] = each;
        CAPTURE(&each - &cases[0]);
        const std::vector<real> one = trained(spec, objective, 1);
        CHECK(trained(spec, objective, 2) == one);
        CHECK(trained(spec, objective, 3) == one);
    }
}

TEST_CASE("vae state: same bits for every number of ranks that share the shards of a batch") {
    const std::pair<VaeSpec, VaeObjective> cases[] = {
        {small_spec(true, "mlp:300", {1, 20, 20}), {}},  // a layer whose rows are fewer to send than its weights
        {small_spec(true, "conv:2,3", {3, 4, 4}), {}},
        {normed_spec(), {.samples = 2}},
        {normed_spec(), {.type = &vae_objective_type("beta-tc"), .beta = 4, .data_size = 200}},
        {normed_spec(), {.free_bits = 0.01}},
        {normed_spec(), {.samples = 3, .importance = true}},
        {small_vamp_spec(), {}},
    };
    for (const auto& each : cases) {
        const auto& [spec, objective] = each;
        CAPTURE(&each - &cases[0]);
        const std::vector<real> alone = trained(spec, objective, 2, Sharding(4));
        const std::vector<real> whole = trained(spec, objective, 2);
        REQUIRE(alone.size() == whole.size());
        for (std::size_t i = 0; i < alone.size(); ++i) CHECK(alone[i] == doctest::Approx(whole[i]).epsilon(0.05));  // another order of sums
        for (const std::size_t size : {2, 4}) {
            std::vector<int> same(size);
            ThreadRanks::run(size, [&](Ranks& ranks) { same[ranks.rank()] = trained(spec, objective, 1, Sharding(4, &ranks)) == alone ? 1 : 0; });
            CHECK(same == std::vector<int>(size, 1));
        }
    }
}

TEST_CASE("vae state: moving averages are those of a plain loop, of running statistics too") {
    Vae vae(normed_spec());
    vae.initialise({}, 4);
    LearningStates states;
    start_averages(vae.networks(), states);
    std::vector<real> expected = values(vae);
    CHECK(averages_of(vae, states) == expected);
    const Optimizer optimizer(parse_optimizer("adam"));
    VaeStep step(vae, {}, optimizer, 0, 6, 0.25, &states);
    const Matrix x = pixels(20, 32);
    const MatrixExamples data(x);
    const std::vector<std::uint32_t> rows = first_rows(20);
    Parallel parallel(2);
    for (std::uint64_t number = 1; number <= 4; ++number) {
        step.train({data, rows}, number, 1e-2, parallel);
        const std::vector<real> now = values(vae);
        const double decay = number < 3 ? static_cast<double>(1 + number) / static_cast<double>(10 + number) : 0.25;  // the start is soon forgotten
        for (std::size_t i = 0; i < now.size(); ++i)
            expected[i] = static_cast<real>(decay * static_cast<double>(expected[i]) + (1 - decay) * static_cast<double>(now[i]));
    }
    const std::vector<real> averages = averages_of(vae, states);
    REQUIRE(averages.size() == expected.size());
    for (std::size_t i = 0; i < averages.size(); ++i)
        CHECK(static_cast<double>(averages[i]) == doctest::Approx(static_cast<double>(expected[i])).epsilon(1e-5));
    CHECK(averages != values(vae));

    const std::vector<real> latest = values(vae);
    swap_averages(vae.networks(), states);
    CHECK(values(vae) == averages);
    CHECK(averages_of(vae, states) == latest);
    swap_averages(vae.networks(), states);
    CHECK(values(vae) == latest);
    keep_as_best(vae.networks(), states);
    step.train({data, rows}, 5, 1e-2, parallel);
    restore_best(vae.networks(), states);
    CHECK(values(vae) == averages);
    CHECK(averages_of(vae, states) == averages);
    drop_averages(vae.networks(), states);
    keep_as_best(vae.networks(), states);
    VaeStep(vae, {}, optimizer, 0, 6, 0, &states).train({data, rows}, 6, 1e-2, parallel);
    CHECK(values(vae) != averages);
    restore_best(vae.networks(), states);
    CHECK(values(vae) == averages);
}

TEST_CASE("vae state: running statistics are those of the batch after a step, and stay at evaluation and when a step diverges") {
    Vae vae(normed_spec());
    vae.initialise({}, 4);
    const Optimizer optimizer(parse_optimizer("adam"));
    VaeStep step(vae, {.samples = 2}, optimizer, 0, 6);
    const Matrix x = pixels(20, 32);
    const MatrixExamples data(x);
    const std::vector<std::uint32_t> rows = first_rows(20);
    Parallel parallel(2);
    const std::vector<real> fresh = running_statistics(vae);
    step.loss({data, rows}, parallel);
    step.gradients(data, normals(40, 3, 8), 1, parallel);
    CHECK(running_statistics(vae) == fresh);
    step.train({data, rows}, 1, 1e-3, parallel);
    const std::vector<real> moved = running_statistics(vae);
    for (std::size_t i = 0; i < fresh.size(); ++i) CHECK(moved[i] != fresh[i]);

    const double before = step.loss({data, rows}, parallel).loss;
    vae.encoder.layer(vae.encoder.size() - 1).parameters()[1].value.fill(std::numeric_limits<real>::max());
    const std::vector<real> weights = values(vae);
    CHECK_THROWS_WITH_AS(step.train({data, rows}, 2, 1e-3, parallel), "the loss is not finite", Diverged);
    CHECK(values(vae) == weights);
    CHECK(running_statistics(vae) == moved);
    CHECK(std::isfinite(before));
}

TEST_CASE("vae state: a batch of one example, the last of an epoch, leaves running variances alone") {
    Vae vae(small_spec(true, "mlp:4,norm=batch"));
    vae.initialise({}, 4);
    const Optimizer optimizer(parse_optimizer("adam"));
    VaeStep step(vae, {}, optimizer, 0, 6);
    const Matrix x = pixels(1, 12);
    const std::vector<std::uint32_t> rows = {0};
    Parallel parallel(1);
    step.train({MatrixExamples(x), rows}, 1, 1e-3, parallel);
    const std::span<const Buffer> running = std::as_const(vae.encoder.layer(1)).buffers();
    for (std::size_t c = 0; c < 4; ++c) {
        CHECK(running[0].value(0, c) != 0);
        CHECK(running[1].value(0, c) == 1);
    }
}

TEST_CASE("vae state: a pseudo-input that is not finite is found before anything changes") {
    Vae vae(small_vamp_spec());
    vae.initialise({}, 4);
    vae.prior.layer(0).parameters()[0].value(3, 5) = std::numeric_limits<real>::quiet_NaN();
    const Optimizer optimizer(parse_optimizer("adam"));
    VaeStep step(vae, {}, optimizer, 0, 6);
    const Matrix x = pixels(20, 32);
    const MatrixExamples data(x);
    const std::vector<std::uint32_t> rows = first_rows(20);
    Parallel parallel(2);
    const Matrix weight = vae.decoder.layer(0).parameters()[0].value;
    CHECK_THROWS_AS(step.train({data, rows}, 1, 1e-3, parallel), Diverged);
    const Matrix& after = vae.decoder.layer(0).parameters()[0].value;
    for (std::size_t i = 0; i < weight.size(); ++i) CHECK(after.data()[i] == weight.data()[i]);
}
