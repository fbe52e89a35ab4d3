#pragma once

#include <cstdint>
#include <vector>

#include "core/pipeline.hpp"
#include "models/classifier/classifier.hpp"
#include "nn/update.hpp"

namespace gen {

/// Sums over the examples of a batch.
struct ClassifierLoss {
    double loss = 0;     // cross-entropy, nats
    double correct = 0;  // how many have their label as the most likely class
};

/// One training step of a classifier on labelled examples, or the loss of a batch. A block of rows goes through the network, forward and back, and waits
/// for others only where a layer needs the whole batch; then the weights are updated tile by tile.
class ClassifierStep {
public:
    /// `clip` and `average` as for WeightUpdate; `seed` of noise in layers.
    ClassifierStep(Classifier& classifier, const Optimizer& optimizer, double clip, std::uint64_t seed, double average = 0);
    ClassifierStep(const ClassifierStep&) = delete;
    ClassifierStep& operator=(const ClassifierStep&) = delete;

    /// Step number `step`, from 1. Throws Diverged before it changes anything when the loss or a gradient of an activation is not finite, Fault::input
    /// on a label that is no class.
    ClassifierLoss train(const Batch& batch, std::uint64_t step, double rate, Parallel& parallel);

    /// The loss of examples that are not trained on.
    ClassifierLoss evaluate(const Batch& batch, Parallel& parallel) { return pass(batch, 0, false, parallel); }

    /// The gradients of the mean loss into each parameter's grad, without an update.
    ClassifierLoss gradients(const Batch& batch, Parallel& parallel);

private:
    struct Block {
        ClassifierLoss loss;
        bool finite = true;  // its gradients
    };
    ClassifierLoss pass(const Batch& batch, std::uint64_t step, bool gradients, Parallel& parallel);
    Pipeline build(bool gradients);
    void read(Rows rows);
    ClassifierLoss judge(bool gradients, Rows rows);
    double sum(double ClassifierLoss::*part) const;

    Classifier* classifier_;
    std::uint64_t seed_;
    double average_;
    const Batch* batch_ = nullptr;  // that is passing through
    Matrix x_;
    std::vector<std::size_t> labels_;
    Trace trace_;
    std::vector<Block> blocks_;
    WeightUpdate update_;
    Pipeline training_;
    Pipeline evaluation_;
};

}  // namespace gen
