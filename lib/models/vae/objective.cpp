#include "models/vae/objective.hpp"

#include <algorithm>

namespace gen {

double Ramp::factor(std::uint64_t step) const {
    if (kind == Kind::none || step > steps) return 1;
    const double done = static_cast<double>(step) / static_cast<double>(steps);
    if (kind == Kind::linear) return done;
    const std::uint64_t place = (step - 1) * cycles % steps;  // in its cycle, of `steps` places
    return std::min(1.0, 2 * static_cast<double>(place) / static_cast<double>(steps));
}

double VaeObjective::capacity_at(std::uint64_t step) const {
    if (!capacity || step >= capacity_steps) return capacity.value_or(0);
    return *capacity * static_cast<double>(step) / static_cast<double>(capacity_steps);
}

}  // namespace gen
