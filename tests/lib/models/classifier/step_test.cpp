#include "models/classifier/step.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "core/error.hpp"
#include "gradients.hpp"
#include "nn/architecture.hpp"
#include "nn/layer_table.hpp"

using namespace gen;

namespace {

constexpr std::size_t classes = 3;

ClassifierSpec spec_of(const char* architecture) {
    ClassifierSpec spec;
    spec.input = {1, 4, 4};
    spec.classes = classes;
    spec.layers = expand_encoder(parse_architecture(architecture), parse_activation("tanh"), spec.input, classes);
    return spec;
}

/// Rows of noise whose label stands in their brightest third.
class Labelled : public MatrixExamples {
public:
    explicit Labelled(const Matrix& m) : MatrixExamples(m), rows_(m.rows()) { std::iota(rows_.begin(), rows_.end(), 0U); }
    std::int32_t label(std::size_t row) const override { return static_cast<std::int32_t>(row % classes); }
    Batch all() const { return {*this, rows_}; }

private:
    std::vector<std::uint32_t> rows_;
};

Matrix pixels(std::size_t rows) {
    Matrix x = normals(rows, 16, 9);
    for (std::size_t i = 0; i < rows; ++i)
        for (std::size_t j = 0; j < 5; ++j) x(i, 5 * (i % classes) + j) += 2;
    return x;
}

void check_all_gradients(const char* architecture, double smoothing = 0) {
    Classifier classifier(spec_of(architecture));
    classifier.initialise({}, 4);
    const Optimizer optimizer(parse_optimizer("adam"));
    ClassifierStep step(classifier, optimizer, 0, 0, 0, nullptr, {.smoothing = smoothing});
    const Matrix x = pixels(6);
    const Labelled data(x);
    Parallel parallel(2);
    check_network(classifier.network, [&] { return step.gradients(data.all(), parallel).loss / 6; });
}

}  // namespace

TEST_CASE("classifier: the gradients are those of central differences") {
    SUBCASE("dense") { check_all_gradients("mlp:5"); }
    SUBCASE("convolutions") { check_all_gradients("conv:3,dense=4"); }
    SUBCASE("smooth labels") { check_all_gradients("mlp:5", 0.2); }
    SUBCASE("batch norm") { check_all_gradients("conv:3,norm=batch"); }
}

TEST_CASE("classifier: a network that knows nothing has the loss log(classes), and what it guesses counts") {
    Classifier classifier(spec_of("mlp:"));
    for (Parameter& p : classifier.network.layer(0).parameters()) p.value.fill(0);
    const Optimizer optimizer(parse_optimizer("sgd"));
    ClassifierStep step(classifier, optimizer, 0, 0);
    const Matrix x = pixels(7);
    const Labelled data(x);
    Parallel parallel(1);
    const ClassifierLoss loss = step.loss(data.all(), parallel);
    CHECK(loss.loss == doctest::Approx(7 * std::log(3.0)));
    CHECK(loss.correct == 3);  // rows 0, 3 and 6
}

TEST_CASE("classifier: it learns, and same bits come out for every number of threads") {
    Matrix weights[3];
    for (std::size_t threads = 1; threads <= 3; ++threads) {
        Classifier classifier(spec_of("conv:4,norm=batch"));
        classifier.initialise({}, 4);
        const Optimizer optimizer(parse_optimizer("adam"));
        ClassifierStep step(classifier, optimizer, 1.0, 6);
        const Matrix x = pixels(200);
        const Labelled data(x);
        Parallel parallel(threads);
        const double before = step.loss(data.all(), parallel).loss;
        for (std::uint64_t i = 1; i <= 40; ++i) step.train(data.all(), i, 1e-2, parallel);
        const ClassifierLoss after = step.loss(data.all(), parallel);
        CHECK(after.loss < before / 2);
        CHECK(after.correct > 180);
        weights[threads - 1] = classifier.network.layer(0).parameters()[0].value;
        const Classified read = classify(classifier, data, {0, 200}, parallel);
        double right = 0;
        double loss = 0;
        for (std::size_t i = 0; i < 200; ++i) {
            right += read.classes[i] == data.label(i) ? 1 : 0;
            loss -= static_cast<double>(read.log_probabilities(i, i % classes));
        }
        CHECK(right == after.correct);
        CHECK(loss == doctest::Approx(after.loss).epsilon(1e-5));
    }
    for (const int other : {1, 2})
        for (std::size_t i = 0; i < weights[0].size(); ++i) CHECK(weights[0].data()[i] == weights[other].data()[i]);
}

