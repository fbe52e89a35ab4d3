// latents: what tools share that draw from codes: rows of codes from files or a prior, walks between them, sampling by any model.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "formats/image_examples.hpp"
#include "formats/latents.hpp"
#include "models/model.hpp"

namespace gen {

/// Numbered points in the latent space of a model that draws: the codes of images, latents from a file, or draws of the prior. Model and Parallel
/// outlive it.
class LatentRows {
public:
    /// Draws of the prior, those of gen-sample with this seed.
    LatentRows(const Model& model, std::uint64_t seed, Parallel& parallel) : model_(model.draws()), parallel_(&parallel), seed_(seed) {}
    /// `input`: latents, samples with their latents, or images. These are encoded, and samples too with `encodes`. Throws Fault::input where they do
    /// not fit the model, latents also where they name another model than `of_model`.
    LatentRows(const Model& model, const Document& of_model, const Document& input, bool encodes, Parallel& parallel);

    /// [rows, latent]. Throws Fault::input where there is no such row; `where` begins the message.
    Matrix at(std::span<const std::size_t> rows, const std::string& where) const;
    /// Those of its labels; empty where they have none.
    const std::vector<std::string>& class_names() const;
    /// The class of each, for a conditional model: its label; where there are none, all classes in turn.
    std::vector<std::int32_t> classes_at(std::span<const std::size_t> rows) const;
    /// The mean point of each class. Throws Fault::input where nothing has a label or is of a class.
    Matrix class_means(std::span<const std::int32_t> classes) const;

private:
    std::size_t count() const;
    std::int32_t label(std::size_t row) const;  // -1: none
    Matrix encode(std::span<const std::size_t> rows) const;
    void take_latents(const Document& of_model, const Document& input);

    std::unique_ptr<ImageModel> model_;
    std::unique_ptr<ImageEncoder> encoder_;
    Parallel* parallel_;
    std::uint64_t seed_ = 0;
    std::string name_;  // empty: draws
    std::optional<ImageExamples> images_;
    Latents latents_;
};

}  // namespace gen
