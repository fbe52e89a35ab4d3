#include <algorithm>
#include <utility>

#include "core/error.hpp"
#include "core/parse.hpp"
#include "nn/architecture.hpp"
#include "nn/layer_table.hpp"
#include "tools/common/training/avb_options.hpp"

namespace gen {
namespace {

double number(std::size_t n) { return static_cast<double>(n); }

LayerSpec linear(std::size_t in, std::size_t out) { return {"linear", {{"in", number(in)}, {"out", number(out)}}}; }

/// T's networks, as --discriminator says them.
struct CriticForm {
    bool factored = false;
    std::vector<std::size_t> sizes = {};
    std::size_t blocks = 0;
    std::size_t features = 128;  // of a product
};

CriticForm parse_critic(std::string_view words) {
    const auto [name, settings] = split_at(words, ':');
    CriticForm form = {.factored = name == "factored"};
    if (!form.factored && name != "concat")
        fail_usage("--discriminator is ", words, ", expected concat:SIZES or factored:SIZES", did_you_mean(name, {"concat", "factored"}));
    if (settings.empty()) return form;
    for (const std::string_view word : split(settings, ',')) {
        const auto [key, value] = split_at(word, '=');
        const std::string where = join("--discriminator ", words);
        if (value.empty())
            form.sizes.push_back(parse_count(key, where));
        else if (key == "blocks")
            form.blocks = parse_count(value, where);
        else if (key == "features" && form.factored)
            form.features = parse_count(value, where);
        else
            fail_usage(where, ": ", key, " is not known, expected ", form.factored ? "blocks or features" : "blocks");
    }
    return form;
}

/// Hidden layers, then residual blocks, then a linear layer.
std::vector<LayerSpec> critic_layers(const CriticForm& form, const LayerSpec& activation, std::size_t in, std::size_t out) {
    std::vector<LayerSpec> layers;
    for (const std::size_t size : form.sizes) {
        layers.insert(layers.end(), {linear(in, size), activation});
        in = size;
    }
    for (std::size_t i = 0; i < form.blocks; ++i) {
        const LayerSpec residual = {"residual", {{"from", number(layers.size() - 1)}}};
        layers.insert(layers.end(), {linear(in, in), {"relu", {}}, linear(in, in), residual, activation});
    }
    layers.push_back(linear(in, out));
    return layers;
}

bool is_hidden(const std::vector<LayerSpec>& layers, std::size_t i) {
    return layers[i].type == "conv" || (layers[i].type == "linear" && i + 1 < layers.size());
}

}  // namespace

Forms avb_critic_forms() { return {"concat:blocks=", "factored:blocks=", "factored:features="}; }

std::string AvbOptions::where_noise_is() const {
    if (!noise_at.empty()) return noise_at;
    if (adaptive_contrast) return "basis";
    return encoder.empty() || encoder.starts_with("mlp") ? "input" : "layers";
}

void AvbOptions::set_range(AvbSpec& spec, const ImageExamples& images) const {
    if (!images.on_unit_range()) {
        if (!range.empty()) fail_usage("--range: ", images.name(), " holds points, which the networks see as they are");
        return;
    }
    const auto [low, high] = split_at(range.empty() ? "-1,1" : std::string_view(range), ',');
    if (high.empty()) fail_usage("--range is ", range, ", expected LO,HI");
    spec.low = parse_number(low, "--range");
    spec.high = parse_number(high, "--range");
    if (!(spec.low < spec.high)) fail_usage("--range is ", range, ", expected LO below HI");
}

void AvbOptions::set_encoder(AvbSpec& spec, const Shape& input, const LayerSpec& between) const {
    const std::string where = spec.of_data ? where_noise_is() : "";
    const bool is_small = input[1] * input[2] == 1;
    const Architecture how = parse_architecture(encoder.empty() ? (is_small ? "mlp:64,64,64" : "mlp:300,300") : encoder);
    if (where == "input" && how.kind != Architecture::Kind::mlp)
        fail_usage("--noise-at input needs --encoder mlp:SIZES; others take layers or basis");
    const auto size = static_cast<std::size_t>(noise);
    const LayerSpec mixed = {"mix-noise", {{"size", number(size)}}};
    const std::size_t outputs = spec.latent * (1 + spec.basis.size());
    spec.encoder = expand_encoder(how, between, where == "input" ? Shape{count(input) + size} : input, outputs);
    if (where == "input") insert_layer(spec.encoder, 0, {"append-noise", {{"size", number(size)}}});
    for (std::size_t i = spec.encoder.size(); where == "layers" && i-- > 0;)
        if (is_hidden(spec.encoder, i)) insert_layer(spec.encoder, i + 1, mixed);
}

void AvbOptions::set_basis(AvbSpec& spec) const {
    const auto [networks, sizes] = split_at(basis ? std::string_view(*basis) : "16", ':');
    const std::size_t count = parse_count(networks, "--basis");
    if (count > AvbSpec::most_basis) fail_usage("--basis is ", count, ", expected at most ", AvbSpec::most_basis);
    CriticForm form;
    for (const std::string_view size : split(sizes.empty() ? "128,128,128" : sizes, ',')) form.sizes.push_back(parse_count(size, "--basis"));
    spec.noise = static_cast<std::size_t>(noise);
    spec.basis.assign(count, critic_layers(form, parse_activation("elu"), spec.noise, spec.latent));
}

void AvbOptions::set_critic(AvbSpec& spec, std::string_view usual) const {
    const CriticForm form = parse_critic(discriminator.empty() ? usual : std::string_view(discriminator));
    if (form.factored && !spec.of_data) fail_usage("--discriminator factored is a product of two towers, of x and z: --target takes concat:SIZES");
    if (form.blocks > 0 && form.sizes.empty()) fail_usage("--discriminator: residual blocks follow on hidden layers, give SIZES");
    const LayerSpec between = parse_activation(!t_activation.empty() ? t_activation : form.factored ? "leaky-relu:0.2" : "elu");
    const std::size_t outputs = form.factored ? form.features + 1 : 1;
    spec.discriminator = critic_layers(form, between, spec.latent + (form.factored ? 0 : spec.pixels()), outputs);
    if (form.factored) spec.tower = critic_layers(form, between, spec.pixels(), outputs);
    spec.contrast = adaptive_contrast ? Contrast::adaptive : Contrast::prior;
    spec.quadratic = quadratic;
}

AvbSpec AvbOptions::spec(const ImageExamples& images) const {
    AvbSpec spec;
    spec.input = images.shape();
    const bool is_small = spec.input[1] * spec.input[2] == 1;
    spec.latent = static_cast<std::size_t>(latent.value_or(8));
    spec.likelihood = parse_likelihood(likelihood).resolved(images.on_unit_range());
    set_range(spec, images);
    if (where_noise_is() == "basis") set_basis(spec);
    const LayerSpec between = !activation.empty() ? parse_activation(activation) : is_small ? parse_activation("elu") : LayerSpec();
    set_encoder(spec, spec.input, between);
    const std::string_view mirrored = !encoder.empty() ? std::string_view(encoder) : is_small ? "mlp:64,64,64" : "mlp:300,300";
    const Architecture out = decoder.empty() ? parse_architecture(mirrored) : parse_architecture(decoder, true);
    const bool shared = spec.likelihood.scale == Likelihood::Scale::shared;
    const std::size_t planes = shared ? 1 : spec.likelihood.outputs(spec.pixels()) / spec.pixels();
    spec.decoder = expand_decoder(out, between, spec.latent, {planes * spec.input[0], spec.input[1], spec.input[2]});
    if (shared) spec.decoder.push_back({"scale", {}});
    set_critic(spec, is_small ? "concat:128,128,128" : "factored:256,256");
    return spec;
}

AvbSpec AvbOptions::spec(const Target& of) const {
    AvbSpec spec;
    spec.of_data = false;
    spec.target = target;
    spec.latent = of.dimensions();
    spec.input = {spec.latent, 1, 1};
    spec.noise = static_cast<std::size_t>(noise);
    set_encoder(spec, {spec.noise, 1, 1}, parse_activation(activation.empty() ? "elu" : activation));
    set_critic(spec, "concat:128,128,128");
    return spec;
}

}  // namespace gen
