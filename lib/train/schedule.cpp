#include "train/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/error.hpp"
#include "core/parse.hpp"
#include "core/portable/functions.hpp"
#include "core/words.hpp"

namespace gen {

double Schedule::factor(std::uint64_t step, std::uint64_t epoch, std::uint64_t total) const {
    double factor = 1;
    if (step < warmup) factor *= static_cast<double>(step + 1) / static_cast<double>(warmup);
    if (step_every > 0) factor *= math::pow(step_factor, static_cast<double>(epoch / step_every));
    if (cosine) {
        const double part = static_cast<double>(std::min(step, total)) / static_cast<double>(std::max<std::uint64_t>(total, 1));
        factor *= cosine_final + (1 - cosine_final) * 0.5 * (1 + math::cos(std::numbers::pi * part));
    }
    return factor;
}

Forms schedule_forms() { return {"constant", "step:", "cosine", "cosine:", "warmup:"}; }

Schedule parse_schedule(std::string_view words) {
    Schedule schedule;
    for (const std::string_view part : split(words, '+')) {
        const auto [name, arguments] = split_at(part, ':');
        const std::string where = join("lr-schedule ", part);
        if (name == "constant" && arguments.empty()) continue;
        if (name == "warmup") {
            schedule.warmup = parse_count(arguments, where);
        } else if (name == "step") {
            const auto [every, factor] = split_at(arguments, ',');
            schedule.step_every = parse_count(every, where);
            schedule.step_factor = parse_number(factor, where);
            if (schedule.step_factor <= 0) fail_usage(where, ": the factor is ", factor, ", expected more than 0");
        } else if (name == "cosine") {
            schedule.cosine = true;
            if (!arguments.empty()) schedule.cosine_final = parse_number(arguments, where);
            if (schedule.cosine_final < 0) fail_usage(where, ": the final factor is ", arguments, ", expected at least 0");
        } else {
            const Forms forms = schedule_forms();
            fail_usage("lr-schedule is ", words, ", expected constant, step:EPOCHS,FACTOR, cosine[:FINAL] or warmup:STEPS, joined by +",
                       did_you_mean(name, heads_of(forms)));
        }
    }
    return schedule;
}

}  // namespace gen
