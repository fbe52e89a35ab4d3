#include "formats/page/model_facts.hpp"

#include "core/counted.hpp"
#include "core/error.hpp"
#include "formats/architecture.hpp"
#include "formats/json.hpp"
#include "formats/page/markup.hpp"
#include "nn/sequential.hpp"

namespace gen::page {
namespace {

/// 652824 as "652,824".
std::string with_commas(std::size_t number) {
    std::string out = text(number);
    for (std::size_t at = out.size(); at > 3;) out.insert(at -= 3, ",");
    return out;
}

std::string settings_in_words(const LayerSpec& spec) {
    std::string out;
    for (const auto& [name, value] : spec.settings) out += join(out.empty() ? "" : ", ", name, " ", value);
    return out;
}

std::string shape_in_words(const Shape& shape) {
    std::string out;
    for (const std::size_t n : shape) out += join(out.empty() ? "" : "x", n);
    return out;
}

std::string network_table(const Sequential& network) {
    std::string out = join("<h3>", html(network.name()), "</h3>\n<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">layer</th>",
                           "<th scope=\"col\">type</th><th scope=\"col\">settings</th><th scope=\"col\">output</th></tr></thead>\n<tbody>\n");
    for (std::size_t i = 0; i < network.size(); ++i)
        out += join("<tr><td>", i, "</td><td>", html(network.specs()[i].type), "</td><td>", html(settings_in_words(network.specs()[i])), "</td><td>",
                    shape_in_words(network.layer(i).output()), "</td></tr>\n");
    return out + "</tbody></table></div>\n";
}

}  // namespace

std::string model_in_words(const Model& model) {
    std::size_t weights = 0;
    for (const Sequential* const network : model.networks()) weights += network->parameter_count();
    const std::unique_ptr<ImageModel> images = model.draws();
    const std::string latent = images == nullptr ? "" : join(", ", counted(images->latent(), "latent number"));
    return join(model.kind(), ", ", shape_in_words(model.takes().shape), latent, ", ", with_commas(weights), " weights");
}

std::string model_facts(const Model& model) {
    std::string out = "<details><summary>architecture</summary>\n<dl>";
    const Json architecture = Json::parse(architecture_json(model));
    for (const auto& [name, value] : architecture.members())
        if (name != "networks") out += join("<dt>", html(name), "</dt><dd>", html(value.is_text() ? value.text() : value.dump()), "</dd>");
    out += "</dl>\n";
    for (const Sequential* const network : model.networks()) out += network_table(*network);
    return out + "</details>\n";
}

}  // namespace gen::page
