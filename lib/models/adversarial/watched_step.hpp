#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/adversarial/events.hpp"
#include "models/adversarial/monitor.hpp"
#include "models/adversarial/watch.hpp"
#include "train/step.hpp"

namespace gen {

/// A step of networks that learn against each other, whose generated images are looked at by a monitor at every report.
class WatchedStep : public Step {
public:
    /// mmd, diversity, moments of what is watched; then the columns of chances().
    std::vector<std::string> measures() const override;
    std::vector<double> validate(const Examples*, Parallel& parallel) override;
    bool validates(const Examples*) const override { return watch_.has_value(); }
    std::string shown_measure() const override { return watch_ ? "mmd" : ""; }
    RunEvents* events() override { return watch_ ? &events_ : nullptr; }
    void save(Kept& kept) const override { monitor_.save(kept); }
    void load(const Kept& kept) override { monitor_.load(kept); }

protected:
    /// `saturates`: the generator's loss dies where a discriminator is sure; `ends_with`: events that end the run, as bits.
    WatchedStep(bool saturates, unsigned ends_with) : monitor_(saturates), events_(monitor_, ends_with) {}
    /// From now on images of `model` are compared with these data; null: the monitor sees none, and there are no events.
    void watch(const Model& model, const Examples* data, std::uint64_t seed, Parallel& parallel);
    /// What a step of training found.
    void note(const GanMonitor::Step& seen) { monitor_.step(seen); }

    /// Columns of losses where nothing can be told apart, and these.
    virtual std::vector<std::pair<std::string, double>> chances() const = 0;
    /// Gives the memory of a batch back until the next one: looking needs some.
    virtual void rest() = 0;

private:
    GanMonitor monitor_;
    GanEvents events_;
    std::optional<ImageWatch> watch_;
};

}  // namespace gen
