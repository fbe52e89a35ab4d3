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

void TangentLayer::tangent_weight_gradient(const Flow&, const Flow& t, Rows rows, std::size_t parameter, Rows part) {
    if (t.dy != nullptr) weight_gradient(t, rows, parameter, part, true);
}

void TangentLayer::add_product_tangent(const Flow& f, const Flow& t, Rows rows, std::size_t parameter, Rows part, bool by_x) {
    Flow mixed = f;
    mixed.x = t.x;
    mixed.mixed = true;
    if (by_x) weight_gradient(mixed, rows, parameter, part, true);
    if (t.dy == nullptr) return;
    mixed = t;
    mixed.x = f.x;
    mixed.mixed = true;
    weight_gradient(mixed, rows, parameter, part, true);
}

}  // namespace gen
