#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "models/adversarial/watched_step.hpp"
#include "models/gan/phases.hpp"
#include "models/gan/turns.hpp"

namespace gen {

/// How a GAN is trained, beside its objective.
struct GanTraining {
    GanObjective objective = {};
    GanLearning learning;
    GanPhases phases = {};
    double discriminator_rate = 1;  // of the run's learning rate
    double generator_rate = 1;
    unsigned ends_with = 0;  // events that end the run, as bits
};

/// A step of a GAN: one batch of data, of which the networks learn whose turn it is, watched by a monitor.
class GanStep : public WatchedStep {
public:
    /// `watched`: data that generated images are compared with at every report; null: the monitor sees none, and there are no events. Throws
    /// Fault::input where the objective does not suit the networks.
    GanStep(Gan& gan, const GanTraining& training, const Examples* watched, std::uint64_t seed, Parallel& parallel);

    /// d_loss, penalty, d_real, d_fake, d_gradient, g_loss, g_gradient.
    std::vector<std::string> losses() const override;
    void train(const Batch& batch, const Moment& moment, Parallel& parallel, std::vector<double>& sums) override;
    std::vector<double> losses_of(const std::vector<double>& means) const override;
    std::vector<std::pair<std::string, double>> shown(const std::vector<double>& means) const override;
    void save(Kept& kept) const override;
    void load(const Kept& kept) override;

protected:
    /// d_chance, g_chance.
    std::vector<std::pair<std::string, double>> chances() const override;
    void rest() override { turns_.rest(); }

private:
    void train_discriminator(const Batch& batch, double rate, Parallel& parallel, std::vector<double>& sums, GanMonitor::Step& seen);
    void train_generator(const Batch& batch, double rate, Parallel& parallel, std::vector<double>& sums, GanMonitor::Step& seen);

    GanTraining training_;
    GanTurns turns_;
};

}  // namespace gen
