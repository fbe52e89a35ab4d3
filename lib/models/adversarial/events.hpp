#pragma once

#include <string>
#include <vector>

#include "models/adversarial/monitor.hpp"
#include "train/step.hpp"

namespace gen {

/// What the monitor says, as a trainer sees it. It outlives this.
class GanEvents : public RunEvents {
public:
    /// `ends_with`: events that end the run, as bits.
    GanEvents(GanMonitor& monitor, unsigned ends_with) : monitor_(&monitor), ends_with_(ends_with) {}
    bool waiting() const override { return monitor_->waiting(); }
    unsigned take() override { return monitor_->take(); }
    std::string names(unsigned events) const override { return names_of_events(events); }
    std::vector<std::string> explained(unsigned events) const override;
    bool ends_run(unsigned events) const override { return (events & ends_with_) != 0; }

private:
    GanMonitor* monitor_;
    unsigned ends_with_;
};

}  // namespace gen
