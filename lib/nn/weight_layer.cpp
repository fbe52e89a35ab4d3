#include "nn/weight_layer.hpp"

namespace gen {

void WeightLayer::prepare(bool update) { spectral_->prepare(parameters_[0].value, update); }

void WeightLayer::settle() {
    if (!spectral_) return;
    prepare(false);
    parameters_[0].value = spectral_->weight();
    spectral_.reset();
}

void WeightLayer::tangent_weight_gradient(const Flow& f, const Flow& t, Rows rows, std::size_t parameter, Rows part) {
    add_product_tangent(f, t, rows, parameter, part, parameter == 0);
}

}  // namespace gen
