#include "train/trainer.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "core/error.hpp"
#include "core/random.hpp"

namespace gen {
namespace {

double rate_at(const TrainPlan& plan, const TrainState& state, std::uint64_t step, std::uint64_t total) {
    return plan.rate * plan.schedule.factor(step, state.epoch, total);
}

EpochReport report_of(const TrainState& state, EpochReport::At at, double rate) {
    EpochReport report = {state.epoch + 1, state.step, state.examples, at, rate, state.sums};
    for (double& mean : report.means) mean /= static_cast<double>(state.examples);
    return report;
}

/// NaN is a loss that the objective does not have.
void expect_finite(const std::vector<double>& sums) {
    if (std::any_of(sums.begin(), sums.end(), [](double sum) { return std::isinf(sum); }) || (!sums.empty() && std::isnan(sums[0])))
        throw Diverged("a part of the loss is not finite", false);
}

}  // namespace

std::uint64_t TrainPlan::total_steps(std::size_t examples) const {
    return max_steps > 0 ? max_steps : first_step + (epochs - first_epoch) * steps_per_epoch(examples);
}

bool train(const TrainPlan& plan, const Examples& data, Step& step, TrainState& state, Parallel& parallel, TrainObserver& observer) {
    const std::uint64_t per_epoch = plan.steps_per_epoch(data.size());
    const std::uint64_t total = plan.total_steps(data.size());
    std::vector<std::uint32_t> order;
    std::vector<double> sums;
    const auto pauses = [&] { return (plan.report_every > 0 && state.step % plan.report_every == 0) || (step.events() != nullptr && step.events()->waiting()); };
    for (;;) {
        using At = EpochReport::At;
        const bool whole = state.step_in_epoch == per_epoch;
        const bool due = pauses();
        const At at = whole ? At::whole : due ? At::within : At::end;
        bool enough = false;
        if (whole || ((due || state.step >= total) && state.examples > 0)) {
            enough = !observer.report(report_of(state, at, rate_at(plan, state, state.step - 1, total)));
            if (at != At::end) {
                state.examples = 0;
                state.sums.clear();
            }
        }
        if (whole) {
            state.epoch += 1;
            state.step_in_epoch = 0;
            order.clear();
        }
        if (enough || state.step >= total) return true;
        if (order.empty()) order = random_order({plan.seed, Purpose::shuffle, state.epoch}, static_cast<std::uint32_t>(data.size()));
        do {
            const std::size_t first = state.step_in_epoch * plan.batch;
            const Batch batch = {data, std::span(order).subspan(first, std::min(plan.batch, order.size() - first))};
            data.prefetch(std::span(order).subspan(first + batch.rows.size(), std::min(plan.batch, order.size() - first - batch.rows.size())));
            const double rate = rate_at(plan, state, state.step, total);
            sums.clear();
            step.train(batch, {state.step + 1, rate, per_epoch}, parallel, sums);
            expect_finite(sums);
            state.sums.resize(sums.size());
            for (std::size_t i = 0; i < sums.size(); ++i) state.sums[i] += sums[i];
            state.examples += batch.rows.size();
            ++state.step_in_epoch;
            ++state.step;
            if (!observer.after_step(state) && state.step < total) return false;
        } while (state.step_in_epoch < per_epoch && state.step < total && !pauses());
    }
}

}  // namespace gen
