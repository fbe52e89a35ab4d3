#include "nn/learning_state.hpp"

namespace gen {

void NetworkNumbers::fit(const Sequential& network) {
    std::size_t of_parameters = 0;
    std::size_t of_buffers = 0;
    each_parameter(network, [&](const Parameter&, std::size_t) { ++of_parameters; });
    each_buffer(network, [&](const Buffer&, std::size_t) { ++of_buffers; });
    parameters.resize(of_parameters);
    buffers.resize(of_buffers);
}

const LearningState& LearningStates::of(const Sequential& network) const {
    static const LearningState none;
    const auto found = states_.find(network.name());
    return found == states_.end() ? none : found->second;
}

}  // namespace gen
