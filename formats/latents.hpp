#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/matrix.hpp"
#include "formats/document.hpp"
#include "formats/provenance.hpp"

namespace gen {

/// The kind `latents`: /latents f32 [N,D] with @model-sha256, optional /mean and /logvar [N,D], /labels i32 [N] with @classes.
struct Latents {
    Matrix values;
    std::optional<Matrix> mean;
    std::optional<Matrix> logvar;
    std::vector<std::int32_t> labels;
    std::vector<std::string> classes;
    std::string model;  // digest of the model that made them, may be empty
};

Latents latents_of(const Document& document);
/// The latents of a file of latents, those that lie beside samples, or points. Throws Fault::input on numbers that are not finite.
Latents latents_within(const Document& document);
/// The same, for a model of so many dimensions. Throws Fault::input where the file has another number of them, or names another model.
Latents latents_for(const Document& document, const Document& model, std::size_t dimensions);
Document document_of(const Latents& latents, const std::optional<Provenance>& provenance);

}  // namespace gen