TEST_CASE("classifier: images are changed anew in every epoch while it learns, and only then") {
    const Matrix x = pixels(200);
    const Labelled data(x);
    const auto trained = [&](std::size_t threads, std::uint64_t epoch, const ClassifierAim& aim) {
        Classifier classifier(spec_of("conv:4"));
        classifier.initialise({}, 4);
        const Optimizer optimizer(parse_optimizer("adam"));
        ClassifierStep step(classifier, optimizer, 0, 6, 0, nullptr, aim);
        Parallel parallel(threads);
        std::vector<double> sums = step.evaluate(data.all(), parallel);
        const double before = sums[0];
        static_cast<Step&>(step).train(data.all(), {.step = 1, .rate = 1e-2, .steps_per_epoch = 1, .epoch = epoch}, parallel, sums);
        return std::pair(before, sums[0]);
    };
    const ClassifierAim aim = {.smoothing = 0.1, .augment = parse_augmentation("shift=1,flip,noise=0.1")};
    const auto [before, plain] = trained(1, 0, {});
    const auto [same, first] = trained(1, 0, aim);
    CHECK(before == plain);
    CHECK(before == same);  // without smooth labels, too
    CHECK(first != plain);
    CHECK(first == trained(2, 0, aim).second);
    CHECK(first == trained(3, 0, aim).second);
    CHECK(first != trained(1, 1, aim).second);
}

TEST_CASE("classifier: classify() gives rows from where it is asked to") {
    Classifier classifier(spec_of("mlp:5"));
    classifier.initialise({}, 4);
    const Matrix x = pixels(9);
    const Labelled data(x);
    Parallel parallel(2);
    const Classified all = classify(classifier, data, {0, 9}, parallel);
    const Classified part = classify(classifier, data, {4, 7}, parallel);
    REQUIRE(part.classes.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(part.classes[i] == all.classes[4 + i]);
        for (std::size_t k = 0; k < classes; ++k) CHECK(part.log_probabilities(i, k) == all.log_probabilities(4 + i, k));
    }
}

TEST_CASE("classifier: the last layer makes the logits of the features") {
    for (const char* architecture : {"mlp:5,4", "conv:3,dense=4", "conv:3", "resnet:3", "mlp:"}) {
        CAPTURE(architecture);
        Classifier classifier(spec_of(architecture));
        classifier.initialise({}, 4);
        const Matrix x = pixels(9);
        const Labelled data(x);
        Parallel parallel(2);
        const Matrix features = features_of(classifier, data, {2, 9}, parallel);
        const Classified all = classify(classifier, data, {2, 9}, parallel);
        const std::span<const Parameter> last = classifier.network.layer(classifier.network.size() - 1).parameters();
        const Matrix& weight = last[0].value;  // [in][out]
        REQUIRE(features.columns() == weight.rows());
        for (std::size_t i = 0; i < 7; ++i) {
            std::vector<double> logits(classes);
            double sum = 0;
            for (std::size_t k = 0; k < classes; ++k) {
                logits[k] = static_cast<double>(last[1].value(0, k));
                for (std::size_t j = 0; j < features.columns(); ++j) logits[k] += static_cast<double>(features(i, j) * weight(j, k));
                sum += std::exp(logits[k]);
            }
            for (std::size_t k = 0; k < classes; ++k)
                CHECK(static_cast<double>(all.log_probabilities(i, k)) == doctest::Approx(logits[k] - std::log(sum)).epsilon(1e-4));
        }
    }
}

TEST_CASE("classifier: a loss that is not finite throws before anything changes") {
    Classifier classifier(spec_of("mlp:5"));
    classifier.initialise({}, 4);
    classifier.network.layer(2).parameters()[1].value(0, 1) = std::numeric_limits<real>::infinity();
    const Matrix before = classifier.network.layer(0).parameters()[0].value;
    const Optimizer optimizer(parse_optimizer("adam"));
    ClassifierStep step(classifier, optimizer, 0, 0);
    const Matrix x = pixels(4);
    const Labelled data(x);
    Parallel parallel(1);
    CHECK_THROWS_WITH_AS(step.train(data.all(), 1, 1e-3, parallel), "the loss is not finite", Diverged);
    for (std::size_t i = 0; i < before.size(); ++i) CHECK(before.data()[i] == classifier.network.layer(0).parameters()[0].value.data()[i]);
}

TEST_CASE("classifier: what does not fit is refused") {
    ClassifierSpec spec = spec_of("mlp:5");
    spec.classes = 4;
    CHECK_THROWS_WITH_AS(Classifier(std::move(spec)), "the classifier has 3 outputs, expected 4", Error);

    Classifier classifier(spec_of("mlp:5"));
    classifier.initialise({}, 4);
    const Optimizer optimizer(parse_optimizer("adam"));
    ClassifierStep step(classifier, optimizer, 0, 0);
    const Matrix x = pixels(4);
    const MatrixExamples unlabelled(x);
    const std::uint32_t rows[] = {2, 3};
    Parallel parallel(1);
    CHECK_THROWS_WITH_AS(step.loss({unlabelled, rows}, parallel), "the label of example 2 is -1, expected 0 to 2", Error);
    const Matrix narrow = normals(4, 15, 1);
    CHECK_THROWS_WITH_AS(classify(classifier, MatrixExamples(narrow), {0, 4}, parallel), "examples have 15 numbers, the classifier takes 16", Error);
}
