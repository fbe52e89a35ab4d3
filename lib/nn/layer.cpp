#include "nn/layer.hpp"

#include "core/error.hpp"

namespace gen {

double LayerSpec::setting(const std::string& name) const {
    for (const auto& [key, value] : settings)
        if (key == name) return value;
    fail("layer ", type, " has no setting ", name);
}

double LayerSpec::setting(const std::string& name, double otherwise) const {
    for (const auto& [key, value] : settings)
        if (key == name) return value;
    return otherwise;
}

void Layer::reserve(Memory&, std::size_t, std::size_t) const {}

void Layer::tangent_weight_gradient(const Flow&, const Flow& t, std::size_t parameter, Rows part) {
    if (t.dy != nullptr) weight_gradient(t, parameter, part, true);
}

void Layer::add_product_tangent(const Flow& f, const Flow& t, std::size_t parameter, Rows part, bool by_x) {
    Flow mixed = f;
    mixed.x = t.x;
    if (by_x) weight_gradient(mixed, parameter, part, true);
    if (t.dy == nullptr) return;
    mixed = t;
    mixed.x = f.x;
    weight_gradient(mixed, parameter, part, true);
}

}  // namespace gen
