#include "nn/average.hpp"

#include <algorithm>
#include <utility>

namespace gen {
namespace {

/// Calls use(value, average, best) on the numbers of every parameter and every buffer.
template <class Use>
void each(std::span<Sequential* const> networks, LearningStates& states, const Use& use) {
    for (Sequential* const network : networks) {
        LearningState& state = states.of(*network);
        for (NetworkNumbers* const numbers : {&state.average, &state.best}) numbers->fit(*network);
        each_parameter(*network, [&](Parameter& p, std::size_t i) { use(p.value, state.average.parameters[i], state.best.parameters[i]); });
        each_buffer(*network, [&](Buffer& b, std::size_t i) { use(b.value, state.average.buffers[i], state.best.buffers[i]); });
    }
}

}  // namespace

double average_decay(double decay, std::uint64_t update) {
    const auto t = static_cast<double>(update);
    return std::min(decay, (1 + t) / (10 + t));
}

void start_averages(std::span<Sequential* const> networks, LearningStates& states) {
    each(networks, states, [](const Matrix& value, Matrix& average, const Matrix&) {
        if (average.empty()) average = value;
    });
}

void drop_averages(std::span<Sequential* const> networks, LearningStates& states) {
    each(networks, states, [](const Matrix&, Matrix& average, const Matrix&) { average = Matrix(); });
}

void average_buffers(std::span<Sequential* const> networks, LearningStates& states, double decay) {
    const auto part = static_cast<real>(1 - decay);
    for (Sequential* const network : networks) {
        NetworkNumbers& averages = states.of(*network).average;
        each_buffer(*network, [&](const Buffer& b, std::size_t i) {
            Matrix& average = averages.buffers[i];
            for (std::size_t j = 0; j < average.size(); ++j) average.data()[j] += part * (b.value.data()[j] - average.data()[j]);
        });
    }
}

void swap_averages(std::span<Sequential* const> networks, LearningStates& states) {
    each(networks, states, [](Matrix& value, Matrix& average, const Matrix&) { std::swap(value, average); });
    for (Sequential* const network : networks) network->prepare(false);
}

void keep_as_best(std::span<Sequential* const> networks, LearningStates& states) {
    each(networks, states, [](const Matrix& value, const Matrix& average, Matrix& best) { best = average.empty() ? value : average; });
}

void restore_best(std::span<Sequential* const> networks, LearningStates& states) {
    each(networks, states, [](Matrix& value, Matrix& average, const Matrix& best) {
        if (best.empty()) return;
        value = best;
        if (!average.empty()) average = best;
    });
    for (Sequential* const network : networks) network->prepare(false);
}

}  // namespace gen
