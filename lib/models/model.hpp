// models: a folder a family, with spec, step and use; here beside them what families share: abilities, the table of families, paths between codes.
// No estimates of a likelihood and no checks (eval).
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/matrix.hpp"
#include "models/image_classifier.hpp"
#include "models/image_form.hpp"
#include "models/image_model.hpp"
#include "models/latent_model.hpp"
#include "models/spec_visitor.hpp"
#include "nn/sequential.hpp"

namespace gen {

struct Family;

/// A model of any family: a spec and networks of which it consists. What it can be used for is asked for, not its kind.
class Model {
public:
    virtual ~Model() = default;

    /// The word for it in a model file: "vae".
    virtual std::string_view kind() const = 0;
    /// Shows the fields of its spec; what the visitor changes is not kept.
    virtual void describe(SpecVisitor& v) const = 0;
    virtual std::vector<Sequential*> networks() = 0;
    virtual std::vector<const Sequential*> networks() const = 0;
    virtual ImageForm takes() const = 0;

    // Abilities: null where it does not have them. What they return refers to the model, which outlives it and stays where it is.

    /// Images of latent numbers from a prior.
    virtual std::unique_ptr<ImageModel> draws() const { return nullptr; }
    /// Codes of images.
    virtual std::unique_ptr<ImageEncoder> encodes() const { return nullptr; }
    /// The classes of images.
    virtual std::unique_ptr<ImageClassifier> classifies() const { return nullptr; }
    /// Encoder, decoder and prior, by which log p(x) is bounded, where the model has q(z|x) and a likelihood, and codes are compared with the prior.
    virtual std::unique_ptr<LatentModel> density() const { return nullptr; }

    /// From here on it is only used, its parameters never change: layers go into others where they can, and then have other numbers than in files;
    /// networks compute by this arithmetic (Sequential::compute_by()).
    void only_use(const Arithmetic& arithmetic = {});

protected:
    Model() = default;
    Model(const Model&) = default;
    Model(Model&&) = default;
    Model& operator=(const Model&) = default;
    Model& operator=(Model&&) = default;
};

}  // namespace gen
