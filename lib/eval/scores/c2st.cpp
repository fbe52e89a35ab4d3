#include "eval/scores/c2st.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "eval/scores/held_out.hpp"
#include "models/classifier/step.hpp"
#include "nn/architecture.hpp"
#include "train/trainer.hpp"

namespace gen {
namespace {

/// Real rows, then as many samples: classes 0 and 1.
class Sides : public MatrixExamples {
public:
    explicit Sides(const Matrix& rows) : MatrixExamples(rows) {}
    std::int32_t label(std::size_t row) const override { return row < size() / 2 ? 0 : 1; }
};

Classifier classifier_of(const Shape& shape, std::size_t columns, std::uint64_t seed) {
    const bool maps = has_maps(shape);
    ClassifierSpec spec;
    spec.input = maps ? shape : Shape{columns, 1, 1};
    spec.classes = 2;
    spec.layers = expand_encoder(parse_architecture(maps ? "conv:16,32,norm=batch,dense=64" : "mlp:128,64"), {}, spec.input, 2);
    Classifier classifier(std::move(spec));
    classifier.initialise({}, seed);
    return classifier;
}

}  // namespace

Estimated two_sample_test(const Matrix& real_rows, const Matrix& samples, const Shape& shape, const TwoSampleTest& how, Parallel& parallel) {
    if (count(shape) != real_rows.columns()) fail("rows of ", real_rows.columns(), " numbers, expected ", count(shape), " of shape ", text(shape));
    HeldOut rows = held_out(real_rows, samples, how.seed);
    if (has_maps(shape))
        rows.scale();
    else
        rows.standardise();

    Classifier classifier = classifier_of(shape, real_rows.columns(), how.seed);
    const Optimizer optimizer(parse_optimizer("adamw"));
    ClassifierStep step(classifier, optimizer, 0, how.seed);
    const Sides learnt(rows.learnt);
    TrainPlan plan = {.epochs = how.epochs, .batch = how.batch, .rate = how.rate, .schedule = parse_schedule("cosine"), .seed = how.seed};
    plan.max_steps = std::min<std::uint64_t>(how.steps, how.epochs * plan.steps_per_epoch(learnt.size()));
    TrainState state;
    TrainObserver nobody;
    train(plan, learnt, step, state, parallel, nobody);

    const Sides held(rows.held);
    const Classified told = classify(classifier, held, {0, held.size()}, parallel);
    std::size_t right = 0;
    for (std::size_t i = 0; i < held.size(); ++i) right += told.classes[i] == held.label(i) ? 1 : 0;
    const auto n = static_cast<double>(held.size());
    const double accuracy = static_cast<double>(right) / n;
    return {accuracy, std::sqrt(accuracy * (1 - accuracy) / n)};
}

}  // namespace gen
