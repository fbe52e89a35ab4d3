#include "core/error.hpp"
#include "core/parse.hpp"
#include "core/words.hpp"
#include "nn/layer_table.hpp"

namespace gen {
namespace {

Words activations() {
    Words names;
    for (const LayerType& type : layer_types())
        if (type.is_activation()) names.push_back(type.name);
    return names;
}

}  // namespace

Forms activation_forms() {
    Forms forms;
    for (const LayerType& type : layer_types()) {
        if (!type.is_activation()) continue;
        forms.emplace_back(type.name);
        if (!type.settings.empty()) forms.push_back(join(type.name, ':'));
    }
    return forms;
}

std::string_view activation_syntax() {
    static const std::string syntax = [] {
        std::vector<std::string> words;
        for (const LayerType& type : layer_types()) {
            if (!type.is_activation()) continue;
            words.emplace_back(type.name);
            if (!type.settings.empty()) words.back() += join("[:", in_capitals(type.settings[0].name), "]");
        }
        return either({words.begin(), words.end()});
    }();
    return syntax;
}

LayerSpec parse_activation(std::string_view words) {
    const auto [name, argument] = split_at(words, ':');
    const LayerType* const type = find_layer_type(name);
    if (type == nullptr || !type->is_activation())
        fail_usage("activation is ", name, ", expected one of ", listed(activations()), did_you_mean(name, activations()));
    LayerSpec spec = {std::string(name), {}};
    if (type->settings.empty()) {
        if (!argument.empty()) fail_usage("activation ", name, " takes no number, got ", argument);
        return spec;
    }
    const double value = argument.empty() ? type->number : parse_number(argument, join("activation ", name));
    if (value < 0) fail_usage("activation ", name, ": ", type->settings[0].name, " is ", value, ", expected at least 0");
    spec.settings = {{std::string(type->settings[0].name), value}};
    return spec;
}

}  // namespace gen
