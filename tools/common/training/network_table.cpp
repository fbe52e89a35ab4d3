#include "tools/common/training/network_table.hpp"

#include "core/error.hpp"

namespace gen {

Report training_report(const std::vector<Sequential*>& networks, const TrainPlan& plan, std::size_t examples) {
    Report report({{"layer"}, {"type"}, {"outputs"}, {"parameters"}}, JsonForm::rows, "layers");
    std::size_t parameters = 0;
    std::size_t activations = 0;
    for (const Sequential* const network : networks) {
        report.begin_group(network->name());
        for (std::size_t i = 0; i < network->size(); ++i) {
            const std::size_t width = count(network->layer(i).output());
            std::size_t own = 0;
            for (const Parameter& p : network->layer(i).parameters()) own += p.value.size();
            std::string type = network->specs()[i].type;
            if (network->layer(i).parameters().empty())
                for (const auto& [name, value] : network->specs()[i].settings) type += join(' ', name, '=', value);
            report.add({join(network->name(), '/', i), type, text(network->layer(i).output()), own});
            parameters += own;
            activations += width;
        }
    }
    // Each parameter has a gradient and two moments beside it, each activation a gradient.
    const std::size_t bytes = sizeof(real) * (4 * parameters + 2 * activations * plan.batch);
    report.begin_group("training");
    report.add({"parameters", parameters});
    report.add({"bytes", bytes});
    report.add({"examples", examples});
    report.add({"batch", plan.batch});
    report.add({"steps_per_epoch", plan.steps_per_epoch(examples)});
    report.add({"steps", plan.total_steps(examples) - plan.first_step});
    report.add({"lr", plan.rate});
    report.add({"seed", plan.seed});
    return report;
}

}  // namespace gen
