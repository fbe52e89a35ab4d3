#include "nn/average.hpp"

#include <algorithm>
#include <utility>

namespace gen {
namespace {

/// Calls use on every parameter and every buffer.
template <class Use>
void each(std::span<Sequential* const> networks, const Use& use) {
    for (Sequential* const network : networks)
        for (std::size_t i = 0; i < network->steps(); ++i) {
            for (Parameter& p : network->step(i).parameters()) use(p);
            for (Buffer& b : network->step(i).buffers()) use(b);
        }
}

}  // namespace

double average_decay(double decay, std::uint64_t update) {
    const auto t = static_cast<double>(update);
    return std::min(decay, (1 + t) / (10 + t));
}

void start_averages(std::span<Sequential* const> networks) {
    each(networks, [](auto& p) {
        if (p.average.empty()) p.average = p.value;
    });
}

void drop_averages(std::span<Sequential* const> networks) {
    each(networks, [](auto& p) { p.average = Matrix(); });
}

void average_buffers(std::span<Sequential* const> networks, double decay) {
    const auto part = static_cast<real>(1 - decay);
    for (Sequential* const network : networks)
        for (std::size_t i = 0; i < network->steps(); ++i)
            for (Buffer& b : network->step(i).buffers())
                for (std::size_t j = 0; j < b.value.size(); ++j) b.average.data()[j] += part * (b.value.data()[j] - b.average.data()[j]);
}

void swap_averages(std::span<Sequential* const> networks) {
    each(networks, [](auto& p) { std::swap(p.value, p.average); });
    for (Sequential* const network : networks) network->prepare(false);
}

void keep_as_best(std::span<Sequential* const> networks) {
    each(networks, [](auto& p) { p.best = p.average.empty() ? p.value : p.average; });
}

void restore_best(std::span<Sequential* const> networks) {
    each(networks, [](auto& p) {
        if (p.best.empty()) return;
        p.value = p.best;
        if (!p.average.empty()) p.average = p.best;
    });
    for (Sequential* const network : networks) network->prepare(false);
}

}  // namespace gen
