#include "formats/images.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

#include "core/counted.hpp"
#include "core/error.hpp"
#include "formats/arrays/array_layout.hpp"
#include "formats/kind.hpp"
#include "formats/numbers.hpp"
#include "formats/recognise.hpp"
#include "formats/transform_record.hpp"

namespace gen {
namespace {

/// Of an attribute; whole numbers may be stored as integers. Nothing where it is absent, none where it is text.
std::optional<std::vector<double>> numbers(const Dataset& set, std::string_view name) {
    const auto found = std::ranges::find(set.attributes, name, &Attribute::name);
    if (found == set.attributes.end()) return std::nullopt;
    if (const auto* const doubles = std::get_if<std::vector<double>>(&found->value)) return *doubles;
    if (const auto* const integers = std::get_if<std::vector<std::int64_t>>(&found->value))
        return std::vector<double>(integers->begin(), integers->end());
    return std::vector<double>();
}

Range range_of(const Dataset& set, const std::string& file) {
    const std::optional<std::vector<double>> ends = numbers(set, "range");
    if (!ends) return set.type == Type::u8 ? Range{0, 255} : Range{0, 1};
    if (ends->size() != 2 || !((*ends)[0] < (*ends)[1])) fail(file, ": /images has no valid range, expected two numbers, the lower first");
    return {(*ends)[0], (*ends)[1]};
}

std::optional<Layout> layout_of(const Dataset& set, const std::string& file) {
    const std::optional<std::vector<double>> sides = numbers(set, "layout");
    if (!sides) return std::nullopt;
    const auto is_side = [](double n, double most) { return n >= 1 && n <= most && n == std::floor(n); };
    if (sides->size() != 2 || !is_side((*sides)[0], 4294967295.0) || !is_side((*sides)[1], 100000))
        fail(file, ": /images has no valid layout, expected rows and columns");
    return Layout{static_cast<std::size_t>((*sides)[0]), static_cast<std::size_t>((*sides)[1])};
}

/// Whether a pixel may become ours: doubles are rounded, whole numbers must fit.
template <class Ours, class Theirs>
bool fits(Ours ours, Theirs theirs) {
    if constexpr (std::is_floating_point_v<Ours>)
        return std::isfinite(ours) || !std::isfinite(theirs);  // what is not finite is refused where pixels are looked at
    else
        return static_cast<Theirs>(ours) == theirs;
}

/// Pixels as other programs like to store them, 64-bit integers or doubles, made u8 or f32.
Dataset with_our_type(const Dataset& set, const std::string& file) {
    if (set.type == Type::u8 || set.type == Type::f32 || set.type == Type::text) return set;
    Dataset out = set;
    out.type = set.type == Type::f64 ? Type::f32 : Type::u8;
    out.rows = [set, file, pixels = set.row_bytes() / size_of(set.type)](std::size_t first, std::size_t count, void* to) {
        std::vector<std::byte> bytes(count * set.row_bytes());
        set.rows(first, count, bytes.data());
        with_numbers(set, bytes.data(), [&](const auto* from) {
            using Ours = std::conditional_t<std::is_floating_point_v<std::remove_cvref_t<decltype(*from)>>, float, std::uint8_t>;
            for (std::size_t i = 0; i < count * pixels; ++i) {
                const Ours ours = static_cast<Ours>(from[i]);
                if (!fits(ours, from[i]))
                    fail(file, ": image ", first + i / pixels, ", pixel ", i % pixels, " is ", from[i], " as ", name_of(set.type),
                         ", expected a number that fits ", name_of(std::is_same_v<Ours, float> ? Type::f32 : Type::u8));
                static_cast<Ours*>(to)[i] = ours;
            }
        });
    };
    return out;
}

Transform transform_in(const Dataset& set, std::size_t channels, const std::string& file) try {
    if (set.type != Type::text) throw JsonError("no text");
    return transform_of(Json::parse(text_of(set)), channels);
} catch (const JsonError&) {
    fail(file, ": /transform is not understood, expected a JSON list of steps");
}

/// Another program's [N,H,W,C] would be taken as N pictures of H channels.
void expect_channels_first(const Document& document, const Shape& shape) {
    if (document.attribute("producer") != nullptr || !looks_channels_last(shape)) return;
    fail(document.name, ": /images is ", text(shape), ", which looks like [N,H,W,C], expected [N,C,H,W]: ", import_command(document.name));
}

Centres centres_of(const Dataset& set, std::size_t pixels, const std::string& file) {
    const std::string where = file + ": /centres";
    if (set.shape.size() != 2 || set.type != Type::f32) fail(where, " is not a table of f32");
    if (set.shape[0] == 0 || set.shape[1] != pixels) fail(where, " is ", text(set.shape), ", expected a row for each mode, of ", pixels, " numbers");
    Centres centres{matrix_of(set), std::nullopt};
    for (std::size_t i = 0; i < centres.places.size(); ++i)
        if (const real place = centres.places.data()[i]; !std::isfinite(place))
            fail(where, ": row ", i / pixels, ", column ", i % pixels, " is ", place, ", expected a finite number");
    const std::optional<std::vector<double>> sd = numbers(set, "sd");
    if (!sd) return centres;
    if (sd->size() != 1 || !(sd->front() >= 0) || !std::isfinite(sd->front())) fail(where, " has no valid sd, expected one number, not below 0");
    centres.sd = sd->front();
    return centres;
}

Dataset centres_dataset(const Centres& centres) {
    Dataset set = dataset("/centres", centres.places);
    if (centres.sd) set.attributes.push_back({"sd", std::vector<double>{*centres.sd}});
    return set;
}

}  // namespace

Images images_of(const Document& document) {
    expect_kind(document, "images");
    const std::string& file = document.name;
    const Dataset set = with_our_type(document.require("/images"), file);
    if (set.shape.size() != 4) fail(file, ": /images has ", counted(set.shape.size(), "dimension"), ", expected 4");
    if (set.type != Type::u8 && set.type != Type::f32) fail(file, ": /images is ", name_of(set.type), ", expected u8 or f32");
    if (set.shape[0] == 0) fail(file, ": holds no images, expected at least one");
    if (set.row_bytes() == 0) fail(file, ": /images is ", text(set.shape), ", expected pixels in every image");
    expect_channels_first(document, set.shape);
    Images images;
    images.shape = set.shape;
    images.type = set.type;
    images.range = range_of(set, file);
    if (const auto scale = numbers(set, "scale"); scale && scale->size() == 1) images.scale = scale->front();
    images.layout = layout_of(set, file);
    for (const Attribute& a : set.attributes)
        if (const auto* const order = std::get_if<std::string>(&a.value); order != nullptr && a.name == "source-layout")
            images.source_layout = *order;
    if (const Dataset* const transform = document.find("/transform")) images.transform = transform_in(*transform, images.shape[1], file);
    images.rows = set.rows;
    LabelSet labels = labels_of(document, images.count(), "images");
    images.labels = std::move(labels.values);
    images.classes = std::move(labels.classes);
    if (const Dataset* const latents = document.find("/latents")) {
        if (latents->shape.size() != 2 || latents->type != Type::f32) fail(file, ": /latents is not a table of f32");
        if (latents->shape[0] != images.count()) fail(file, ": ", latents->shape[0], " latents for ", images.count(), " images");
        images.latents = std::make_shared<Matrix>(matrix_of(*latents));
    }
    if (const Dataset* const centres = document.find("/centres")) images.centres = centres_of(*centres, images.pixels(), file);
    constexpr std::string_view known[] = {"/images", "/labels", "/latents", "/centres", "/transform"};
    for (const Dataset& other : document.datasets)
        if (std::ranges::find(known, other.path) == std::end(known) && !other.path.starts_with("/provenance/")) images.extra.push_back(other);
    return images;
}

Document document_of(const Images& images, const std::optional<Provenance>& provenance) {
    Document document;
    Dataset set{.path = "/images", .type = images.type, .shape = images.shape, .rows = images.rows, .attributes = {}};
    set.attributes.push_back({"range", std::vector<double>{images.range.low, images.range.high}});
    if (images.scale) set.attributes.push_back({"scale", std::vector<double>{*images.scale}});
    if (images.layout)
        set.attributes.push_back(
            {"layout", std::vector<std::int64_t>{static_cast<std::int64_t>(images.layout->rows), static_cast<std::int64_t>(images.layout->columns)}});
    if (!images.source_layout.empty()) set.attributes.push_back({"source-layout", images.source_layout});
    document.datasets.push_back(std::move(set));
    if (!images.transform.empty()) document.datasets.push_back(text_dataset("/transform", record_of(images.transform).dump()));
    if (!images.labels.empty()) document.datasets.push_back(labels_dataset(images.labels, images.classes));
    if (images.latents) document.datasets.push_back(dataset("/latents", images.latents));
    if (images.centres) document.datasets.push_back(centres_dataset(*images.centres));
    for (const Dataset& other : images.extra) document.datasets.push_back(other);
    add_header(document, "images", provenance);
    return document;
}

void read_rows(const Images& images, const std::string& name, std::size_t first, std::size_t count, real* out) {
    const std::size_t n = count * images.pixels();
    if (n == 0) return;
    if (images.type == Type::u8) {
        thread_local std::vector<std::uint8_t> bytes;
        bytes.resize(n);
        images.rows(first, count, bytes.data());
        for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<real>(bytes[i]);
    } else if constexpr (sizeof(real) == sizeof(float)) {
        images.rows(first, count, out);
    } else {
        std::vector<float> values(n);
        images.rows(first, count, values.data());
        std::copy(values.begin(), values.end(), out);
    }
    const auto low = static_cast<real>(images.range.low);
    const auto high = static_cast<real>(images.range.high);
    constexpr real largest = std::numeric_limits<real>::max();
    unsigned bad = 0;  // no early exit: the loop then runs at the speed of memory
    for (std::size_t i = 0; i < n; ++i)
        bad |= static_cast<unsigned>(!(out[i] >= low)) | static_cast<unsigned>(!(out[i] <= high)) |
               static_cast<unsigned>(!(std::abs(out[i]) <= largest));
    if (bad == 0) return;
    for (std::size_t i = 0; i < n; ++i) {
        if (out[i] >= low && out[i] <= high && std::abs(out[i]) <= largest) continue;
        const std::string where = join(name, ": image ", first + i / images.pixels(), ", pixel ", i % images.pixels(), " is ", out[i], ", expected ");
        if (!(std::abs(out[i]) <= largest)) fail(where, "a finite number");
        fail(where, images.range.low, " to ", images.range.high);
    }
}

}  // namespace gen
