#include "models/classifier/step.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "nn/average.hpp"
#include "prob/categorical.hpp"

namespace gen {

ClassifierStep::ClassifierStep(Classifier& classifier, const Optimizer& optimizer, double clip, std::uint64_t seed, double average)
    : classifier_(&classifier), seed_(seed), average_(average), update_({{&classifier.network, &x_, &trace_}}, optimizer, {.clip = clip, .average = average}),
      training_(build(true)), evaluation_(build(false)) {}

ClassifierLoss ClassifierStep::train(const Batch& batch, std::uint64_t step, double rate, Parallel& parallel) {
    const ClassifierLoss loss = pass(batch, step, true, parallel);
    if (!std::isfinite(loss.loss)) throw Diverged("the loss is not finite", true);
    if (std::any_of(blocks_.begin(), blocks_.end(), [](const Block& block) { return !block.finite; }))
        throw Diverged("a gradient is not finite", true);
    if (!classifier_->network.can_keep(trace_)) throw Diverged("a running statistic is not finite", true);
    update_.run(step, rate, parallel);
    classifier_->network.keep(trace_);
    if (average_ > 0) average_buffers(classifier_->networks(), average_decay(average_, step));
    return loss;
}

ClassifierLoss ClassifierStep::gradients(const Batch& batch, Parallel& parallel) {
    const ClassifierLoss loss = pass(batch, 1, true, parallel);
    update_.gradients(parallel);
    return loss;
}

Pipeline ClassifierStep::build(bool gradients) {
    const Sequential& network = classifier_->network;
    Pipeline pipeline;
    pipeline.rows([this](Rows rows, std::size_t) { read(rows); });
    network.add_forward(pipeline, x_, trace_, Trains(gradients));
    pipeline.rows([this, gradients](Rows rows, std::size_t block) { blocks_[block].loss = judge(gradients, rows); });
    if (!gradients) return pipeline;
    network.add_backward(pipeline, x_, trace_, Trains::yes, nullptr);
    pipeline.rows([this](Rows rows, std::size_t block) { blocks_[block].finite = classifier_->network.finite_gradients(trace_, rows); });
    return pipeline;
}

ClassifierLoss ClassifierStep::pass(const Batch& batch, std::uint64_t step, bool gradients, Parallel& parallel) {
    const std::size_t rows = batch.rows.size();
    batch_ = &batch;
    labels_.resize(rows);
    for (std::size_t i = 0; i < rows; ++i) {
        const std::int32_t label = batch.data.label(batch.rows[i]);
        if (label < 0 || static_cast<std::size_t>(label) >= classifier_->spec.classes)
            fail("the label of example ", batch.rows[i], " is ", label, ", expected 0 to ", classifier_->spec.classes - 1);
        labels_[i] = static_cast<std::size_t>(label);
    }
    x_.resize(rows, classifier_->spec.pixels());
    trace_.mode = {.noise = {seed_, Purpose::layers, step}, .labels = {}};
    classifier_->network.reserve(trace_, rows, gradients);
    blocks_.resize(row_blocks(rows));
    (gradients ? training_ : evaluation_).run(rows, parallel);
    return {sum(&ClassifierLoss::loss), sum(&ClassifierLoss::correct)};
}

void ClassifierStep::read(Rows rows) {
    for (std::size_t i = rows.begin; i < rows.end; ++i) batch_->data.read(batch_->rows[i], x_.row(i));
}

/// The loss of a block of rows, and its gradient in their logits.
ClassifierLoss ClassifierStep::judge(bool gradients, Rows rows) {
    const Matrix& logits = trace_.y.back();
    const std::size_t classes = classifier_->spec.classes;
    const double factor = 1.0 / static_cast<double>(labels_.size());
    ClassifierLoss total;
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        total.loss += cross_entropy(logits.row(i), classes, labels_[i], factor, gradients ? trace_.dy.back().row(i) : nullptr);
        if (most_likely(logits.row(i), classes) == labels_[i]) ++total.correct;
    }
    return total;
}

double ClassifierStep::sum(double ClassifierLoss::*part) const {
    thread_local std::vector<double> values;
    values.clear();
    for (const Block& block : blocks_) values.push_back(block.loss.*part);
    return tree_sum(values.data(), values.size());
}

}  // namespace gen
