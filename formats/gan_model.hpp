#pragma once

#include "formats/image_examples.hpp"
#include "formats/model.hpp"
#include "models/gan/gan.hpp"

namespace gen {

/// Models of the kind "gan": networks generator and, unless it was learnt by direct matching, discriminator.
/// Throws Fault::input on another kind, an architecture that is not understood, shapes that do not fit it, numbers that are not finite.
Gan gan_of(const Document& document, Weights weights = Weights::averaged);

/// Throws Fault::input where images are not what the model makes: their size, labels that a conditional model needs.
void check_images(const Gan& gan, const ImageExamples& images);

}  // namespace gen
