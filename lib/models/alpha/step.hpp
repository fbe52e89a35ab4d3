#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "models/adversarial/watched_step.hpp"
#include "models/alpha/turns.hpp"

namespace gen {

/// How the networks are trained, beside the objective.
struct AlphaTraining {
    AlphaObjective objective = {};
    AlphaLearning learning;
    std::array<double, alpha_parts> rates = {1, 1, 1, 1};         // of the run's learning rate
    std::array<std::uint64_t, alpha_parts> steps = {1, 1, 1, 1};  // of each network to a batch
    unsigned ends_with = 0;                                       // events that end the run, as bits
};

/// A step: one batch, from which the networks learn in turn, watched by a monitor.
class AlphaStep : public WatchedStep {
public:
    /// `watched`: data that generated images are compared with at every report; null: the monitor sees none, and there are no events. Throws
    /// Fault::input where the objective does not suit the model.
    AlphaStep(Alpha& model, const AlphaTraining& training, const Examples* watched, std::uint64_t seed, Parallel& parallel);

    /// What the mode has of: e_loss, g_loss, recon, kl, cycle, d_loss, d_real, d_fake, c_loss, c_real, c_fake, penalty, then the norm of each
    /// network's gradients; with a balance d_learnt and g_learnt.
    std::vector<std::string> losses() const override;
    void train(const Batch& batch, const Moment& moment, Parallel& parallel, std::vector<double>& sums) override;
    std::vector<double> losses_of(const std::vector<double>& means) const override;
    std::vector<std::pair<std::string, double>> shown(const std::vector<double>& means) const override;
    void save(Kept& kept) const override;
    void load(const Kept& kept) override;

protected:
    /// d_chance and c_chance: losses of a D and a C at their best where nothing is to be told apart.
    std::vector<std::pair<std::string, double>> chances() const override;
    void rest() override { turns_.rest(); }

private:
    /// A number of a kind of turn, summed over the examples of such turns.
    struct Column {
        std::string name;
        std::size_t turn;  // among parts_
        double AlphaResult::* value;
        std::string shown = {};  // the name in a line of progress; empty: it is not
    };
    void list_columns(const Alpha& model);
    void see(AlphaPart part, const AlphaResult& found, GanMonitor::Step& seen) const;

    AlphaTraining training_;
    AlphaTurns turns_;
    std::vector<AlphaPart> parts_;
    std::vector<Column> columns_;
    std::vector<AlphaPart> critics_;
};

}  // namespace gen
