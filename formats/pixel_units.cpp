#include "formats/pixel_units.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/error.hpp"
#include "formats/json.hpp"
#include "formats/kind.hpp"
#include "formats/transform_record.hpp"

namespace gen {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double full_whites[] = {1, 255, 65535};

bool are_points(const Range& range) { return !std::isfinite(range.low) || !std::isfinite(range.high); }

}  // namespace

PixelUnits units_of(const Images& images) { return {images.range, images.scale, images.transform}; }

Range foreign_range(const PixelUnits& units) { return units.scale ? Range{0, *units.scale} : units.range; }

bool is_full(const Range& foreign) { return foreign.low == 0 && std::ranges::find(full_whites, foreign.high) != std::end(full_whites); }

bool goes_without_saying(const PixelUnits& units) {
    const Range foreign = foreign_range(units);
    return units.transform.empty() && (are_points(foreign) || is_full(foreign));
}

bool alike(const PixelUnits& a, const PixelUnits& b) {
    if (!a.transform.empty() || !b.transform.empty()) return a.transform == b.transform && a.range == b.range;
    const Range one = foreign_range(a);
    const Range other = foreign_range(b);
    return one == other || (goes_without_saying(a) && goes_without_saying(b));
}

std::string text(const PixelUnits& units) {
    if (!units.transform.empty()) return "numbers transformed by " + text(units.transform);
    const Range foreign = foreign_range(units);
    return are_points(foreign) ? "points" : join("pixels from ", foreign.low, " to ", foreign.high);
}

std::string with_units(const std::string& architecture, const PixelUnits& units) {
    if (goes_without_saying(units)) return architecture;
    Json data = Json::object();
    if (!are_points(units.range)) data.set("range", std::vector<Json>{json_number(units.range.low), json_number(units.range.high)});
    if (units.scale) data.set("scale", json_number(*units.scale));
    if (!units.transform.empty()) data.set("transform", record_of(units.transform));
    Json json = Json::parse(architecture);
    json.set("data", std::move(data));
    return json.dump();
}

std::optional<PixelUnits> units_of_model(const Document& model) try {
    const Json architecture = Json::parse(architecture_text(model));
    const Json* const data = architecture.find("data");
    if (data == nullptr) return std::nullopt;
    PixelUnits units{.range = {-infinity, infinity}};
    if (const Json* const transform = data->find("transform"))
        units.transform = transform_of(*transform, architecture.at("input").elements().at(0).count());
    if (const Json* const range = data->find("range")) units.range = {range->elements().at(0).number(), range->elements().at(1).number()};
    if (const Json* const scale = data->find("scale")) units.scale = scale->number();
    if (!(units.range.low < units.range.high) || (units.scale && !(*units.scale > 0))) throw JsonError("no range");
    return units;
} catch (const JsonError&) {
    fail(model.name, ": /architecture does not say what its data were");
} catch (const std::out_of_range&) {
    fail(model.name, ": /architecture does not say what its data were");
}

Images in_original_units(Images images) {
    if (images.transform.empty()) return images;
    const Transform transform = std::exchange(images.transform, Transform());
    const std::size_t pixels = images.pixels();
    const std::size_t plane = images.shape[2] * images.shape[3];
    Range original = {infinity, -infinity};
    for (std::size_t c = 0; c < images.shape[1]; ++c) {
        original.low = std::min(original.low, transform.inverse(images.range.low, c));
        original.high = std::max(original.high, transform.inverse(images.range.high, c));
    }
    const bool has_ends = !are_points(images.range) && original.low < original.high && !are_points(original);
    images.range = has_ends ? original : Range{-infinity, infinity};
    images.rows = [rows = std::move(images.rows), transform, pixels, plane, range = images.range](std::size_t first, std::size_t count, void* out) {
        rows(first, count, out);
        auto* const x = static_cast<float*>(out);
        for (std::size_t i = 0; i < count * pixels; ++i) {
            const auto undone = static_cast<float>(transform.inverse(static_cast<double>(x[i]), i % pixels / plane));
            x[i] = std::clamp(undone, static_cast<float>(range.low), static_cast<float>(range.high));
        }
    };
    return images;
}

void add_log_slopes(const Images& images, const std::string& name, std::size_t first, std::span<double> sums) {
    const std::size_t pixels = images.pixels();
    const std::size_t plane = images.shape[2] * images.shape[3];
    const double onto_unit = are_points(images.range) ? 0 : -std::log(images.range.high - images.range.low);
    const double all_alike = static_cast<double>(pixels) * (onto_unit - std::log(images.scale.value_or(1)));
    std::vector<real> row(pixels);
    for (std::size_t i = 0; i < sums.size(); ++i) {
        sums[i] += all_alike;
        if (images.transform.empty()) continue;
        read_rows(images, name, first + i, 1, row.data());
        for (std::size_t k = 0; k < pixels; ++k) sums[i] += images.transform.log_slope_at(static_cast<double>(row[k]), k / plane);
        if (!std::isfinite(sums[i])) fail(name, ": image ", first + i, " holds a number at which ", text(images.transform), " has no finite slope");
    }
}

Images in_units_of(const Document& model, Images drawn) {
    const std::optional<PixelUnits> units = units_of_model(model);
    if (!units || goes_without_saying(*units)) return drawn;
    drawn.scale = units->scale;
    drawn.transform = units->transform;
    if (units->range == drawn.range || are_points(units->range)) return drawn;
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
