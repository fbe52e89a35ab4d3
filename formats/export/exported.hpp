// export: from our kinds of files to the formats of others, one file each. formats.hpp has the list.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "formats/document.hpp"
#include "formats/images.hpp"
#include "formats/kind.hpp"
#include "formats/model.hpp"
#include "formats/pixel_units.hpp"

namespace gen {

/// How a model is exported.
struct ModelPlan {
    std::string network = {};  // this one alone; empty: all, or the one that makes images
    Weights weights = Weights::averaged;
    bool fold = false;  // batch norm goes into the layer before it
};

/// Takes the bytes of an export in order.
using Sink = std::function<void(const void* data, std::size_t bytes)>;

/// What a file of ours holds, as its export sees it.
struct Exported {
    std::string name;                   // of the file, for messages
    std::string kind;                   // images, latents, tensor, model
    std::vector<Dataset> arrays;        // the main one first; paths are plain names: "images", "decoder.0.weight"
    LabelSet labels = {};               // of each row
    std::string column = "x";           // what a column of a table is called, before its number
    std::optional<Images> images = {};  // of that kind
    std::shared_ptr<Model> model = {};  // of that kind
    PixelUnits units = {{0, 1}, {}};    // of the images that it makes and takes
    ModelPlan plan = {};
    std::vector<std::pair<std::string, std::string>> metadata = {};  // where a format has room for it
    std::string digest = {};                                         // content-sha256 of the file

    const Dataset& main() const { return arrays.front(); }
};

/// How images lie in an array, and in which units.
enum class ImageLayout { channels_first, channels_last };
enum class ImageUnits { original, stored };  // a transform of data-import is undone, or not

/// Images, latents or a tensor. Vectors are [N,D]. Numbers of images are looked at as they are read: throws Fault::input on one that is not finite
/// or outside the range.
Exported exported_data(const Document& document, ImageLayout layout = ImageLayout::channels_first, ImageUnits units = ImageUnits::original);

}  // namespace gen
