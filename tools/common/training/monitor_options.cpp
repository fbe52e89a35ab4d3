#include "tools/common/training/monitor_options.hpp"

#include "core/error.hpp"
#include "core/parse.hpp"
#include "models/adversarial/monitor.hpp"

namespace gen {

void MonitorOptions::describe(OptionVisitor& v) {
    const std::string_view monitor = "Monitor";
    v.visit({.name = "watch",
             .value = "[NAME]",
             .alone = "on",
             .help = "look at generated images at every row of --metrics and report what happens; see MONITOR",
             .group = monitor,
             .choices = {"on", "off"}},
            watch);
    v.visit({.name = "stop-on",
             .value = "EVENT,...",
             .help = "end the run when this happens: d-won, g-collapsed, gradient-explosion, equilibrium, junk-feedback",
             .group = monitor,
             .forms = [](const auto&) { return forms_of(gan_event_names()); },
             .joined = ','},
            stop_on);
}

bool MonitorOptions::watches(const TrainingOptions& training) const {
    if (watch == "off" && (training.keep == "best" || training.patience))
        fail_usage("--keep best and --patience look at the monitor's discrepancy: leave out --watch off");
    return watch == "on";
}

unsigned MonitorOptions::events_to_stop_on() const {
    unsigned events = 0;
    if (stop_on.empty()) return 0;
    if (watch == "off") fail_usage("--stop-on needs the monitor: leave out --watch off");
    for (const std::string_view name : split(stop_on, ',')) events |= 1U << static_cast<unsigned>(parse_gan_event(name));
    return events;
}

}  // namespace gen
