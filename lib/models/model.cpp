#include "models/model.hpp"

namespace gen {

void Model::fold() {
    for (Sequential* const network : networks()) network->fold();
}

void Model::compute_by(const Arithmetic& arithmetic) {
    Parallel one_thread;
    for (Sequential* const network : networks()) {
        network->compute_by(arithmetic);
        network->round_weights(one_thread);
    }
}

}  // namespace gen
