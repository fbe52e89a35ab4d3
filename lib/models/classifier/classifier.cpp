#include "models/classifier/classifier.hpp"

#include <algorithm>
#include <utility>

#include "core/error.hpp"
#include "nn/inference.hpp"
#include "prob/categorical.hpp"

namespace gen {

Classifier::Classifier(ClassifierSpec s) : spec(std::move(s)), network("classifier", spec.layers, spec.input) {
    if (network.outputs() != spec.classes) fail("the classifier has ", network.outputs(), " outputs, expected ", spec.classes);
}

namespace {

Inference::Read reader(const Classifier& classifier, const Examples& data, Rows rows) {
    if (data.columns() != classifier.spec.pixels())
        fail("examples have ", data.columns(), " numbers, the classifier takes ", classifier.spec.pixels());
    return [&data, rows](std::size_t first, Matrix& x) {
        for (std::size_t i = 0; i < x.rows(); ++i) data.read(rows.begin + first + i, x.row(i));
    };
}

}  // namespace

Matrix features_of(const Classifier& classifier, const Examples& data, Rows rows, Parallel& parallel) {
    Matrix features(rows.count(), classifier.network.last_inputs());
    const auto use = [&](std::size_t first, const Matrix& y) { std::copy_n(y.data(), y.size(), features.row(first)); };
    Inference(classifier.network, Inference::Gives::last_inputs).run(rows.count(), parallel, reader(classifier, data, rows), use);
    return features;
}

Classified classify(const Classifier& classifier, const Examples& data, Rows rows, Parallel& parallel) {
    const Inference::Read read = reader(classifier, data, rows);
    const std::size_t classes = classifier.spec.classes;
    Classified out{std::vector<std::int32_t>(rows.count()), Matrix(rows.count(), classes)};
    const auto use = [&](std::size_t first, const Matrix& logits) {
        for (std::size_t i = 0; i < logits.rows(); ++i) {
            out.classes[first + i] = static_cast<std::int32_t>(most_likely(logits.row(i), classes));
            log_softmax(logits.row(i), classes, out.log_probabilities.row(first + i));
        }
    };
    Inference(classifier.network).run(rows.count(), parallel, read, use);
    return out;
}

}  // namespace gen
