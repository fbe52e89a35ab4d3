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

using Gives = Inference::Gives;

void run(const Classifier& classifier, Gives gives, const Examples& data, Rows rows, Parallel& parallel, const Inference::Use& use) {
    if (data.columns() != classifier.spec.pixels())
        fail("examples have ", data.columns(), " numbers, the classifier takes ", classifier.spec.pixels());
    const auto read = [&](std::size_t first, Matrix& x) {
        for (std::size_t i = 0; i < x.rows(); ++i) data.read(rows.begin + first + i, x.row(i));
    };
    Inference(classifier.network, gives).run(rows.count(), parallel, read, use);
}

Matrix all_of(const Classifier& classifier, Gives gives, std::size_t columns, const Examples& data, Rows rows, Parallel& parallel) {
    Matrix all(rows.count(), columns);
    const auto use = [&](std::size_t first, const Matrix& y) { std::copy_n(y.data(), y.size(), all.row(first)); };
    run(classifier, gives, data, rows, parallel, use);
    return all;
}

}  // namespace

Matrix features_of(const Classifier& classifier, const Examples& data, Rows rows, Parallel& parallel) {
    return all_of(classifier, Gives::last_inputs, classifier.network.last_inputs(), data, rows, parallel);
}

Matrix logits_of(const Classifier& classifier, const Examples& data, Rows rows, Parallel& parallel) {
    return all_of(classifier, Gives::outputs, classifier.spec.classes, data, rows, parallel);
}

Classified classify(const Classifier& classifier, const Examples& data, Rows rows, Parallel& parallel) {
    const std::size_t classes = classifier.spec.classes;
    Classified out{std::vector<std::int32_t>(rows.count()), Matrix(rows.count(), classes)};
    const auto use = [&](std::size_t first, const Matrix& logits) {
        for (std::size_t i = 0; i < logits.rows(); ++i) {
            out.classes[first + i] = static_cast<std::int32_t>(most_likely(logits.row(i), classes));
            log_softmax(logits.row(i), classes, out.log_probabilities.row(first + i));
        }
    };
    run(classifier, Gives::outputs, data, rows, parallel, use);
    return out;
}

}  // namespace gen
