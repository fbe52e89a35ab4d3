#include "formats/latents.hpp"

#include <cmath>

#include "core/counted.hpp"
#include "core/error.hpp"
#include "formats/images.hpp"
#include "formats/kind.hpp"

namespace gen {
namespace {

void check_finite(const Matrix& m, const std::string& where) {
    for (std::size_t i = 0; i < m.size(); ++i)
        if (!std::isfinite(m.data()[i]))
            fail(where, ": row ", i / m.columns(), ", column ", i % m.columns(), " is ", m.data()[i], ", expected a finite number");
}

Matrix table_of(const Document& document, const Dataset& set) {
    const std::string where = document.name + ": " + set.path;
    if (set.shape.size() != 2) fail(where, " has ", counted(set.shape.size(), "dimension"), ", expected 2");
    if (set.type != Type::f32) fail(where, " is ", name_of(set.type), ", expected f32");
    Matrix m = matrix_of(set);
    check_finite(m, where);
    return m;
}

std::optional<Matrix> companion_of(const Document& document, std::string_view path, const Matrix& values) {
    const Dataset* const set = document.find(path);
    if (set == nullptr) return std::nullopt;
    Matrix m = table_of(document, *set);
    if (m.rows() != values.rows() || m.columns() != values.columns())
        fail(document.name, ": ", path, " is ", m.rows(), "x", m.columns(), ", expected ", values.rows(), "x", values.columns());
    return m;
}

}  // namespace

Latents latents_of(const Document& document) {
    expect_kind(document, "latents");
    const Dataset& set = document.require("/latents");
    Latents latents;
    latents.values = table_of(document, set);
    if (latents.values.empty()) fail(document.name, ": /latents is ", text(set.shape), ", expected at least one row and one column");
    latents.mean = companion_of(document, "/mean", latents.values);
    latents.logvar = companion_of(document, "/logvar", latents.values);
    LabelSet labels = labels_of(document, latents.values.rows(), "latents");
    latents.labels = std::move(labels.values);
    latents.classes = std::move(labels.classes);
    for (const Attribute& a : set.attributes)
        if (const auto* const digest = std::get_if<std::string>(&a.value); digest != nullptr && a.name == "model-sha256") latents.model = *digest;
    return latents;
}

Latents latents_within(const Document& document) {
    if (document.text_attribute("encoding-type") != "images") return latents_of(document);
    Images samples = images_of(document);
    if (!samples.latents && !samples.are_points()) return latents_of(document);
    Latents latents;
    if (samples.latents) {
        latents.values = std::move(*samples.latents);
        check_finite(latents.values, document.name + ": /latents");
    } else {
        latents.values = Matrix(samples.count(), samples.pixels());
        read_rows(samples, document.name, 0, samples.count(), latents.values.data());
    }
    latents.labels = std::move(samples.labels);
    latents.classes = std::move(samples.classes);
    return latents;
}

Latents latents_for(const Document& document, const Document& model, std::size_t dimensions) {
    Latents latents = latents_within(document);
    if (latents.values.columns() != dimensions)
        fail(document.name, ": latents have ", latents.values.columns(), " dimensions, the model has ", dimensions);
    if (!latents.model.empty() && latents.model != provenance_input("model", model).digest)
        fail(document.name, ": its latents are of another model than ", model.name, ", by their @model-sha256");
    return latents;
}

Document document_of(const Latents& latents, const std::optional<Provenance>& provenance) {
    Document document;
    document.datasets.push_back(dataset("/latents", latents.values));
    if (!latents.model.empty()) document.datasets.back().attributes.push_back({"model-sha256", latents.model});
    if (latents.mean) document.datasets.push_back(dataset("/mean", *latents.mean));
    if (latents.logvar) document.datasets.push_back(dataset("/logvar", *latents.logvar));
    if (!latents.labels.empty()) document.datasets.push_back(labels_dataset(latents.labels, latents.classes));
    add_header(document, "latents", provenance);
    return document;
}

}  // namespace gen
