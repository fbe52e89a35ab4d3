#include "eval/double_forward.hpp"

#include <string>

#include "nn/layer_table.hpp"

namespace gen {
namespace {

std::vector<double> linear(const Layer& layer, const std::vector<double>& x) {
    const Matrix& weight = layer.parameters()[0].value;  // [in, out]
    const Matrix& bias = layer.parameters()[1].value;
    std::vector<double> y(weight.columns());
    for (std::size_t j = 0; j < y.size(); ++j) y[j] = static_cast<double>(bias(0, j));
    for (std::size_t i = 0; i < x.size(); ++i)
        for (std::size_t j = 0; j < y.size(); ++j) y[j] += x[i] * static_cast<double>(weight(i, j));
    return y;
}

}  // namespace

std::optional<std::vector<double>> forward_in_double(const Sequential& network, const std::vector<double>& x) {
    std::vector<double> y = x;
    for (std::size_t i = 0; i < network.size(); ++i) {
        const LayerSpec& spec = network.specs()[i];
        if (spec.type == "flatten" || (spec.type == "dropout" && spec.setting("always", 0) == 0)) continue;
        if (spec.type == "linear") {
            y = linear(network.layer(i), y);
            continue;
        }
        const LayerType* const type = find_layer_type(spec.type);
        if (type == nullptr || !type->is_activation()) return std::nullopt;
        const double setting = spec.settings.empty() ? 0 : spec.settings[0].second;
        for (double& v : y) v = type->function(v, setting);
    }
    return y;
}

}  // namespace gen
