#include "train/ramp.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/parse.hpp"

namespace gen {

Forms ramp_forms() { return {"constant", "linear:", "cyclical:"}; }

Ramp parse_ramp(std::string_view words, std::string_view option) {
    const auto [name, arguments] = split_at(words, ':');
    if (name == "constant" && arguments.empty()) return {};
    const std::string where = join(option, " ", words);
    const auto [steps, cycles] = split_at(arguments, ',');
    if (name == "linear" && cycles.empty()) return {.kind = Ramp::Kind::linear, .steps = parse_count(steps, where)};
    const Forms forms = ramp_forms();
    if (name != "cyclical")
        fail_usage(option, " is ", words, ", expected constant, linear:STEPS or cyclical:STEPS[,CYCLES]", did_you_mean(name, heads_of(forms)));
    Ramp ramp = {.kind = Ramp::Kind::cyclical, .steps = parse_count(steps, where)};
    if (!cycles.empty()) ramp.cycles = parse_count(cycles, where);
    return ramp;
}

double Ramp::factor(std::uint64_t step) const {
    if (kind == Kind::none || step > steps) return 1;
    const double done = static_cast<double>(step) / static_cast<double>(steps);
    if (kind == Kind::linear) return done;
    const std::uint64_t place = (step - 1) * cycles % steps;  // in its cycle, of `steps` places
    return std::min(1.0, 2 * static_cast<double>(place) / static_cast<double>(steps));
}

}  // namespace gen
