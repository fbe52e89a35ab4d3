#include "train/trainer.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"

using namespace gen;

namespace {

struct Seen {
    std::vector<std::vector<std::uint32_t>> batches;
    std::vector<std::uint64_t> steps;
    std::vector<EpochReport> reports;
    std::uint64_t stop_after = 0;

    TrainCallbacks callbacks() {
        TrainCallbacks c;
        c.train = [this](const Batch& batch, std::uint64_t step, double, std::vector<double>& sums) {
            batches.emplace_back(batch.rows.begin(), batch.rows.end());
            steps.push_back(step);
            sums = {0};
            for (const std::uint32_t row : batch.rows) sums[0] += row;
        };
        c.after_step = [this](const TrainState& state, double) { return state.step != stop_after; };
        c.after_epoch = [this](const EpochReport& report) { reports.push_back(report); return true; };
        return c;
    }
};

}  // namespace

TEST_CASE("trainer: an epoch shows every example once, in another order each time") {
    const Matrix m(10, 1);
    Seen seen;
    TrainState state;
    CHECK(train({.epochs = 2, .batch = 4}, MatrixExamples(m), state, seen.callbacks()));
    REQUIRE(seen.batches.size() == 6);
    CHECK(seen.batches[2].size() == 2);
    std::vector<std::uint32_t> first;
    std::vector<std::uint32_t> second;
    for (std::size_t i = 0; i < 3; ++i) {
        first.insert(first.end(), seen.batches[i].begin(), seen.batches[i].end());
        second.insert(second.end(), seen.batches[i + 3].begin(), seen.batches[i + 3].end());
    }
    CHECK(first != second);
    std::sort(first.begin(), first.end());
    for (std::uint32_t i = 0; i < 10; ++i) CHECK(first[i] == i);
    REQUIRE(seen.reports.size() == 2);
    CHECK(seen.reports[1].means[0] == 4.5);
    CHECK(seen.reports[1].epoch == 2);
}

TEST_CASE("trainer: a run stopped after any step and continued shows the same batches and reports") {
    const Matrix m(10, 1);
    const TrainPlan plan = {.epochs = 3, .batch = 4};
    Seen whole;
    TrainState state;
    train(plan, MatrixExamples(m), state, whole.callbacks());
    for (std::uint64_t stop = 1; stop < 9; ++stop) {
        Seen parts;
        parts.stop_after = stop;
        TrainState part;
        CHECK_FALSE(train(plan, MatrixExamples(m), part, parts.callbacks()));
        CHECK(part.step == stop);
        CHECK(train(plan, MatrixExamples(m), part, parts.callbacks()));
        CHECK(parts.batches == whole.batches);
        REQUIRE(parts.reports.size() == whole.reports.size());
        for (std::size_t i = 0; i < 3; ++i) CHECK(parts.reports[i].means == whole.reports[i].means);
    }
}

TEST_CASE("trainer: steps end a run within an epoch, and the report says so") {
    const Matrix m(10, 1);
    Seen seen;
    TrainState state;
    CHECK(train({.max_steps = 5, .batch = 4}, MatrixExamples(m), state, seen.callbacks()));
    CHECK(seen.steps.size() == 5);
    REQUIRE(seen.reports.size() == 2);
    CHECK(seen.reports[0].whole);
    CHECK_FALSE(seen.reports[1].whole);
    CHECK(seen.reports[1].examples == 8);
}

TEST_CASE("schedule: warm-up, steps and cosine multiply") {
    CHECK(parse_schedule("constant").factor(5, 3, 10) == 1);
    CHECK(parse_schedule("warmup:4").factor(0, 0, 10) == 0.25);
    CHECK(parse_schedule("warmup:4").factor(4, 0, 10) == 1);
    CHECK(parse_schedule("step:2,0.1").factor(9, 4, 10) == doctest::Approx(0.01));
    CHECK(parse_schedule("cosine").factor(5, 0, 10) == doctest::Approx(0.5));
    CHECK(parse_schedule("cosine:0.2").factor(10, 0, 10) == doctest::Approx(0.2));
    CHECK(parse_schedule("warmup:10+cosine").factor(4, 0, 8) == doctest::Approx(0.25));
    CHECK(parse_schedule("warmup:10+cosine").depends_on_total());
    CHECK_THROWS_WITH_AS(parse_schedule("linear"),
                         "lr-schedule is linear, expected constant, step:EPOCHS,FACTOR, cosine[:FINAL] or warmup:STEPS, joined by +", Error);
    CHECK_THROWS_WITH_AS(parse_schedule("warmup:0"), "lr-schedule warmup:0: 0 is not a whole number from 1", Error);
}
