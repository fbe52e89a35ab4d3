#include "train/step.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "core/error.hpp"

namespace gen {

std::vector<std::string> Step::measures() const {
    std::vector<std::string> names;
    for (const std::string& name : losses()) names.push_back("valid_" + name);
    return names;
}

std::vector<double> Step::validate(const Examples* data, Parallel& parallel) {
    constexpr std::size_t rows = 512;
    const std::size_t columns = measures().size();
    if (data == nullptr) return std::vector<double>(columns, std::numeric_limits<double>::quiet_NaN());
    std::vector<double> sums(columns);
    for (std::size_t first = 0; first < data->size(); first += rows) {
        std::vector<std::uint32_t> batch(std::min(rows, data->size() - first));
        std::iota(batch.begin(), batch.end(), static_cast<std::uint32_t>(first));
        const std::vector<double> part = evaluate({*data, batch}, parallel);
        for (std::size_t i = 0; i < columns; ++i) sums[i] += part[i];
    }
    for (double& sum : sums) sum /= static_cast<double>(data->size());
    return sums;
}

std::vector<double> Step::evaluate(const Batch&, Parallel&) { fail("this kind of step has no loss of examples that are not trained on"); }

}  // namespace gen
