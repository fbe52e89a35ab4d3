#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/examples.hpp"
#include "core/kept.hpp"
#include "core/parallel.hpp"

namespace gen {

/// Where a run stands as it makes a step.
struct Moment {
    std::uint64_t step;             // number of the step, from 1
    double rate;                    // learning rate
    std::uint64_t steps_per_epoch;  // of this run
    std::uint64_t epoch = 0;        // number of the epoch, from 0
};

/// What a run is watched for: events as bits of a number.
class RunEvents {
public:
    virtual ~RunEvents() = default;
    /// Whether any has begun since they were last taken: then a report is due.
    virtual bool waiting() const = 0;
    virtual unsigned take() = 0;
    /// "d-won+equilibrium", "-" for none.
    virtual std::string names(unsigned events) const = 0;
    /// Of each "d-won: what it means".
    virtual std::vector<std::string> explained(unsigned events) const = 0;
    /// Whether the run ends with such events, as if that had been its last step.
    virtual bool ends_run(unsigned events) const = 0;
};

/// What a trainer needs of a family of models: how it learns from a batch, and what it has to say of that. Of one network or of several that take
/// turns, the trainer knows nothing.
class Step {
public:
    Step() = default;
    virtual ~Step() = default;
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

    /// Columns of a training curve that train() gives, what is minimised first.
    virtual std::vector<std::string> losses() const = 0;
    /// Columns that validate() gives, what is least of the best model first. Here: valid_ before each of losses().
    virtual std::vector<std::string> measures() const;

    /// Learns from a batch: sums over its examples, in an order of its own. Throws Diverged.
    virtual void train(const Batch& batch, const Moment& moment, Parallel& parallel, std::vector<double>& sums) = 0;
    /// From means of these sums over the examples of a report to the columns of losses(). Here: they are that.
    virtual std::vector<double> losses_of(const std::vector<double>& means) const { return means; }
    /// What a line of progress says of such means, by name. Here: the loss.
    virtual std::vector<std::pair<std::string, double>> shown(const std::vector<double>& means) const { return {{"loss", means.at(0)}}; }

    /// The columns of measures(), of data that are not trained on; null: none are given. NaN is what was not measured. Here: the mean of evaluate().
    virtual std::vector<double> validate(const Examples* data, Parallel& parallel);
    /// Whether that measures anything with such data: then the first of its numbers has to be finite.
    virtual bool validates(const Examples* data) const { return data != nullptr; }
    /// The name of the first of them in a line of progress; empty: it is not shown.
    virtual std::string shown_measure() const { return "valid"; }
    /// Sums over the examples of a batch that is not trained on, in the order of losses().
    virtual std::vector<double> evaluate(const Batch& batch, Parallel& parallel);

    /// Null where a family has none.
    virtual RunEvents* events() { return nullptr; }

    /// What is kept beside weights and moments, so that a run goes on as if nobody had stopped it.
    virtual void save(Kept&) const {}
    virtual void load(const Kept&) {}
};

}  // namespace gen
