#include "formats/images.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

#include "core/error.hpp"
#include "formats/kind.hpp"
#include "formats/numbers.hpp"

namespace gen {
namespace {

const std::vector<double>* numbers(const Dataset& set, std::string_view name) {
    for (const Attribute& a : set.attributes)
        if (a.name == name) return std::get_if<std::vector<double>>(&a.value);
    return nullptr;
}

/// @range of /images; whole numbers may be stored as integers.
Range range_of(const Dataset& set, const std::string& file) {
    for (const Attribute& a : set.attributes) {
        if (a.name != "range") continue;
        std::vector<double> ends;
        if (const auto* const doubles = std::get_if<std::vector<double>>(&a.value)) ends = *doubles;
        if (const auto* const integers = std::get_if<std::vector<std::int64_t>>(&a.value)) ends.assign(integers->begin(), integers->end());
        if (ends.size() != 2 || !(ends[0] < ends[1])) fail(file, ": /images has no valid range, expected two numbers, the lower first");
        return {ends[0], ends[1]};
    }
    return set.type == Type::u8 ? Range{0, 255} : Range{0, 1};
}

/// Pixels as other programs like to store them, 64-bit integers or doubles, made u8 or f32 where that changes no number.
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
                if (static_cast<std::remove_cvref_t<decltype(*from)>>(ours) != from[i] && from[i] == from[i])
                    fail(file, ": image ", first + i / pixels, ", pixel ", i % pixels, " is ", from[i], " as ", name_of(set.type),
                         ", expected a number that fits ", name_of(std::is_same_v<Ours, float> ? Type::f32 : Type::u8));
                static_cast<Ours*>(to)[i] = ours;
            }
        });
    };
    return out;
}

}  // namespace

Images images_of(const Document& document) {
    expect_kind(document, "images");
    const std::string& file = document.name;
    const Dataset set = with_our_type(document.require("/images"), file);
    if (set.shape.size() != 4) fail(file, ": /images has ", set.shape.size(), " dimensions, expected 4");
    if (set.type != Type::u8 && set.type != Type::f32) fail(file, ": /images is ", name_of(set.type), ", expected u8 or f32");
    if (set.shape[0] == 0) fail(file, ": holds no images, expected at least one");
    if (set.row_bytes() == 0) fail(file, ": /images is ", text(set.shape), ", expected pixels in every image");
    Images images;
    images.shape = set.shape;
    images.type = set.type;
    images.range = range_of(set, file);
    if (const auto* const scale = numbers(set, "scale"); scale != nullptr && scale->size() == 1) images.scale = scale->front();
    images.rows = set.rows;
    LabelSet labels = labels_of(document, images.count(), "images");
    images.labels = std::move(labels.values);
    images.classes = std::move(labels.classes);
    if (const Dataset* const latents = document.find("/latents")) {
        if (latents->shape.size() != 2 || latents->type != Type::f32) fail(file, ": /latents is not a table of f32");
        if (latents->shape[0] != images.count()) fail(file, ": ", latents->shape[0], " latents for ", images.count(), " images");
        images.latents = matrix_of(*latents);
    }
    for (const Dataset& other : document.datasets)
        if (other.path != "/images" && other.path != "/labels" && other.path != "/latents" && !other.path.starts_with("/provenance/"))
            images.extra.push_back(other);
    return images;
}

Document document_of(const Images& images, const std::optional<Provenance>& provenance) {
    Document document;
    Dataset set{.path = "/images", .type = images.type, .shape = images.shape, .rows = images.rows, .attributes = {}};
    set.attributes.push_back({"range", std::vector<double>{images.range.low, images.range.high}});
    if (images.scale) set.attributes.push_back({"scale", std::vector<double>{*images.scale}});
    document.datasets.push_back(std::move(set));
    if (!images.labels.empty()) document.datasets.push_back(labels_dataset(images.labels, images.classes));
    if (images.latents) document.datasets.push_back(dataset("/latents", *images.latents));
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
