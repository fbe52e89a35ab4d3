#include "eval/double_forward.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>

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

/// A function of one number; empty for a layer that is none.
std::function<double(double)> function_of(const LayerSpec& spec) {
    if (spec.type == "relu") return [](double v) { return std::max(v, 0.0); };
    if (spec.type == "leaky-relu") return [slope = spec.setting("slope")](double v) { return v > 0 ? v : slope * v; };
    if (spec.type == "tanh") return [](double v) { return std::tanh(v); };
    if (spec.type == "sigmoid") return [](double v) { return 1 / (1 + std::exp(-v)); };
    if (spec.type == "elu") return [alpha = spec.setting("alpha", 1)](double v) { return v > 0 ? v : alpha * std::expm1(v); };
    if (spec.type == "softplus") return [](double v) { return std::max(v, 0.0) + std::log1p(std::exp(-std::abs(v))); };
    return {};
}

}  // namespace

std::optional<std::vector<double>> forward_in_double(const Sequential& network, const std::vector<double>& x) {
    std::vector<double> y = x;
    for (std::size_t i = 0; i < network.size(); ++i) {
        const LayerSpec& spec = network.specs()[i];
        if (spec.type == "flatten" || spec.type == "dropout") continue;
        if (spec.type == "linear") {
            y = linear(network.layer(i), y);
            continue;
        }
        const std::function<double(double)> f = function_of(spec);
        if (!f) return std::nullopt;
        std::transform(y.begin(), y.end(), y.begin(), f);
    }
    return y;
}

}  // namespace gen
