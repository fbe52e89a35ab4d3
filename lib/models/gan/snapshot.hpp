#pragma once

#include <cstdint>
#include <vector>

#include "core/kept.hpp"
#include "nn/sequential.hpp"

namespace gen {

/// A copy of networks as they were, which takes their place for some steps: each network then plays against an older opponent.
class GanSnapshot {
public:
    /// The copy plays during the first `length` of every `every` steps (length < every), then a new one is taken. every = 0: never.
    GanSnapshot(std::uint64_t every, std::uint64_t length) : every_(every), length_(length) {}

    /// Whether the copy plays at D's step number `step` (from 1).
    bool plays(std::uint64_t step) const { return every_ > 0 && !copies_.empty() && step > every_ && (step - 1) % every_ < length_; }
    /// After that step: takes the copy when it is time.
    void update(std::uint64_t step, const std::vector<Sequential*>& networks);
    /// Network number `which` and its copy change places: before its turn as an opponent, and after.
    void exchange(Sequential& network, std::size_t which);

    void save(Kept& kept) const;
    void load(const Kept& kept, const std::vector<Sequential*>& networks);

private:
    std::uint64_t every_;
    std::uint64_t length_;
    std::vector<std::vector<Matrix>> copies_;  // of parameters and buffers
};

}  // namespace gen
