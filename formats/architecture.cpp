#include "formats/architecture.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/error.hpp"
#include "core/words.hpp"

namespace gen {
namespace {

using Json = nlohmann::ordered_json;

Json number(double value) {
    if (value == std::floor(value) && std::abs(value) < 1e15) return static_cast<std::int64_t>(value);
    return value;
}

Json layers(const std::vector<LayerSpec>& specs) {
    Json list = Json::array();
    for (const LayerSpec& spec : specs) {
        Json layer = {{"type", spec.type}};
        for (const auto& [name, value] : spec.settings) layer[name] = number(value);
        list.push_back(layer);
    }
    return list;
}

std::vector<LayerSpec> layers(const Json& list) {
    std::vector<LayerSpec> specs;
    for (const Json& layer : list) {
        LayerSpec spec;
        for (const auto& [name, value] : layer.items()) {
            if (name == "type")
                spec.type = value.get<std::string>();
            else
                spec.settings.emplace_back(name, value.get<double>());
        }
        specs.push_back(std::move(spec));
    }
    return specs;
}

void check_input(const Shape& input, const std::string& name) {
    if (input.size() != 3) fail(name, ": /architecture: input is ", text(input), ", expected CxHxW");
}

}  // namespace

std::string architecture_json(const VaeSpec& spec) {
    Json json = {{"kind", spec.stochastic ? "vae" : "autoencoder"}, {"input", spec.input}, {"latent", spec.latent}};
    json["likelihood"] = text(spec.likelihood);
    if (spec.classes > 0) json["classes"] = spec.classes;
    if (spec.pseudo_inputs > 0) json["prior"] = {{"vamp", spec.pseudo_inputs}};
    else json["prior"] = {{"mean", number(spec.prior.mean)}, {"sd", number(spec.prior.sd)}};
    if (std::isfinite(spec.logvar_low)) json["logvar_range"] = {number(spec.logvar_low), number(spec.logvar_high)};
    json["networks"] = {{"encoder", layers(spec.encoder)}, {"decoder", layers(spec.decoder)}};
    if (spec.pseudo_inputs > 0) json["networks"]["prior"] = layers(spec.pseudo);
    return json.dump();
}

VaeSpec vae_spec_of(const std::string& words, const std::string& name) try {
    const Json json = Json::parse(words);
    const std::string kind = json.at("kind");
    if (kind != "vae" && kind != "autoencoder") fail(name, ": the model is of kind ", kind, ", expected vae or autoencoder: train one with vae-train");
    VaeSpec spec;
    spec.stochastic = kind == "vae";
    spec.input = json.at("input").get<Shape>();
    spec.latent = json.at("latent");
    spec.likelihood = parse_likelihood(json.at("likelihood").get<std::string>());
    spec.classes = json.value("classes", std::size_t{0});
    if (json.at("prior").contains("vamp")) {
        spec.pseudo_inputs = json["prior"]["vamp"];
        spec.pseudo = layers(json.at("networks").at("prior"));
    } else {
        spec.prior = {json["prior"].at("mean"), json["prior"].at("sd")};
    }
    if (json.contains("logvar_range")) {
        spec.logvar_low = json["logvar_range"].at(0);
        spec.logvar_high = json["logvar_range"].at(1);
    }
    spec.encoder = layers(json.at("networks").at("encoder"));
    spec.decoder = layers(json.at("networks").at("decoder"));
    check_input(spec.input, name);
    if (spec.latent == 0 || spec.latent > 1 << 20 || spec.encoder.empty() || spec.decoder.empty() || !(spec.prior.sd > 0))
        fail(name, ": /architecture: latent size, prior and both networks must be given");
    return spec;
} catch (const Json::exception&) {
    fail(name, ": /architecture is not the JSON of a model");
}

std::string architecture_json(const ClassifierSpec& spec) {
    Json json = {{"kind", "classifier"}, {"input", spec.input}, {"classes", spec.classes}};
    if (!spec.names.empty()) json["class_names"] = spec.names;
    json["networks"] = {{"classifier", layers(spec.layers)}};
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);  // names may be any bytes
}

