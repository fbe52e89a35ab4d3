#include "nn/layer.hpp"

#include "core/error.hpp"

namespace gen {

double LayerSpec::setting(const std::string& name) const {
    for (const auto& [key, value] : settings)
        if (key == name) return value;
    fail("layer ", type, " has no setting ", name);
}

void Layer::weight_gradient(const Matrix&, const Matrix&, std::size_t, Rows, bool) {}

}  // namespace gen
