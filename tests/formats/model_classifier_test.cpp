#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "formats/architecture.hpp"
#include "formats/model.hpp"
#include "models/classifier/classifier.hpp"
#include "nn/average.hpp"

using namespace gen;

namespace {

Classifier small_classifier() {
    ClassifierSpec spec;
    spec.input = {1, 2, 3};
    spec.classes = 2;
    spec.names = {"cat", "dog"};
    spec.layers = {{"linear", {{"in", 6}, {"out", 4}}}, {"batch-norm", {{"channels", 4}}}, {"relu", {}}, {"linear", {{"in", 4}, {"out", 2}}}};
    Classifier classifier(std::move(spec));
    classifier.initialise({}, 1);
    return classifier;
}

Document document_of(const Classifier& classifier, const LearningStates& states) {
    const Optimizer optimizer(parse_optimizer("adam"));
    Document document = document_of(classifier, states, Training{}, optimizer, {}, std::nullopt);
    document.name = "m.h5";
    return document;
}

}  // namespace

TEST_CASE("classifier model: its architecture is readable JSON, and comes back") {
    const Classifier classifier = small_classifier();
    const std::string json = architecture_json(classifier.spec);
    CHECK(
        json ==
        R"({"kind":"classifier","input":[1,2,3],"classes":2,"class_names":["cat","dog"],"networks":{"classifier":[{"type":"linear","in":6,"out":4},)"
        R"({"type":"batch-norm","channels":4},{"type":"relu"},{"type":"linear","in":4,"out":2}]}})");
    CHECK(architecture_json(*empty_model(json, "m.h5")) == json);
}

TEST_CASE("classifier model: names of classes may be any bytes") {
    ClassifierSpec spec = small_classifier().spec;
    spec.names = {"\xff\"", "b"};
    CHECK(empty_model(architecture_json(spec), "m.h5")->takes().class_names[0] == "\xef\xbf\xbd\"");
}

TEST_CASE("classifier model: numbers come back, the averages unless the latest are asked for") {
    Classifier classifier = small_classifier();
    LearningStates states;
    start_averages(classifier.networks(), states);
    const Matrix average = states.of(classifier.network).average.parameters[0];
    Matrix& value = classifier.network.layer(0).parameters()[0].value;
    value.fill(2);
    classifier.network.layer(1).buffers()[0].value.fill(3);
    const Document document = document_of(classifier, states);
    CHECK(document.find("/parameters/classifier/3/weight")->shape == Shape{2, 4});
    Classifier latest = model_as<Classifier>(document, Weights::latest);
    CHECK(latest.network.layer(0).parameters()[0].value(1, 2) == 2);
    LearningStates read;
    read_averages(document, latest.networks(), read);
    CHECK(static_cast<float>(read.of(latest.network).average.parameters[0](1, 2)) == static_cast<float>(average(1, 2)));  // files hold floats
    CHECK(latest.network.layer(1).buffers()[0].value(0, 1) == 3);
    const Classifier used = model_as<Classifier>(document);
    CHECK(static_cast<float>(used.network.layer(0).parameters()[0].value(1, 2)) == static_cast<float>(average(1, 2)));
}

