#include "tools/common/training/gan_losses.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "core/words.hpp"
#include "models/gan/objective.hpp"
#include "tools/common/command_line/docs.hpp"

namespace gen {

std::string losses_described() {
    constexpr std::size_t column = 18;
    constexpr std::size_t width = 70;
    std::string out;
    for (const AdversarialLoss& loss : adversarial_losses()) {
        std::string head = join("  ", loss.name);
        head.resize(column, ' ');
        out += head + wrapped(loss.says, width, column).substr(column);
    }
    return out;
}

std::string by_loss(std::string (*setting)(const AdversarialLoss& loss)) {
    const std::string usual = setting(*GanObjective().loss);
    std::vector<std::pair<std::string, Words>> groups;
    for (const AdversarialLoss& loss : adversarial_losses()) {
        const std::string value = setting(loss);
        if (value == usual) continue;
        auto group = std::ranges::find(groups, value, &std::pair<std::string, Words>::first);
        if (group == groups.end()) group = groups.insert(group, {value, {}});
        group->second.push_back(loss.name);
    }
    std::string out;
    for (const auto& [value, names] : groups) out += join(value, " for ", all_of(names), ", ");
    return join(out, out.empty() ? "" : "else ", usual);
}

std::string losses_with_labels() {
    Words names;
    for (const AdversarialLoss& loss : adversarial_losses())
        if (loss.has_labels) names.push_back(loss.name);
    return all_of(names);
}

std::string betas_of(const AdversarialLoss& loss) { return join(loss.beta1, ",", loss.beta2); }

}  // namespace gen
