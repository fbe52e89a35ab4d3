#include "nn/gradient_tile.hpp"

#include <algorithm>

namespace gen {

void sum_gradient(const GradientTile& tile, const Pass& pass, Rows rows, bool add, Matrix* place) {
    Flow flow = tile.network->flow(*pass.x, *pass.trace, tile.step, Trains::yes);
    flow.gradient = place;
    if (pass.tangent == nullptr) return tile.layer().weight_gradient(flow, rows, tile.parameter, tile.part, add);
    if (!add) std::fill_n(tile.first(), tile.numbers(), real{0});
    const Flow t = tile.network->tangent_flow(*pass.v, *pass.trace, *pass.tangent, tile.step);
    tile.layer().tangents()->tangent_weight_gradient(flow, t, rows, tile.parameter, tile.part);
}

}  // namespace gen
