#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/classifier/classifier.hpp"
#include "train/augmentation.hpp"
#include "train/step.hpp"
#include "train/turn.hpp"

namespace gen {

/// Sums over the examples of a batch.
struct ClassifierLoss {
    double loss = 0;     // cross-entropy, nats
    double correct = 0;  // how many have their label as the most likely class
};

/// What is learnt beside the labels as they are.
struct ClassifierAim {
    double smoothing = 0;       // of labels, in training alone
    Augmentation augment = {};  // of images, likewise
};

/// One training step of a classifier on labelled examples, or the loss of a batch. A block of rows goes through the network, forward and back, and
/// waits for others only where a layer needs the whole batch; then the weights are updated tile by tile.
class ClassifierStep : public Step {
public:
    /// `clip`, `average` and `states` as for WeightUpdate; `seed` of noise in layers and of augmentation.
    ClassifierStep(Classifier& classifier, const Optimizer& optimizer, double clip, std::uint64_t seed, double average = 0,
                   LearningStates* states = nullptr, const ClassifierAim& aim = {});

    /// Step number `step`, from 1, on examples as they are. Throws Diverged before it changes anything when the loss or a gradient of an activation
    /// is not finite, Fault::input on a label that is no class.
    ClassifierLoss train(const Batch& batch, std::uint64_t step, double rate, Parallel& parallel);
    /// The loss of examples that are not trained on.
    ClassifierLoss loss(const Batch& batch, Parallel& parallel);
    /// The gradients of the mean loss into each parameter's grad, without an update.
    ClassifierLoss gradients(const Batch& batch, Parallel& parallel);

    std::vector<std::string> losses() const override { return {"loss", "accuracy"}; }
    void train(const Batch& batch, const Moment& moment, Parallel& parallel, std::vector<double>& sums) override;
    std::vector<double> evaluate(const Batch& batch, Parallel& parallel) override;

private:
    void begin(const Batch& batch, std::uint64_t step, bool trains, const Sharding& sharding);
    void build(Pipeline& pipeline, bool trains);
    void read(Rows rows);
    ClassifierLoss judge(bool trains, Rows rows);
    ClassifierLoss total() const;

    Classifier* classifier_;
    std::uint64_t seed_;
    ClassifierAim aim_;
    const Batch* batch_ = nullptr;  // that is passing through
    std::vector<std::size_t> labels_;
    std::vector<ClassifierLoss> blocks_;
    Arena arena_;
    Matrix x_;
    Passage network_;
    Turn turn_;
    Pipeline evaluation_;
};

}  // namespace gen
