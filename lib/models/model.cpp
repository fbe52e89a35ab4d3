#include "models/model.hpp"

namespace gen {

void Model::only_use(const Arithmetic& arithmetic) {
    Parallel one_thread;
    for (Sequential* const network : networks()) {
        network->fold();
        network->compute_by(arithmetic);
        network->freeze();
        network->round_weights(one_thread);
    }
}

}  // namespace gen
