#include "eval/scores/metric.hpp"

#include <algorithm>
#include <cmath>

namespace gen {

std::span<const Metric> metrics() {
    static const std::vector<Metric> all = [] {
        std::vector<Metric> joined;
        for (const std::span<const Metric> table : {feature_metrics(), judge_metrics(), picture_metrics(), training_metrics()})
            joined.insert(joined.end(), table.begin(), table.end());
        return joined;
    }();
    return all;
}

const Metric* find_metric(std::string_view name) {
    const auto found = std::find_if(metrics().begin(), metrics().end(), [&](const Metric& m) { return m.name == name; });
    return found == metrics().end() ? nullptr : &*found;
}

bool is_better(const Metric& metric, double a, double b, double real_value) {
    if (std::isnan(a) || std::isnan(b)) return !std::isnan(a);
    switch (metric.better) {
        case Metric::Better::lower: return a < b;
        case Metric::Better::higher: return a > b;
        case Metric::Better::near_real: return std::abs(a - real_value) < std::abs(b - real_value);
    }
    return false;
}

}  // namespace gen
