#include "formats/import_reference.hpp"

#include <algorithm>

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

void number_classes_like(const ImportReference& reference, Source& source) {
    const std::vector<std::string>& known = reference.classes;
    if (source.labels.empty() || known == source.classes || (known.empty() && source.classes.empty())) return;
    if (known.empty()) fail(source.name, ": labels are words, those of ", reference.name, " are numbers");
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
