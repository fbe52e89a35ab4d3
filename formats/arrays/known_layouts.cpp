#include "formats/arrays/known_layouts.hpp"

#include <algorithm>

#include "core/error.hpp"

namespace gen {
namespace {

using enum DimensionOrder;

constexpr KnownLayout layouts[] = {
    {.title = "dSprites",
     .splits = {{"imgs", "latents_classes:2"}},
     .range = Range{0, 1},
     .says = "white on black as 1 and 0; the label is the shape"},
    {.title = "3dshapes", .splits = {{"images", "labels:5"}}, .order = nhwc, .says = "the label is the shape"},
    {.title = "Galaxy10", .splits = {{"images", "ans"}}, .order = nhwc},
    {.title = "PCam", .splits = {{"x", "y"}}, .says = "where labels lie in a file of their own: --labels FILE"},
    {.title = "BigGAN's ILSVRC", .splits = {{"imgs", "labels"}}, .order = nchw},
    {.title = "CaloChallenge", .splits = {{"showers", ""}}, .beside = "incident_energies", .order = points, .says = "points"},
    {.title = "JetNet", .splits = {{"particle_features", ""}}, .beside = "jet_features", .order = points, .says = "points"},
    {.title = "BSDS300", .splits = {{"train", ""}, {"validation", ""}, {"test", ""}}, .beside = "validation", .says = "points"},
    {.title = "binary MNIST", .splits = {{"train", ""}, {"valid", ""}, {"test", ""}}, .beside = "valid", .side = "1x28x28", .says = "jaanli's"},
    {.title = "MedMNIST", .splits = {{"train_images", "train_labels"}, {"val_images", "val_labels"}, {"test_images", "test_labels"}}},
    {.title = "Keras", .splits = {{"x_train", "y_train"}, {"x_test", "y_test"}}, .says = "its mnist.npz and their like"},
    {.title = "SVHN", .splits = {{"X", "y"}}, .says = "labels are 1 to 10, where 10 is the digit 0"},
    {.title = "EMNIST",
     .splits = {{"dataset.train.images", "dataset.train.labels"}, {"dataset.test.images", "dataset.test.labels"}},
     .side = "1x28x28",
     .transposed = true,
     .says = "stored transposed, which is undone; its IDX files do not say what they are: --transpose"},
    {.title = "AnnData", .splits = {{"X", ""}}, .beside = "obs/", .order = points, .says = "dense, CSR or CSC; --labels obs/NAME takes a category"},
    {.title = "images and labels", .splits = {{"images", "labels"}}, .says = "an array of words, classes, names them; data-export's"},
};

/// The array of "labels:5", which must then have several columns.
bool has_labels(const ArrayFile& file, std::string_view labels) {
    const std::size_t colon = labels.find(':');
    const ArrayInfo* const array = file.find(labels.substr(0, colon));
    return array != nullptr && (colon == std::string_view::npos || squeezed(array->shape).size() == 2);
}

/// "obs/": anything in that group.
bool has_beside(std::string_view path, const ArrayFile& file) {
    if (!path.ends_with('/')) return path.empty() || file.find(path) != nullptr;
    return std::ranges::any_of(file.arrays, [&](const ArrayInfo& array) { return array.path.starts_with(path); });
}

bool fits(const KnownLayout& layout, const ArrayFile& file) {
    const KnownLayout::Split& usual = layout.splits[0];
    const ArrayInfo* const images = file.find(usual.images);
    if (images == nullptr || images->holds != ArrayInfo::Holds::numbers || images->shape.size() < 2) return false;
    return (usual.labels.empty() || has_labels(file, usual.labels)) && has_beside(layout.beside, file);
}

}  // namespace

const KnownLayout* known_layout(const ArrayFile& file) {
    const auto* const found = std::ranges::find_if(layouts, [&](const KnownLayout& layout) { return fits(layout, file); });
    return found == std::end(layouts) ? nullptr : found;
}

const KnownLayout::Split* split_of(const KnownLayout& layout, const ArrayFile& file, std::string_view path) {
    if (path.empty()) return &layout.splits[0];
    const ArrayInfo* const wanted = file.find(path);
    for (const KnownLayout::Split& split : layout.splits)
        if (!split.images.empty() && wanted != nullptr && file.find(split.images) == wanted) return &split;
    return nullptr;
}

std::string known_layouts_described() {
    std::string out;
    for (const KnownLayout& layout : layouts) {
        std::string names;
        for (const auto& [images, labels] : layout.splits) {
            if (images.empty()) continue;
            names += join(names.empty() ? "" : ", ", images, labels.empty() ? "" : join(" with ", labels));
        }
        out += join("  ", layout.title, ": ", names, layout.says.empty() ? "" : join("; ", layout.says), "\n");
    }
    return out;
}

}  // namespace gen
