// training: what trainers share: their options, checkpoints and resuming, the training curve, progress. How a step computes is lib/train and
// lib/models.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/engine.hpp"
#include "core/examples.hpp"
#include "core/parallel.hpp"
#include "formats/image_examples.hpp"
#include "formats/model.hpp"
#include "formats/pixel_units.hpp"
#include "tools/common/reports/report.hpp"
#include "tools/common/training/resuming.hpp"
#include "tools/common/training/training_options.hpp"
#include "train/step.hpp"

namespace gen {

/// One run of a trainer: the files that it reads and writes, and what it does alike for every kind of model, given the model's networks. Its
/// functions are called in the order of their declarations.
class TrainingRun {
public:
    /// Tests the output. Where a run is resumed, a stop signal ends it at once with exit status 75 from here on. The run records the engine that this
    /// build takes.
    TrainingRun(Run& run, const TrainingOptions& options);

    ImageExamples images(const std::string& role, const std::string& path);
    /// The images of --valid. Without it nothing; then --keep best and --patience are refused.
    std::optional<ImageExamples> validation(const std::string& path);

    /// The model to begin with: of the checkpoint that --resume goes on from, else of --from; nothing where the weights are new.
    const std::optional<Document>& start();
    /// Networks whose optimisers are not the one of the options: one each.
    void use_optimizers(const std::vector<const Optimizer*>& each);
    /// Networks with these weights go on where they stand, by the engine of the options. `architecture` is the text in model files. Of `averaged`,
    /// all unless given, --ema keeps averages.
    void begin(const std::string& architecture, std::vector<Sequential*> networks, std::optional<std::vector<Sequential*>> averaged = std::nullopt);
    const Optimizer& optimizer() const { return optimizer_; }
    LearningStates& states() { return states_; }
    Parallel& parallel();
    /// What --dry-run prints.
    Report plan(const Examples& data) const;

    /// Carries the plan out: metrics, progress, validation (with the averages of weights where there are some), checkpoints, signals; then commits
    /// the model and removes a checkpoint that the user did not name. Throws Stopped (signals.hpp) and Fault::diverged.
    void carry_out(const Examples& data, const Examples* valid, Step& step);
    /// Instead: the model was computed at once. The curve has one row, epoch and step 0, with the losses of both data sets.
    void commit(const Examples& data, const Examples* valid, Step& step);

private:
    void go_on(const Document& document);
    Document read(const std::string& role, const std::string& path);
    std::vector<double> validate(const Examples& data, const Examples* valid, Step& step);
    Document document(const std::optional<Training>& training, const Curve& curve, const std::optional<Provenance>& provenance) const;

    const Run& run_;
    const TrainingOptions& options_;
    Arithmetic arithmetic_;
    Sharding sharding_;
    Output output_;
    std::string checkpoint_path_;
    Optimizer optimizer_;
    Optimizers optimizers_;
    struct {
        std::string name;
        PixelUnits units;
    } data_;  // that the model learns from
    std::vector<Provenance::Input> inputs_;
    std::optional<Document> from_;
    CheckpointFiles files_;
    std::string architecture_;
    std::vector<Sequential*> networks_;
    std::vector<Sequential*> averaged_;
    LearningStates states_;
    TrainPlan plan_;
    Training training_;
    Curve curve_;
    std::optional<Parallel> parallel_;
};

}  // namespace gen
