#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/kept.hpp"
#include "formats/document.hpp"
#include "formats/image_examples.hpp"
#include "formats/provenance.hpp"
#include "models/family.hpp"
#include "nn/learning_state.hpp"
#include "nn/optimizer.hpp"
#include "nn/sequential.hpp"
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
///   /training/kept/<name>  f64 [n] or f32 [rows, columns]: what a trainer keeps beside all this
///   /training/best_loss f64, best_epoch u64, best/<network>/<index>/...: where the best epoch is kept
///   /training/<moment>/<network>/<index>/weight|bias  f32, shaped as the parameter
struct Training {
    TrainState state = {};
    std::uint64_t seed = 0;
    std::string optimizer = {};                                  // text(OptimizerSpec)
    double best_loss = std::numeric_limits<double>::infinity();  // of validation; best_epoch is that epoch, 0: none
    std::uint64_t best_epoch = 0;
    Kept kept = {};
};

/// The optimiser of each network, in their order: one for all, or one each.
class Optimizers {
public:
    Optimizers(const Optimizer& one) : all_({&one}) {}  // NOLINT: meant to convert
    explicit Optimizers(std::vector<const Optimizer*> each) : all_(std::move(each)) {}
    const Optimizer& of(std::size_t network) const { return *all_[network < all_.size() ? network : all_.size() - 1]; }

private:
    std::vector<const Optimizer*> all_;
};

/// The kind `model`: /architecture (JSON), /parameters/<network>/<index>/weight|bias, /buffers and /averages alike, and unless it is bare /training
/// and /metrics. Layouts: gentools-hdf5(5); the text of an architecture: formats/architecture.hpp. The document looks numbers up in the networks and
/// the states as it is written: they must outlive it, unchanged. Where a number is not finite it throws Fault::diverged as it is made or written;
/// only /metrics, and sums of the running epoch, may say NaN of what was not measured.
Document document_of(const std::string& architecture, std::span<const Sequential* const> networks, const LearningStates& states,
                     const std::optional<Training>& training, const Optimizers& optimizers, const Curve& curve,
                     const std::optional<Provenance>& provenance);
Document document_of(const Model& model, const LearningStates& states, const std::optional<Training>& training, const Optimizers& optimizers,
                     const Curve& curve, const std::optional<Provenance>& provenance);

/// Which numbers of a model that has moving averages: these, where it is used; the latest, where training goes on.
enum class Weights { averaged, latest };

/// Parameters and buffers. Throws Fault::input on shapes that do not fit the networks and numbers that are not finite.
void read_networks(const Document& document, std::span<Sequential* const> networks, Weights weights);
/// Moving averages, where training goes on and there are some. Throws alike.
void read_averages(const Document& document, std::span<Sequential* const> networks, LearningStates& states);

/// The training curve of a model; empty where it has none. Throws Fault::input for one that is not understood.
Curve curve_of(const Document& document);

/// Where the training of a model or checkpoint stands. Throws Fault::input where it does not say.
TrainState state_of(const Document& document);

/// Takes over where a model or checkpoint stands: state and curve, and the moments where they belong to this optimiser's algorithm. A model
/// without /training changes nothing.
void continue_training(const Document& document, std::span<Sequential* const> networks, const Optimizers& optimizers, LearningStates& states,
                       Training& training, Curve& curve);

/// The model of a document, of one of these families. Throws Fault::input on another kind, an architecture that is not understood, shapes that do not
/// fit it, numbers that are not finite.
std::unique_ptr<Model> model_of(const Document& document, std::span<const Family> expected, Weights weights = Weights::averaged);
/// Of any family, or of one that has this ability.
inline std::unique_ptr<Model> model_of(const Document& document, Weights weights = Weights::averaged) {
    return model_of(document, families(), weights);
}
inline std::unique_ptr<Model> model_of(const Document& document, Ability ability, Weights weights = Weights::averaged) {
    return model_of(document, families_that(ability), weights);
}
/// Whether its kind is one of a family that has this ability.
bool can(const Document& document, Ability ability);
/// Of type M: model_as<Vae>(document).
template <class M>
M model_as(const Document& document, Weights weights = Weights::averaged) {
    return std::move(dynamic_cast<M&>(*model_of(document, std::span(&M::family(), 1), weights)));
}

/// Throws Fault::input where images are not what the model takes: their size, labels if it needs them, of classes that it knows under the same names.
void check_images(const ImageForm& takes, const ImageExamples& images);
inline void check_images(const Model& model, const ImageExamples& images) { check_images(model.takes(), images); }

}  // namespace gen
