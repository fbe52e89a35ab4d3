#include "models/adversarial/watched_step.hpp"

#include "core/memory.hpp"

namespace gen {

void WatchedStep::watch(const Model& model, const Examples* data, std::uint64_t seed, Parallel& parallel) {
    if (data != nullptr) watch_.emplace(model, *data, seed, parallel);
}

std::vector<std::string> WatchedStep::measures() const {
    std::vector<std::string> all;
    if (watch_) all = {"mmd", "diversity", "moments"};
    for (const auto& [column, loss] : chances()) all.push_back(column);
    return all;
}

std::vector<double> WatchedStep::validate(const Examples*, Parallel& parallel) {
    std::vector<double> row;
    if (watch_) {
        rest();
        const ImageWatch::Look seen = watch_->look(parallel);
        return_free_memory();
        monitor_.look({.diversity = seen.diversity, .discrepancy = seen.discrepancy, .floor = watch_->floor()});
        row = {seen.discrepancy, seen.diversity, seen.moments};
    }
    for (const auto& [column, loss] : chances()) row.push_back(loss);
    return row;
}

}  // namespace gen
