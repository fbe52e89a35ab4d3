#include "formats/export/network_numbers.hpp"

#include <algorithm>
#include <span>

#include "core/error.hpp"
#include "core/finite.hpp"
#include "nn/layer_table.hpp"

namespace gen {
namespace {

LayerSpec with_all_settings(const LayerSpec& spec) {
    LayerSpec out = {spec.type, {}};
    for (const Setting& s : find_layer_type(spec.type)->settings) {
        const std::string name(s.name);
        out.settings.emplace_back(name, s.usual ? spec.setting(name, *s.usual) : spec.setting(name));
    }
    return out;
}

LayerArray array_of(const std::string& name, const Shape& shape, const Matrix& stored) {
    return {name, shape, std::vector<float>(stored.values().begin(), stored.values().end())};
}

/// The number of the output channel that number `i` of a weight makes.
std::size_t channel_of(const LayerSpec& spec, const Shape& shape, std::size_t i) {
    if (spec.type == "conv-transposed") return i / (shape[2] * shape[3]) % shape[1];
    return i / (count(shape) / shape[0]);
}

bool multiplies(std::string_view type) { return type == "linear" || type == "conv" || type == "conv-transposed"; }

void absorb(UsedLayer& layer, const std::vector<real>& scale, const std::vector<real>& shift) {
    LayerArray& weight = layer.arrays[0];
    for (std::size_t i = 0; i < weight.values.size(); ++i) weight.values[i] *= static_cast<float>(scale[channel_of(layer.spec, weight.shape, i)]);
    if (layer.find("bias") == nullptr) layer.arrays.push_back({"bias", {shift.size()}, std::vector<float>(shift.size())});
    std::vector<float>& bias = layer.arrays[1].values;
    for (std::size_t c = 0; c < bias.size(); ++c) bias[c] = bias[c] * static_cast<float>(scale[c]) + static_cast<float>(shift[c]);
    for (const LayerArray& array : layer.arrays)
        if (!all_finite(std::span<const float>(array.values)))
            fail("batch norm folded into a layer ", layer.spec.type, " gives numbers that are not finite");
}

void fold(Sequential& network, std::vector<UsedLayer>& layers) {
    std::vector<real> scale;
    std::vector<real> shift;
    for (std::size_t i = 1; i < layers.size(); ++i) {
        const Folding* const folding = network.layer(i).folding();
        const auto adds_it = [i](const UsedLayer& layer) { return layer.spec.setting("from", -1) == static_cast<double>(i - 1); };
        if (layers[i].spec.type != "batch-norm" || !multiplies(layers[i - 1].spec.type) || std::ranges::any_of(layers, adds_it)) continue;
        folding->as_affine(scale, shift);
        absorb(layers[i - 1], scale, shift);
        layers[i].arrays.clear();
        layers[i].is_folded = true;
    }
}

}  // namespace

const LayerArray* UsedLayer::find(std::string_view name) const {
    const auto found = std::ranges::find(arrays, name, &LayerArray::name);
    return found == arrays.end() ? nullptr : &*found;
}

const LayerArray& UsedLayer::array(std::string_view name) const {
    const LayerArray* const found = find(name);
    if (found == nullptr) fail("a layer ", spec.type, " has no ", name);
    return *found;
}

UsedNetwork used_network(Sequential& network, bool with_fold) {
    network.settle();
    UsedNetwork out{.name = network.name(), .inputs = network.inputs(), .layers = {}};
    for (std::size_t i = 0; i < network.size(); ++i) {
        Layer& layer = network.layer(i);
        UsedLayer used{.spec = with_all_settings(network.specs()[i]), .output = layer.output(), .arrays = {}};
        for (const Parameter& p : layer.parameters()) used.arrays.push_back(array_of(p.name, p.stored, to_stored(p, p.value)));
        for (const Buffer& b : layer.buffers()) used.arrays.push_back(array_of(b.name, {b.value.size()}, b.value));
        out.layers.push_back(std::move(used));
    }
    if (with_fold) fold(network, out.layers);
    return out;
}

}  // namespace gen