ClassifierSpec classifier_spec_of(const std::string& words, const std::string& name) try {
    const Json json = Json::parse(words);
    const std::string kind = json.at("kind");
    if (kind != "classifier") fail(name, ": the model is of kind ", kind, ", expected classifier: train one with feature-train");
    ClassifierSpec spec;
    spec.input = json.at("input").get<Shape>();
    spec.classes = json.at("classes");
    if (json.contains("class_names")) spec.names = json["class_names"].get<std::vector<std::string>>();
    spec.layers = layers(json.at("networks").at("classifier"));
    check_input(spec.input, name);
    if (spec.classes < 2 || spec.classes > 1 << 20 || spec.layers.empty()) fail(name, ": /architecture: two classes or more and the network must be given");
    if (!spec.names.empty() && spec.names.size() != spec.classes) fail(name, ": /architecture: has ", spec.names.size(), " class names for ", spec.classes, " classes");
    return spec;
} catch (const Json::exception&) {
    fail(name, ": /architecture is not the JSON of a model");
}

namespace {

constexpr std::string_view noises[] = {"normal", "uniform", "sphere"};
constexpr std::string_view conditions[] = {"concat", "embed", "projection", "auxiliary"};

template <class Enum, std::size_t n>
Enum named(const std::string& word, const std::string_view (&names)[n], const std::string& name) {
    for (std::size_t i = 0; i < n; ++i)
        if (word == names[i]) return static_cast<Enum>(i);
    fail(name, ": /architecture: ", word, " is not known, expected one of ", listed(names_of(names)), did_you_mean(word, names_of(names)));
}

}  // namespace

std::string architecture_json(const GanSpec& spec) {
    Json json = {{"kind", "gan"}, {"input", spec.input}, {"latent", spec.latent}, {"noise", noises[static_cast<std::size_t>(spec.noise)]}};
    if (spec.bounded()) json["range"] = {number(spec.low), number(spec.high)};
    if (spec.classes > 0) {
        json["classes"] = spec.classes;
        json["condition"] = conditions[static_cast<std::size_t>(spec.condition)];
    }
    if (spec.pack > 1) json["pack"] = spec.pack;
    json["networks"] = {{"generator", layers(spec.generator)}};
    if (spec.adversarial()) json["networks"]["discriminator"] = layers(spec.discriminator);
    return json.dump();
}

GanSpec gan_spec_of(const std::string& words, const std::string& name) try {
    const Json json = Json::parse(words);
    const std::string kind = json.at("kind");
    if (kind != "gan") fail(name, ": the model is of kind ", kind, ", expected gan: train one with gan-train");
    GanSpec spec;
    spec.input = json.at("input").get<Shape>();
    spec.latent = json.at("latent");
    spec.noise = named<LatentNoise>(json.at("noise"), noises, name);
    if (json.contains("range")) {
        spec.low = json["range"].at(0);
        spec.high = json["range"].at(1);
    }
    spec.classes = json.value("classes", std::size_t{0});
    if (spec.classes > 0) spec.condition = named<ConditionBy>(json.at("condition"), conditions, name);
    spec.pack = json.value("pack", std::size_t{1});
    spec.generator = layers(json.at("networks").at("generator"));
    if (json["networks"].contains("discriminator")) spec.discriminator = layers(json["networks"]["discriminator"]);
    check_input(spec.input, name);
    if (spec.latent == 0 || spec.latent > 1 << 20 || spec.generator.empty() || spec.pack == 0 || spec.pack > 1024 || !(spec.low < spec.high))
        fail(name, ": /architecture: latent size, range and generator must be given");
    return spec;
} catch (const Json::exception&) {
    fail(name, ": /architecture is not the JSON of a model");
}

std::string kind_of_architecture(const std::string& words, const std::string& name) try {
    return Json::parse(words).at("kind").get<std::string>();
} catch (const Json::exception&) {
    fail(name, ": /architecture is not the JSON of a model");
}

std::string difference_of_architectures(const std::string& is, const std::string& expected) {
    const Json a = Json::parse(is).flatten();
    const Json b = Json::parse(expected).flatten();
    for (const auto& [path, value] : b.items()) {
        const std::string now = a.contains(path) ? a[path].dump() : "missing";
        if (now != value.dump()) return join(path, " is ", now, ", expected ", value.dump());
    }
    for (const auto& [path, value] : a.items())
        if (!b.contains(path)) return join(path, " is ", value.dump(), ", expected none");
    return "";
}

}  // namespace gen