TEST_CASE("classifier model: what is none is refused") {
    const auto refuse = [](std::string json, const std::string& message) {
        const Classifier classifier = small_classifier();
        Document document = document_of(classifier, {});
        for (Dataset& set : document.datasets)
            if (set.path == "/architecture") set = text_dataset("/architecture", json);
        CAPTURE(json);
        CHECK_THROWS_WITH_AS(model_as<Classifier>(document), message.c_str(), Error);
    };
    const std::string json = architecture_json(small_classifier().spec);
    const auto with = [&](const std::string& from, const std::string& to) { return std::string(json).replace(json.find(from), from.size(), to); };
    refuse(with(R"("classifier",)", R"("vae",)"), "m.h5: the model is of kind vae, expected classifier: train one with feature-train");
    refuse(with(R"("classes":2)", R"("classes":1)"), "m.h5: /architecture: two classes or more and the network must be given");
    refuse(with(R"("classes":2)", R"("classes":3)"), "m.h5: /architecture: has 2 class names for 3 classes");
    refuse(with(R"("classes":2,"class_names":["cat","dog"])", R"("classes":3)"), "m.h5: /architecture: the classifier has 2 outputs, expected 3");
    refuse(with("[1,2,3]", "[6]"), "m.h5: /architecture: input is 6, expected CxHxW");
    refuse(with(R"("classes":2,)", ""), "m.h5: /architecture is not the JSON of a model");
    refuse(with("\"out\":4", "\"out\":5"), "m.h5: /architecture: classifier/1: a batch-norm layer has 4 channels in, expected 5 of 5");
    refuse("{}", "m.h5: /architecture is not the JSON of a model");
}

TEST_CASE("classifier model: a number that is not finite is not written, whatever it is of") {
    const auto refused = [](const auto& spoil) {
        Classifier classifier = small_classifier();
        const Optimizer optimizer(parse_optimizer("adam"));
        LearningStates states;
        start_averages(classifier.networks(), states);
        keep_as_best(classifier.networks(), states);
        Training training;
        training.best_epoch = 1;
        training.best_loss = 1;
        Layer& norm = classifier.network.layer(1);
        LearningState& state = states.of(classifier.network);
        optimizer.prepare(classifier.network, state);
        spoil(classifier.network.layer(3).parameters()[0].value, norm.buffers()[0].value, state, training);
        try {
            const Document document = document_of(classifier, states, training, optimizer, {}, std::nullopt);
            for (const Dataset& set : document.datasets) {
                std::vector<std::byte> bytes(set.bytes());
                set.rows(0, set.row_count(), bytes.data());
            }
        } catch (const Error& error) {
            CHECK(error.fault() == Fault::diverged);
            return std::string(error.what());
        }
        return std::string();
    };
    const real nan = std::numeric_limits<real>::quiet_NaN();
    const std::string end = " would hold numbers that are not finite";
    constexpr std::size_t weight_3 = 4;  // after weight and bias of layers 0 and 1
    CHECK(refused([](Matrix&, Matrix&, LearningState&, Training&) {}).empty());
    CHECK(refused([&](Matrix& weight, Matrix&, LearningState&, Training&) { weight(3, 1) = nan; }) == "/parameters/classifier/3/weight" + end);
    CHECK(refused([&](Matrix&, Matrix&, LearningState& s, Training&) { s.average.parameters[weight_3](3, 1) = nan; }) ==
          "/averages/classifier/3/weight" + end);
    CHECK(refused([&](Matrix&, Matrix&, LearningState& s, Training&) { s.best.parameters[weight_3](3, 1) = nan; }) ==
          "/training/best/classifier/3/weight" + end);
    CHECK(refused([&](Matrix&, Matrix&, LearningState& s, Training&) { s.moments[1].parameters[weight_3](3, 1) = nan; }) ==
          "/training/second_moment/classifier/3/weight" + end);
    CHECK(refused([&](Matrix&, Matrix& mean, LearningState&, Training&) { mean(0, 3) = nan; }) == "/buffers/classifier/1/running_mean" + end);
    CHECK(refused([&](Matrix&, Matrix&, LearningState& s, Training&) { s.average.buffers[0](0, 3) = nan; }) ==
          "/averages/classifier/1/running_mean" + end);
    CHECK(refused([&](Matrix&, Matrix&, LearningState&, Training& t) { t.state.sums = {std::numeric_limits<double>::infinity()}; }) ==
          "/training/sums" + end);
    CHECK(refused([&](Matrix&, Matrix&, LearningState&, Training& t) { t.kept.numbers["monitor"] = {1, std::nan("")}; }) ==
          "/training/kept/monitor" + end);
}
