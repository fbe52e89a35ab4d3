#include "formats/import_reference.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/error.hpp"
#include "formats/json.hpp"
#include "formats/kind.hpp"

namespace gen {

ImportReference import_reference(const Document& document) try {
    if (document.text_attribute("encoding-type") == "model") {
        // Its networks are not wanted: a tool that makes none starts faster without them.
        const Json architecture = Json::parse(architecture_text(document));
        ImportReference reference = {document.name, units_of_model(document).value_or(PixelUnits{}), {}, {}};
        for (const Json& extent : architecture.at("input").elements()) reference.shape.push_back(extent.count());
        if (const Json* const names = architecture.find("class_names"))
            for (const Json& one : names->elements()) reference.classes.push_back(one.text());
        return reference;
    }
    expect_kind(document, "images");
    const Images images = images_of(document);
    return {document.name, units_of(images), Shape(images.shape.begin() + 1, images.shape.end()), images.classes, images.source_layout};
} catch (const JsonError&) {
    fail(document.name, ": /architecture is not the JSON of a model");
}

namespace {

/// Classes whose names are numbers are found in a list of labels as those numbers: their names count. What are then names of some and numbers of
/// others could be either.
std::optional<std::vector<std::int32_t>> by_names(const ImportReference& reference, const Source& source) {
    const std::vector<std::string>& known = reference.classes;
    std::vector<std::int32_t> named;
    bool is_same = true;
    bool are_numbers = true;
    for (const std::int32_t label : source.labels) {
        const auto found = std::ranges::find(known, text(label));
        if (found == known.end()) return {};
        named.push_back(static_cast<std::int32_t>(found - known.begin()));
        is_same = is_same && named.back() == label;
        are_numbers = are_numbers && static_cast<std::size_t>(label) < known.size();
    }
    if (!is_same && are_numbers)
        fail(source.name, ": labels may be the names or the numbers of the classes of ", reference.name, ": give it labels that are words");
    return named;
}

}  // namespace

void number_classes_like(const ImportReference& reference, Source& source) {
    const std::vector<std::string>& known = reference.classes;
    if (source.labels.empty() || known == source.classes || (known.empty() && source.classes.empty())) return;
    if (known.empty()) fail(source.name, ": labels are words, those of ", reference.name, " are numbers");
    if (source.classes.empty())
        if (std::optional<std::vector<std::int32_t>> named = by_names(reference, source)) source.labels = std::move(*named);
    std::vector<std::int32_t> numbers;
    for (const std::string& name : source.classes) {
        const auto found = std::ranges::find(known, name);
        if (found == known.end()) fail(source.name, ": class '", name, "' is none of those of ", reference.name);
        numbers.push_back(static_cast<std::int32_t>(found - known.begin()));
    }
    for (std::int32_t& label : source.labels) {
        if (!source.classes.empty()) label = numbers[static_cast<std::size_t>(label)];
        if (label < 0 || static_cast<std::size_t>(label) >= known.size())
            fail(source.name, ": a label is ", label, ", ", reference.name, " has classes 0 to ", known.size() - 1);
    }
    source.classes = known;
}

void expect_shape_like(const ImportReference& reference, const Images& images, const std::string& name) {
    const Shape shape(images.shape.begin() + 1, images.shape.end());
    if (shape != reference.shape)
        fail(name, ": rows are ", text(shape), ", those of ", reference.name, " ", text(reference.shape),
             "; --shape, --crop and --resize change them");
}

}  // namespace gen
