#pragma once

#include <string>
#include <vector>

#include "formats/pixel_units.hpp"
#include "formats/source.hpp"

namespace gen {

/// What another import decided, for --like: of a file of images, or of a model, which says what its data were.
struct ImportReference {
    std::string name;
    PixelUnits units;
    Shape shape;                       // C, H, W
    std::vector<std::string> classes;  // empty: labels have no names
    std::string source_layout = {};    // the order of its dimensions, where that was unusual
};

/// A model that does not say what its data were had pictures that go from black to all of white. Throws Fault::input where the document holds
/// neither.
ImportReference import_reference(const Document& document);

/// Gives the labels of `source` the numbers that their names have there. Throws Fault::input on a class that is not known there.
void number_classes_like(const ImportReference& reference, Source& source);

/// Throws Fault::input where images are of another size.
void expect_shape_like(const ImportReference& reference, const Images& images, const std::string& name);

}  // namespace gen
