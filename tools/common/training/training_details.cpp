#include "tools/common/training/training_details.hpp"

#include <sys/resource.h>

#include <cmath>
#include <utility>

#include "core/counted.hpp"
#include "core/error.hpp"
#include "core/portable/mode.hpp"
#include "tools/common/command_line/numerics.hpp"
#include "tools/common/training/progress.hpp"

namespace gen {
namespace {

std::string tenths(double value) { return text(std::round(value * 10) / 10); }

std::string peak_memory() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return join(usage.ru_maxrss / 1024, " MiB");
}

}  // namespace

std::string training_details(const Run& run, const std::vector<Sequential*>& networks, const Arithmetic& arithmetic, const TrainPlan& plan,
                             std::size_t examples) {
    std::string out;
    for (const Sequential* const network : networks) {
        out += out.empty() ? "" : network == networks.back() ? " and " : ", ";
        out += join(network->name(), ' ', grouped(network->parameter_count()));
    }
    out += " parameters; ";
    for (const auto& [name, value] : numerics())
        out += join(name, ' ', name == "engine" && !computes_portably() ? text(arithmetic.engine) : value, ", ");
    if (arithmetic.precision == Precision::bf16) out += "products in bf16, ";
    out += join(counted(run.threads, "thread"), "; ");
    return out + join(grouped(plan.steps_per_epoch(examples)), " steps of ", plan.batch, " examples per epoch");
}

TimeSpent::What TimeSpent::on(What what) {
    const Clock::time_point now = Clock::now();
    seconds_[what_] += std::chrono::duration<double>(now - since_).count();
    since_ = now;
    return std::exchange(what_, what);
}

std::string TimeSpent::details(std::uint64_t steps) {
    on(training);
    std::string out = join(grouped(steps), steps == 1 ? " step" : " steps");
    if (steps > 0) out += join(" of ", tenths(seconds_[training] / static_cast<double>(steps) * 1e3), " ms");
    return out + join("; ", tenths(seconds_[training]), " s of training, ", tenths(seconds_[validation]), " s of validation, ",
                      tenths(seconds_[writing]), " s of writing; at most ", peak_memory(), " of memory");
}

}  // namespace gen
