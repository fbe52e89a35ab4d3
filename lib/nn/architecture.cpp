#include "nn/architecture.hpp"

#include <algorithm>
#include <string>

#include "core/error.hpp"
#include "core/parse.hpp"

namespace gen {
namespace {

std::vector<std::size_t> hidden_sizes(std::string_view words) {
    const auto [kind, sizes] = split_at(words, ':');
    if (kind != "mlp") fail_usage("architecture is ", words, ", expected mlp:SIZE,SIZE,...");
    std::vector<std::size_t> hidden;
    if (!sizes.empty())
        for (const std::string_view size : split(sizes, ',')) {
            hidden.push_back(parse_count(size, join("architecture ", words)));
            if (hidden.back() > 65536) fail_usage("architecture ", words, ": a layer of ", size, " units, expected at most 65536");
        }
    return hidden;
}

LayerSpec linear(std::size_t in, std::size_t out) { return {"linear", {{"in", static_cast<double>(in)}, {"out", static_cast<double>(out)}}}; }

}  // namespace

std::vector<LayerSpec> expand_architecture(std::string_view words, const LayerSpec& activation, std::size_t inputs, std::size_t outputs) {
    std::vector<LayerSpec> specs;
    for (const std::size_t size : hidden_sizes(words)) {
        specs.push_back(linear(inputs, size));
        specs.push_back(activation);
        inputs = size;
    }
    specs.push_back(linear(inputs, outputs));
    return specs;
}

std::string mirror_architecture(std::string_view words) {
    std::vector<std::size_t> sizes = hidden_sizes(words);
    std::reverse(sizes.begin(), sizes.end());
    std::string out = "mlp:";
    for (std::size_t i = 0; i < sizes.size(); ++i) out += join(i == 0 ? "" : ",", sizes[i]);
    return out;
}

}  // namespace gen
