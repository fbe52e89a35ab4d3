#include "formats/page/live_model.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <vector>

#include "core/error.hpp"
#include "formats/page/markup.hpp"
#include "models/latent_effects.hpp"
#include "nn/layer_table.hpp"
#include "nn/sequential.hpp"

namespace gen::page {
namespace {

constexpr std::string_view of_batches[] = {"table", "minibatch-stddev", "minibatch-discrimination"};

Json settings_of(const LayerSpec& spec, const LayerType& type) {
    Json out = Json::object();
    for (const Setting& setting : type.settings) {
        const std::string name(setting.name);
        out.set(name, setting.usual ? spec.setting(name, *setting.usual) : spec.setting(name));
    }
    return out;
}

/// [mean, sd] of each dimension, or once where all are equal.
Json axes_json(const std::vector<PriorAxis>& axes) {
    std::vector<Json> all;
    for (const PriorAxis& axis : axes) all.push_back(std::vector<double>{axis.mean, axis.sd});
    if (std::adjacent_find(all.begin(), all.end(), std::not_equal_to<>()) == all.end()) all.resize(1);
    return all;
}

/// Of the prior in units of its standard deviation, at equal steps of probability.
Json quantiles_json(PriorAxis::Form form) {
    constexpr int steps = 200;
    std::vector<double> quantiles;
    for (int i = 1; i < steps; ++i) quantiles.push_back(PriorAxis{0, 1, form}.quantile(static_cast<double>(i) / steps));
    return quantiles;
}

/// Dimensions, what does most first.
Json order_json(const std::vector<double>& effects) {
    std::vector<std::size_t> order(effects.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return effects[a] > effects[b]; });
    return order;
}

/// Why no single image goes through a network; "" where one does.
std::string refusal_of(const Sequential* network) {
    if (network == nullptr) return "its images do not come from one network";
    for (const LayerSpec& spec : network->specs())
        if (std::ranges::find(of_batches, spec.type) != std::end(of_batches)) return join("a layer ", spec.type, " makes one image out of several");
    return "";
}

Json names_json(const std::vector<std::string>& names) {
    Json all = Json::array();
    for (const std::string& name : names) all.push_back(shown(name));
    return all;
}

bool is_noisy(const Sequential& network) {
    return std::ranges::any_of(network.specs(),
                               [](const LayerSpec& spec) { return spec.setting("always", 0) == 1 || spec.type.ends_with("-noise"); });
}

}  // namespace

std::span<const std::string_view> layers_of_batches() { return of_batches; }

Json live_layers(const Sequential& network, Precision precision, std::string& bytes) {
    Json layers = Json::array();
    for (std::size_t i = 0; i < network.size(); ++i) {
        const LayerSpec& spec = network.specs()[i];
        Json numbers = Json::object();
        for (const Parameter& p : network.layer(i).parameters()) numbers.set(p.name, add_numbers(bytes, p.value, precision));
        for (const Buffer& b : network.layer(i).buffers()) numbers.set(b.name, add_numbers(bytes, b.value, Precision::single));
        layers.push_back(Json::object({{"type", spec.type}, {"settings", settings_of(spec, *find_layer_type(spec.type))}, {"numbers", numbers}}));
    }
    return layers;
}

LiveModel live_model(Model& model, Precision precision, Parallel& parallel) {
    for (Sequential* const network : model.networks()) {
        network->settle();
        network->compute_by({});  // as gen-sample has it, so that draws are the same
    }
    const std::unique_ptr<ImageModel> images = model.draws();
    const Rendering how = images->rendering();
    LiveModel live;
    live.refusal = refusal_of(how.network);
    if (!live.refusal.empty()) return live;
    const std::unique_ptr<Prior> prior = images->prior(parallel);
    const std::vector<PriorAxis> axes = prior->axes();
    Json rendering =
        Json::object({{"components", how.components}, {"squashed", how.squashed}, {"low", how.low}, {"scale", how.scale}, {"clamped", how.clamped}});
    live.said = Json::object({{"shape", images->shape()},
                              {"latent", images->latent()},
                              {"classes", images->classes()},
                              {"class_names", names_json(model.takes().class_names)},
                              {"pixels", images->has_range()},
                              {"noisy", is_noisy(*how.network)},
                              {"rendering", std::move(rendering)},
                              {"layers", live_layers(*how.network, precision, live.numbers)},
                              {"axes", axes_json(axes)},
                              {"quantiles", quantiles_json(axes[0].form)},
                              {"bounded", prior->is_bounded()},
                              {"order", order_json(latent_effects(*images, parallel))}});
    const std::size_t draws = std::clamp<std::size_t>(8192 / images->latent(), 16, 256);
    live.said.set("draws", add_numbers(live.numbers, draw(*prior, draws, {0, Purpose::prior, 0}), Precision::single));
    return live;
}

}  // namespace gen::page
