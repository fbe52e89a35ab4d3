#include "formats/export/exported.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "core/error.hpp"
#include "formats/latents.hpp"
#include "formats/pixel_units.hpp"
#include "formats/tensor.hpp"

namespace gen {
namespace {

/// One number of each, with the channels of a pixel beside each other.
void put_channels_last(const Shape& shape, const real* from, std::size_t rows, std::vector<real>& scratch) {
    const std::size_t channels = shape[1];
    const std::size_t positions = shape[2] * shape[3];
    scratch.resize(rows * channels * positions);
    for (std::size_t row = 0; row < rows; ++row)
        for (std::size_t c = 0; c < channels; ++c)
            for (std::size_t p = 0; p < positions; ++p) scratch[(row * positions + p) * channels + c] = *from++;
}

RowSource checked_rows(const Images& images, const std::string& name, bool channels_last) {
    return [images, name, channels_last](std::size_t first, std::size_t count, void* out) {
        thread_local std::vector<real> values;
        thread_local std::vector<real> turned;
        values.resize(count * images.pixels());
        read_rows(images, name, first, count, values.data());
        if (channels_last) put_channels_last(images.shape, values.data(), count, turned);
        const std::vector<real>& all = channels_last ? turned : values;
        if (images.type == Type::u8)
            std::transform(all.begin(), all.end(), static_cast<std::uint8_t*>(out), [](real v) { return static_cast<std::uint8_t>(v); });
        else
            std::transform(all.begin(), all.end(), static_cast<float*>(out), [](real v) { return static_cast<float>(v); });
    };
}

Dataset labels_array(const std::vector<std::int32_t>& values) { return dataset("labels", values); }

Exported exported_images(const Document& document, ImageLayout layout, ImageUnits units) {
    Images images = images_of(document);
    if (units == ImageUnits::original) images = in_original_units(std::move(images));
    Exported out{.name = document.name, .kind = "images", .arrays = {}, .column = images.are_points() ? "x" : "pixel"};
    const Shape& s = images.shape;
    const bool last = layout == ImageLayout::channels_last && !images.are_points();
    Dataset pixels{.path = "images", .type = images.type, .shape = s, .rows = checked_rows(images, document.name, last), .attributes = {}};
    if (images.are_points()) pixels.shape = {s[0], s[1]};
    if (last) pixels.shape = {s[0], s[2], s[3], s[1]};
    out.arrays.push_back(std::move(pixels));
    if (images.latents) out.arrays.push_back(dataset("latents", images.latents));
    if (images.centres) out.arrays.push_back(dataset("centres", images.centres->places));
    out.labels = {images.labels, images.classes};
    out.images = std::move(images);
    return out;
}

Exported exported_latents(const Document& document) {
    Latents latents = latents_of(document);
    Exported out{.name = document.name, .kind = "latents", .arrays = {dataset("latents", latents.values)}, .column = "z"};
    if (latents.mean) out.arrays.push_back(dataset("mean", *latents.mean));
    if (latents.logvar) out.arrays.push_back(dataset("logvar", *latents.logvar));
    out.labels = {std::move(latents.labels), std::move(latents.classes)};
    return out;
}

}  // namespace

Exported exported_data(const Document& document, ImageLayout layout, ImageUnits units) {
    const std::string kind = document.text_attribute("encoding-type");
    Exported out;
    if (kind == "latents")
        out = exported_latents(document);
    else if (kind == "tensor")
        out = {.name = document.name, .kind = kind, .arrays = {tensor_of(document).data}};
    else
        out = exported_images(document, layout, units);
    if (kind == "tensor") out.arrays[0].path = "data";
    if (!out.labels.values.empty()) out.arrays.push_back(labels_array(out.labels.values));
    out.digest = document.digest;
    return out;
}

}  // namespace gen
