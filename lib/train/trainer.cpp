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

/// A run on its way.
struct Going {
    const TrainPlan& plan;
    const Examples& data;
    Step& step;
    TrainState& state;
    Parallel& parallel;
    TrainObserver& observer;
    std::uint64_t per_epoch = plan.steps_per_epoch(data.size());
    std::uint64_t total = plan.total_steps(data.size());
    std::vector<std::uint32_t> order = {};  // of the examples in the running epoch
    std::vector<double> sums = {};

    bool pauses() const {
        if (plan.report_every > 0 && state.step % plan.report_every == 0) return true;
        const RunEvents* const events = step.events();
        return events != nullptr && events->waiting();
    }

    /// Where one is due; false where it ends the run.
    bool report() {
        using At = EpochReport::At;
        const bool whole = state.step_in_epoch == per_epoch;
        const bool due = pauses();
        if (!whole && ((!due && state.step < total) || state.examples == 0)) return true;
        const At at = whole ? At::whole : due ? At::within : At::end;
        const bool goes_on = observer.report(report_of(state, at, rate_at(plan, state, state.step - 1, total)));
        if (at == At::end) return goes_on;
        state.examples = 0;
        state.sums.clear();
        return goes_on;
    }

    /// Next in line.
    void make_step() {
        const std::size_t first = state.step_in_epoch * plan.batch;
        const std::span<const std::uint32_t> left = std::span(order).subspan(first);
        const Batch batch = {data, left.first(std::min(plan.batch, left.size()))};
        const std::span<const std::uint32_t> later = left.subspan(batch.rows.size());
        const Rows own = parallel.sharding().own_rows(std::min(plan.batch, later.size()));
        data.prefetch(later.subspan(own.begin, own.count()));
        sums.clear();
        try {
            step.train(batch, {state.step + 1, rate_at(plan, state, state.step, total), per_epoch, state.epoch}, parallel, sums);
        } catch (const Diverged&) {  // on all ranks, which have begun to send the same
            parallel.sharding().settle();
            throw;
        }
        expect_finite(sums);
        state.sums.resize(sums.size());
        for (std::size_t i = 0; i < sums.size(); ++i) state.sums[i] += sums[i];
        state.examples += batch.rows.size();
        ++state.step_in_epoch;
        ++state.step;
    }
};

}  // namespace

std::uint64_t TrainPlan::total_steps(std::size_t examples) const {
    return max_steps > 0 ? max_steps : first_step + (epochs - first_epoch) * steps_per_epoch(examples);
}

bool train(const TrainPlan& plan, const Examples& data, Step& step, TrainState& state, Parallel& parallel, TrainObserver& observer) {
    Going going = {plan, data, step, state, parallel, observer};
    for (;;) {
        const bool goes_on = going.report();
        if (state.step_in_epoch == going.per_epoch) {
            state.epoch += 1;
            state.step_in_epoch = 0;
            going.order.clear();
        }
        if (!goes_on || state.step >= going.total) return true;
        if (going.order.empty()) going.order = random_order({plan.seed, Purpose::shuffle, state.epoch}, static_cast<std::uint32_t>(data.size()));
        do {
            going.make_step();
            if (!observer.after_step(state) && state.step < going.total) return false;
        } while (state.step_in_epoch < going.per_epoch && state.step < going.total && !going.pauses());
    }
}

}  // namespace gen
