#include "formats/export/exported_model.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/error.hpp"
#include "core/words.hpp"
#include "formats/export/network_numbers.hpp"
#include "formats/kind.hpp"

namespace gen {
namespace {

Dataset dataset_of(const std::string& name, LayerArray array) {
    std::vector<std::byte> bytes(array.values.size() * sizeof(float));
    if (!bytes.empty()) std::memcpy(bytes.data(), array.values.data(), bytes.size());
    return dataset(name, Type::f32, std::move(array.shape), std::move(bytes));
}

PixelUnits drawn_units(const Document& model) {
    Images drawn;
    drawn.shape = {0, 1, 1, 1};
    drawn.range = {0, 1};
    return units_of(in_units_of(model, std::move(drawn)));
}

void expect_network(const Model& model, const std::string& name, const std::string& file) {
    Words names;
    for (const Sequential* const network : model.networks()) names.push_back(network->name());
    if (std::ranges::find(names, name) != names.end()) return;
    fail_usage("--network: ", file, " has no network ", name, ", expected ", either(names), did_you_mean(name, names));
}

}  // namespace

Exported exported_model(const Document& document, const ModelPlan& plan) {
    Exported out{.name = document.name, .kind = "model", .arrays = {}, .digest = document.digest};
    out.model = model_of(document, plan.weights);
    out.units = drawn_units(document);
    if (!plan.network.empty()) expect_network(*out.model, plan.network, document.name);
    for (Sequential* const network : out.model->networks()) {
        if (!plan.network.empty() && network->name() != plan.network) continue;
        UsedNetwork used = used_network(*network, plan.fold);
        for (std::size_t i = 0; i < used.layers.size(); ++i)
            for (LayerArray& array : used.layers[i].arrays) {
                const std::string name = join(i, '.', array.name);
                out.arrays.push_back(dataset_of(plan.network.empty() ? join(network->name(), '.', name) : name, std::move(array)));
            }
    }
    out.metadata = {{"format", "pt"}, {"kind", std::string(out.model->kind())}, {"architecture", architecture_text(document)}};
    if (!plan.network.empty()) out.metadata.emplace_back("network", plan.network);
    if (plan.fold) out.metadata.emplace_back("folded", "batch-norm");
    out.plan = plan;
    return out;
}

}  // namespace gen
