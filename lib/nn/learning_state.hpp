#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "nn/sequential.hpp"

namespace gen {

/// One matrix for each parameter of a network and, where they are asked for, one for each buffer, in the order of its layers. They lie in memory as
/// parameters and buffers do. A matrix is empty where there are no numbers.
struct NetworkNumbers {
    std::vector<Matrix> parameters;
    std::vector<Matrix> buffers;

    /// As many matrices as the network has; those that there are stay.
    void fit(const Sequential& network);
};

/// What training keeps of a network beside its numbers.
struct LearningState {
    std::vector<NetworkNumbers> moments;  // the optimiser's, in its order; not of buffers
    NetworkNumbers average;               // moving averages (nn/average.hpp); empty where nobody asks for them
    NetworkNumbers best;                  // of the best epoch so far, likewise
};

/// That of each network of a model, known by the network's name. A trainer owns it; what is in it keeps its place.
class LearningStates {
public:
    LearningStates() = default;
    LearningStates(const LearningStates&) = delete;
    LearningStates& operator=(const LearningStates&) = delete;

    LearningState& of(const Sequential& network) { return states_[network.name()]; }
    /// An empty one where none was begun.
    const LearningState& of(const Sequential& network) const;

    /// Where ranks keep moments of their own parts of the weights: all ranks get all. Together, as everything that ranks send each other.
    void complete() const {
        for (const std::function<void()>& step : completing_) step();
    }
    void when_completed(std::function<void()> step) { completing_.push_back(std::move(step)); }

private:
    std::map<std::string, LearningState> states_;
    std::vector<std::function<void()>> completing_;
};

/// Calls use(parameter, number): it is NetworkNumbers::parameters[number]. Likewise of buffers.
template <class Network, class Use>
void each_parameter(Network& network, const Use& use) {
    std::size_t number = 0;
    for (std::size_t i = 0; i < network.steps(); ++i)
        for (auto& parameter : network.step(i).parameters()) use(parameter, number++);
}
template <class Network, class Use>
void each_buffer(Network& network, const Use& use) {
    std::size_t number = 0;
    for (std::size_t i = 0; i < network.steps(); ++i)
        for (auto& buffer : network.step(i).buffers()) use(buffer, number++);
}

}  // namespace gen
