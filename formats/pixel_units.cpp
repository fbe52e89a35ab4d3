#include "formats/pixel_units.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.hpp"
#include "formats/json.hpp"
#include "formats/model.hpp"

namespace gen {
namespace {

constexpr double full_whites[] = {1, 255, 65535};

bool are_points(const Range& range) { return !std::isfinite(range.low) || !std::isfinite(range.high); }

/// What a model leaves unsaid.
bool goes_without_saying(const PixelUnits& units) {
    const Range foreign = foreign_range(units);
    return are_points(foreign) || is_full(foreign);
}

}  // namespace

PixelUnits units_of(const Images& images) { return {images.range, images.scale}; }

Range foreign_range(const PixelUnits& units) { return units.scale ? Range{0, *units.scale} : units.range; }

bool is_full(const Range& foreign) { return foreign.low == 0 && std::ranges::find(full_whites, foreign.high) != std::end(full_whites); }

bool alike(const PixelUnits& a, const PixelUnits& b) {
    const Range one = foreign_range(a);
    const Range other = foreign_range(b);
    return one == other || (goes_without_saying(a) && goes_without_saying(b));
}

std::string text(const PixelUnits& units) {
    const Range foreign = foreign_range(units);
    return are_points(foreign) ? "points" : join("pixels from ", foreign.low, " to ", foreign.high);
}

std::string with_units(const std::string& architecture, const PixelUnits& units) {
    if (goes_without_saying(units)) return architecture;
    Json data = Json::object({{"range", std::vector<Json>{json_number(units.range.low), json_number(units.range.high)}}});
    if (units.scale) data.set("scale", json_number(*units.scale));
    Json json = Json::parse(architecture);
    json.set("data", std::move(data));
    return json.dump();
}

std::optional<PixelUnits> units_of_model(const Document& model) try {
    const Json architecture = Json::parse(architecture_text(model));
    const Json* const data = architecture.find("data");
    if (data == nullptr) return std::nullopt;
    PixelUnits units;
    if (const Json* const range = data->find("range")) units.range = {range->elements().at(0).number(), range->elements().at(1).number()};
    if (const Json* const scale = data->find("scale")) units.scale = scale->number();
    if (!(units.range.low < units.range.high) || (units.scale && !(*units.scale > 0))) throw JsonError("no range");
    return units;
} catch (const JsonError&) {
    fail(model.name, ": /architecture does not say what its data were");
} catch (const std::out_of_range&) {
    fail(model.name, ": /architecture does not say what its data were");
}

Images in_units_of(const Document& model, Images drawn) {
    const std::optional<PixelUnits> units = units_of_model(model);
    if (!units || goes_without_saying(*units)) return drawn;
    drawn.scale = units->scale;
    if (units->range == drawn.range) return drawn;
    const auto low = static_cast<float>(units->range.low);
    const auto high = static_cast<float>(units->range.high);
    const auto width = static_cast<float>(units->range.high - units->range.low);
    drawn.range = units->range;
    drawn.rows = [rows = std::move(drawn.rows), pixels = drawn.pixels(), low, high, width](std::size_t first, std::size_t count, void* out) {
        rows(first, count, out);
        auto* const x = static_cast<float*>(out);
        for (std::size_t i = 0; i < count * pixels; ++i) x[i] = std::clamp(low + width * x[i], low, high);
    };
    return drawn;
}

void expect_alike(const PixelUnits& data, const std::string& name, const PixelUnits& others, const std::string& says, const std::string& file) {
    if (!alike(data, others)) fail(name, ": holds ", text(data), ", ", says, " ", text(others), "; data-import --like ", file, " makes them alike");
}

void expect_units_of(const Document& model, const Images& images, const std::string& name, const std::function<void(const std::string&)>& warn) {
    const PixelUnits units = units_of(images);
    if (const std::optional<PixelUnits> learnt = units_of_model(model))
        expect_alike(units, name, *learnt, model.name + " was trained on", model.name);
    else if (!goes_without_saying(units) && warn)
        warn(join(name, ": holds ", text(units), ", and ", model.name, " does not say that it was trained on such"));
}

void expect_units_alike(const Document& classifier, const Document& model) {
    const std::optional<PixelUnits> learnt = units_of_model(classifier);
    const std::optional<PixelUnits> made = units_of_model(model);
    if (learnt && made && !alike(*learnt, *made))
        fail(classifier.name, ": was trained on ", text(*learnt), ", ", model.name, " on ", text(*made), "; train one on data of data-import --like ",
             model.name);
}

}  // namespace gen
