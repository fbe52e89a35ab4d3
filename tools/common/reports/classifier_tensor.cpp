#include "tools/common/reports/classifier_tensor.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "core/error.hpp"

namespace gen {
namespace {

/// Which images, of which data.
struct Asked {
    const Classifier& classifier;
    const ImageExamples& images;
    Rows rows;
    Parallel& parallel;
};

void copy(const Matrix& m, void* out) {
    auto* const numbers = static_cast<float*>(out);
    std::transform(m.data(), m.data() + m.size(), numbers, [](real x) { return static_cast<float>(x); });
}

void features(const Asked& a, void* out) { copy(features_of(a.classifier, a.images, a.rows, a.parallel), out); }
void logits(const Asked& a, void* out) { copy(logits_of(a.classifier, a.images, a.rows, a.parallel), out); }

void probabilities(const Asked& a, void* out) {
    Matrix p = classify(a.classifier, a.images, a.rows, a.parallel).log_probabilities;
    for (std::size_t i = 0; i < p.size(); ++i) p.data()[i] = std::exp(p.data()[i]);
    copy(p, out);
}

void labels(const Asked& a, void* out) {
    const std::vector<std::int32_t> classes = classify(a.classifier, a.images, a.rows, a.parallel).classes;
    std::memcpy(out, classes.data(), classes.size() * sizeof classes[0]);
}

struct Kind {
    std::string_view name;
    Type type;
    std::string_view columns;  // the name of the second dimension; empty: there is none
    void (*rows)(const Asked&, void* out);
};

constexpr Kind kinds[] = {{"features", Type::f32, "feature", features},
                          {"logits", Type::f32, "class", logits},
                          {"probabilities", Type::f32, "class", probabilities},
                          {"labels", Type::i32, "", labels}};

constexpr std::size_t rows_at_once = 1024;  // images in memory; a multiple of what goes through a network together

}  // namespace

Words classifier_outputs() { return names_of(kinds); }

Tensor classifier_tensor(const Classifier& classifier, std::string_view what, const ImageExamples& images, Parallel& parallel) {
    const Kind& kind = *std::find_if(std::begin(kinds), std::end(kinds), [&](const Kind& k) { return k.name == what; });
    Tensor tensor;
    tensor.data.type = kind.type;
    tensor.data.shape = {images.size()};
    tensor.dims = {"image"};
    if (!kind.columns.empty()) {
        tensor.data.shape.push_back(kind.rows == features ? classifier.network.last_inputs() : classifier.spec.classes);
        tensor.dims.emplace_back(kind.columns);
    }
    if (kind.rows != features && !classifier.spec.names.empty()) tensor.data.attributes.push_back({"classes", classifier.spec.names});
    const std::size_t row_bytes = tensor.data.row_bytes();
    tensor.data.rows = [&, rows = kind.rows, row_bytes](std::size_t first, std::size_t count, void* out) {
        for (std::size_t i = 0; i < count; i += rows_at_once)
            rows({classifier, images, {first + i, first + std::min(count, i + rows_at_once)}, parallel},
                 static_cast<std::byte*>(out) + i * row_bytes);
    };
    return tensor;
}

}  // namespace gen
