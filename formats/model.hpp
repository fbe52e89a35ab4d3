#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "formats/document.hpp"
#include "formats/provenance.hpp"
#include "models/vae.hpp"
#include "nn/optimizer.hpp"
#include "train/trainer.hpp"

namespace gen {

/// A training curve: /metrics f64 [rows, columns] with @columns; timing columns are left out, they vary between two runs.
struct Curve {
    std::vector<std::string> columns;
    std::vector<std::vector<double>> rows;
};

/// What going on with training needs, beside the weights:
///   /training/step, epoch, step_in_epoch, examples  u64; sums f64: losses of the running epoch
///   /training/seed  u64; /training/optimizer  text
///   /training/<moment>/<network>/<index>/weight|bias  f32, shaped as the parameter
struct Training {
    TrainState state = {};
    std::uint64_t seed = 0;
    std::string optimizer = {};  // text(OptimizerSpec)
};

/// The kind `model`: /architecture (JSON), /parameters/<network>/<index>/weight|bias, and unless it is bare /training and /metrics.
/// Layouts: gentools-hdf5(5).
Document document_of(const Vae& vae, const std::optional<Training>& training, const Optimizer& optimizer, const Curve& curve,
                     const std::optional<Provenance>& provenance);

/// Throws Fault::input on another kind, an architecture that is not understood, shapes that do not fit it, numbers that are not finite.
Vae vae_of(const Document& document);

/// Takes over where a model or checkpoint stands: state and curve, and the moments where they belong to this optimiser's algorithm. A model
/// without /training changes nothing.
void continue_training(const Document& document, Vae& vae, const Optimizer& optimizer, Training& training, Curve& curve);

/// The architecture as JSON text, and back.
std::string architecture_json(const VaeSpec& spec);
/// Where two architectures first differ, "/latent is 2, expected 3"; "" when they do not.
std::string difference_of_architectures(const VaeSpec& is, const VaeSpec& expected);
VaeSpec architecture_of(const std::string& json, const std::string& name);

}  // namespace gen
