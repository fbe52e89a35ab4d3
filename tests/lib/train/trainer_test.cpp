#include "train/trainer.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "core/error.hpp"

using namespace gen;

namespace {

/// A step that learns nothing and notes what it is shown, looked at by itself.
struct Seen : Step, TrainObserver, RunEvents {
    std::vector<std::vector<std::uint32_t>> batches;
    std::vector<std::uint64_t> steps;
    std::vector<EpochReport> reports;
    std::uint64_t stop_after = 0;
    std::uint64_t asks_after = 0;
    std::uint64_t enough_after = ~std::uint64_t{0};
    Parallel parallel{1};

    bool run(const TrainPlan& plan, const Matrix& m, TrainState& state) { return gen::train(plan, MatrixExamples(m), *this, state, parallel, *this); }

    std::vector<std::string> losses() const override { return {"loss"}; }
    void train(const Batch& batch, const Moment& moment, Parallel&, std::vector<double>& sums) override {
        batches.emplace_back(batch.rows.begin(), batch.rows.end());
        steps.push_back(moment.step);
        sums = {0};
        for (const std::uint32_t row : batch.rows) sums[0] += row;
    }
    bool after_step(const TrainState& state) override { return state.step != stop_after; }
    bool report(const EpochReport& report) override {
        reports.push_back(report);
        return report.step < enough_after;
    }
    RunEvents* events() override { return this; }
    bool waiting() const override { return asks_after > 0 && !steps.empty() && steps.back() == asks_after; }
    unsigned take() override { return 0; }
    std::string names(unsigned) const override { return "-"; }
    std::vector<std::string> explained(unsigned) const override { return {}; }
    bool ends_run(unsigned) const override { return false; }

    /// "2:within:8" for a report after step 2, within an epoch, about 8 examples.
    std::vector<std::string> summary() const {
        constexpr const char* names[] = {"within", "whole", "end"};
        std::vector<std::string> all;
        for (const EpochReport& r : reports) all.push_back(join(r.step, ':', names[static_cast<int>(r.at)], ':', r.examples));
        return all;
    }
    /// The mean that batches number begin ... end-1 have.
    double mean(std::size_t begin, std::size_t end) const {
        double sum = 0;
        double count = 0;
        for (std::size_t i = begin; i < end; ++i)
            for (const std::uint32_t row : batches[i]) {
                sum += row;
                count += 1;
            }
        return sum / count;
    }
};

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("trainer: an epoch shows every example once, in another order each time") {
    const Matrix m(10, 1);
    Seen seen;
    TrainState state;
    CHECK(seen.run({.epochs = 2, .batch = 4}, m, state));
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
    whole.run(plan, m, state);
    for (std::uint64_t stop = 1; stop < 9; ++stop) {
        Seen parts;
        parts.stop_after = stop;
        TrainState part;
        CHECK_FALSE(parts.run(plan, m, part));
        CHECK(part.step == stop);
        CHECK(parts.run(plan, m, part));
        CHECK(parts.batches == whole.batches);
        REQUIRE(parts.reports.size() == whole.reports.size());
        for (std::size_t i = 0; i < 3; ++i) CHECK(parts.reports[i].means == whole.reports[i].means);
    }
}

TEST_CASE("trainer: reports come every so many steps too, each about the examples since the one before") {
    const Matrix m(10, 1);
    Seen seen;
    TrainState state;
    CHECK(seen.run({.epochs = 3, .batch = 4, .report_every = 2}, m, state));
    CHECK(seen.summary() == Texts{"2:within:8", "3:whole:2", "4:within:4", "6:whole:6", "8:within:8", "9:whole:2"});
    CHECK(seen.reports[2].means[0] == seen.mean(3, 4));
    CHECK(seen.reports[3].means[0] == seen.mean(4, 6));
    CHECK(seen.reports[2].epoch == 2);
    CHECK(seen.reports[3].epoch == 2);
}

TEST_CASE("trainer: a report that is asked for comes at once") {
    const Matrix m(10, 1);
    Seen seen;
    seen.asks_after = 4;
    TrainState state;
    CHECK(seen.run({.epochs = 3, .batch = 4}, m, state));
    CHECK(seen.summary() == Texts{"3:whole:10", "4:within:4", "6:whole:6", "9:whole:10"});
}

TEST_CASE("trainer: whole batches leave the rest of an epoch out, another one each time") {
    const Matrix m(10, 1);
    Seen seen;
    TrainState state;
    const TrainPlan plan = {.epochs = 2, .batch = 4, .whole_batches = true};
    CHECK(plan.total_steps(10) == 4);
    CHECK(seen.run(plan, m, state));
    CHECK(seen.summary() == Texts{"2:whole:8", "4:whole:8"});
    std::vector<std::uint32_t> left[2];
    for (std::uint32_t row = 0; row < 10; ++row)
        for (std::size_t epoch = 0; epoch < 2; ++epoch) {
            const auto has = [&](const std::vector<std::uint32_t>& batch) { return std::find(batch.begin(), batch.end(), row) != batch.end(); };
            CHECK(seen.batches[2 * epoch].size() == 4);
            if (!has(seen.batches[2 * epoch]) && !has(seen.batches[2 * epoch + 1])) left[epoch].push_back(row);
        }
    CHECK(left[0].size() == 2);
    CHECK(left[0] != left[1]);
}

TEST_CASE("trainer: a run with reports within epochs, stopped after any step and continued, gives the same reports") {
    const Matrix m(10, 1);
    const TrainPlan plans[] = {{.epochs = 3, .batch = 4, .report_every = 2},
                               {.max_steps = 8, .batch = 4, .report_every = 3},
                               {.epochs = 4, .batch = 4, .whole_batches = true, .report_every = 3}};
    for (const TrainPlan& plan : plans) {
        Seen whole;
        TrainState state;
        whole.run(plan, m, state);
        for (std::uint64_t stop = 1; stop < plan.total_steps(10); ++stop) {
            CAPTURE(stop);
            Seen parts;
            parts.stop_after = stop;
            TrainState part;
            CHECK_FALSE(parts.run(plan, m, part));
            CHECK(parts.run(plan, m, part));
            CHECK(parts.batches == whole.batches);
            CHECK(parts.summary() == whole.summary());
            for (std::size_t i = 0; i < whole.reports.size(); ++i) CHECK(parts.reports.at(i).means == whole.reports[i].means);
        }
    }
}

TEST_CASE("trainer: a report can end the run, within an epoch too") {
    const Matrix m(10, 1);
    Seen seen;
    seen.enough_after = 5;
    TrainState state;
    CHECK(seen.run({.epochs = 9, .batch = 4, .report_every = 5}, m, state));
    CHECK(state.step == 5);
    CHECK(state.examples == 0);
}

TEST_CASE("trainer: steps end a run within an epoch, and the report says so") {
    const Matrix m(10, 1);
    Seen seen;
    TrainState state;
    CHECK(seen.run({.max_steps = 5, .batch = 4}, m, state));
    CHECK(seen.steps.size() == 5);
    REQUIRE(seen.reports.size() == 2);
    CHECK(seen.reports[0].at == EpochReport::At::whole);
    CHECK(seen.reports[1].at == EpochReport::At::end);
    CHECK(seen.reports[1].examples == 8);
    CHECK(seen.reports[1].means[0] == seen.mean(3, 5));
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
    CHECK_THROWS_WITH_AS(parse_schedule("warmup:0"), "lr-schedule warmup:0: 0 is not a whole number of at least 1", Error);
}
