#include "formats/page/live_model.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
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

constexpr double greatest_half = 65504;

void append(std::string& bytes, std::uint32_t word, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) bytes += static_cast<char>(word >> (8 * i) & 255);
}

/// Adds the numbers, and says where they are.
Json add_numbers(std::string& bytes, const Matrix& m, Precision precision) {
    const auto fits = [](real v) { return std::abs(static_cast<double>(v)) <= greatest_half; };
    const bool half = precision == Precision::half && std::all_of(m.values().begin(), m.values().end(), fits);
    if (!half && bytes.size() % 4 != 0) bytes.resize(bytes.size() + 2);
    const std::size_t first = bytes.size();
    for (const real v : m.values()) {
        const auto number = static_cast<float>(v);
        half ? append(bytes, half_of(number), 2) : append(bytes, std::bit_cast<std::uint32_t>(number), 4);
    }
    return std::vector<std::size_t>{first, m.size(), half ? 2U : 4U};
}

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
    return std::ranges::any_of(network.specs(), [](const LayerSpec& spec) { return spec.setting("always", 0) == 1; });
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

std::uint16_t half_of(float number) {
    const auto bits = std::bit_cast<std::uint32_t>(number);
    const auto sign = static_cast<std::uint16_t>(bits >> 16 & 0x8000);
    const double size = std::abs(static_cast<double>(number));
    if (std::isnan(number)) return 0x7e00;
    if (size >= 65520) return sign | 0x7c00;
    constexpr int least_exponent = -14;  // below it halves have fewer digits
    const int exponent = std::max(least_exponent, size > 0 ? std::ilogb(size) : least_exponent);
    const auto units = static_cast<std::uint32_t>(std::nearbyint(std::ldexp(size, 10 - exponent)));
    // 1024 units and more carry into the exponent by themselves.
    return static_cast<std::uint16_t>(sign | ((static_cast<std::uint32_t>(exponent - least_exponent) << 10) + units));
}

LiveModel live_model(Model& model, Precision precision, Parallel& parallel) {
    for (Sequential* const network : model.networks()) network->settle();
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
    const std::size_t draws = std::clamp<std::size_t>(32768 / images->latent(), 16, 256);
    live.said.set("draws", add_numbers(live.numbers, draw(*prior, draws, {0, Purpose::prior, 0}), Precision::single));
    return live;
}

}  // namespace gen::page
