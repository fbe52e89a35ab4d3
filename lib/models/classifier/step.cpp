#include "models/classifier/step.hpp"

#include <vector>

#include "core/error.hpp"
#include "prob/categorical.hpp"

namespace gen {

ClassifierStep::ClassifierStep(Classifier& classifier, const Optimizer& optimizer, double clip, std::uint64_t seed, double average,
                               LearningStates* states, const ClassifierAim& aim)
    : classifier_(&classifier),
      seed_(seed),
      aim_(aim),
      network_(classifier.network, x_, arena_),
      turn_({network_.pass()}, {&network_}, optimizer, {.clip = clip, .average = average, .states = states}, arena_) {
    build(turn_.pipeline(), true);
    build(evaluation_, false);
}

ClassifierLoss ClassifierStep::train(const Batch& batch, std::uint64_t step, double rate, Parallel& parallel) {
    turn_.set_counts(step - 1, step - 1);
    return turn_.take([&] {
        begin(batch, step, true, parallel.sharding());
        turn_.run(batch.rows.size(), parallel);
        const ClassifierLoss loss = total();
        turn_.expect_finite(loss.loss);
        turn_.learn(rate, parallel);
        return loss;
    });
}

ClassifierLoss ClassifierStep::loss(const Batch& batch, Parallel& parallel) {
    begin(batch, 0, false, parallel.sharding());
    arena_.arrange(evaluation_);
    evaluation_.run(batch.rows.size(), parallel);
    return total();
}

ClassifierLoss ClassifierStep::gradients(const Batch& batch, Parallel& parallel) {
    begin(batch, 1, true, parallel.sharding());
    turn_.run(batch.rows.size(), parallel);
    turn_.gradients(parallel);
    return total();
}

void ClassifierStep::train(const Batch& batch, const Moment& moment, Parallel& parallel, std::vector<double>& sums) {
    const AugmentedExamples changed(batch.data, classifier_->spec.input, aim_.augment, seed_, moment.epoch);
    const Batch seen = {aim_.augment.any() ? static_cast<const Examples&>(changed) : batch.data, batch.rows};
    const ClassifierLoss loss = train(seen, moment.step, moment.rate, parallel);
    sums = {loss.loss, loss.correct};
}

std::vector<double> ClassifierStep::evaluate(const Batch& batch, Parallel& parallel) {
    const ClassifierLoss sums = loss(batch, parallel);
    return {sums.loss, sums.correct};
}

void ClassifierStep::build(Pipeline& pipeline, bool trains) {
    pipeline.share();
    pipeline.whole_at_end(blocks_of(blocks_));
    pipeline.rows([this](Rows rows, std::size_t) { read(rows); }, {&x_});
    network_.forward(pipeline, Trains(trains));
    pipeline.rows([this, trains](Rows rows, std::size_t block) { blocks_[block] = judge(trains, rows); }, network_.ends());
    if (!trains) return;
    network_.backward(pipeline);
    turn_.check_gradients({&network_});
    turn_.end();
}

void ClassifierStep::begin(const Batch& batch, std::uint64_t step, bool trains, const Sharding& sharding) {
    const std::size_t rows = batch.rows.size();
    batch_ = &batch;
    labels_.resize(rows);
    for (std::size_t i = 0; i < rows; ++i) {
        const std::int32_t label = batch.data.label(batch.rows[i]);
        if (label < 0 || static_cast<std::size_t>(label) >= classifier_->spec.classes)
            fail("the label of example ", batch.rows[i], " is ", label, ", expected 0 to ", classifier_->spec.classes - 1);
        labels_[i] = static_cast<std::size_t>(label);
    }
    arena_.take(x_, rows, classifier_->spec.pixels());
    network_.reserve(rows, {.noise = {seed_, Purpose::layers, step}, .shards = sharding.shards()}, Trains(trains));
    blocks_.resize(sharding.blocks(rows));
}

void ClassifierStep::read(Rows rows) {
    for (std::size_t i = rows.begin; i < rows.end; ++i) batch_->data.read(batch_->rows[i], x_.row(i));
}

/// The loss of a block of rows; in training with smooth labels, and its gradient in their logits.
ClassifierLoss ClassifierStep::judge(bool trains, Rows rows) {
    const Matrix& logits = network_.y();
    const std::size_t classes = classifier_->spec.classes;
    const double factor = 1.0 / static_cast<double>(labels_.size());
    ClassifierLoss total;
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        total.loss += cross_entropy(logits.row(i), classes, labels_[i], factor, trains ? network_.dy().row(i) : nullptr, trains ? aim_.smoothing : 0);
        if (most_likely(logits.row(i), classes) == labels_[i]) ++total.correct;
    }
    return total;
}

ClassifierLoss ClassifierStep::total() const { return {tree_sum_of(blocks_, &ClassifierLoss::loss), tree_sum_of(blocks_, &ClassifierLoss::correct)}; }

}  // namespace gen
