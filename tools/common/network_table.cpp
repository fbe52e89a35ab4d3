#include "tools/common/network_table.hpp"

#include "core/error.hpp"

namespace gen {

std::string network_table(const std::vector<Sequential*>& networks, std::size_t batch) {
    std::string table = "#layer\ttype\toutputs\tparameters\n";
    std::size_t parameters = 0;
    std::size_t activations = 0;
    for (const Sequential* const network : networks) {
        for (std::size_t i = 0; i < network->size(); ++i) {
            const std::size_t width = count(network->layer(i).output());
            std::size_t own = 0;
            for (const Parameter& p : network->layer(i).parameters()) own += p.value.size();
            std::string type = network->specs()[i].type;
            if (network->layer(i).parameters().empty())
                for (const auto& [name, value] : network->specs()[i].settings) type += join(' ', name, '=', value);
            table += join(network->name(), '/', i, '\t', type, '\t', text(network->layer(i).output()), '\t', own, '\n');
            parameters += own;
            activations += width;
        }
    }
    // Each parameter has a gradient and two moments beside it, each activation a gradient.
    const std::size_t bytes = sizeof(real) * (4 * parameters + 2 * activations * batch);
    return table + join("parameters\t", parameters, "\nbytes\t", bytes, '\n');
}

std::string plan_table(const TrainPlan& plan, std::size_t examples) {
    return join("examples\t", examples, "\nbatch\t", plan.batch, "\nsteps_per_epoch\t", plan.steps_per_epoch(examples), "\nsteps\t",
                plan.total_steps(examples) - plan.first_step, "\nlr\t", plan.rate, "\nseed\t", plan.seed, '\n');
}

}  // namespace gen
