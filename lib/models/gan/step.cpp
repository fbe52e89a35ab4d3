#include "models/gan/step.hpp"

#include <cmath>

#include "core/error.hpp"

namespace gen {
namespace {

/// What a step adds up, over examples; the last two count the examples of D's turns and of G's.
enum Sum : std::size_t { d_loss, penalty, d_real, d_fake, d_gradient, g_loss, g_gradient, d_examples, g_examples, sum_count };

}  // namespace

GanStep::GanStep(Gan& gan, const GanTraining& training, const Examples* watched, std::uint64_t seed, Parallel& parallel)
    : WatchedStep(training.objective.loss->saturates, training.ends_with),
      training_(training),
      turns_(gan, training.objective, training.learning, seed) {
    watch(gan, watched, seed, parallel);
}

std::vector<std::string> GanStep::losses() const { return {"d_loss", "penalty", "d_real", "d_fake", "d_gradient", "g_loss", "g_gradient"}; }

void GanStep::train(const Batch& batch, const Moment& moment, Parallel& parallel, std::vector<double>& sums) {
    const bool matches = !training_.objective.loss->is_adversarial();
    const GanPhases::Turn turn = training_.phases.at(moment.step, (moment.step - 1) / moment.steps_per_epoch);
    sums.assign(sum_count, 0);
    GanMonitor::Step seen;
    if (turn.discriminator && !matches) train_discriminator(batch, moment.rate, parallel, sums, seen);
    const std::uint64_t updates = matches ? 1 : turn.generator;
    for (std::uint64_t i = 0; i < updates; ++i) train_generator(batch, moment.rate, parallel, sums, seen);
    note(seen);
}

void GanStep::train_discriminator(const Batch& batch, double rate, Parallel& parallel, std::vector<double>& sums, GanMonitor::Step& seen) {
    const auto examples = static_cast<double>(batch.rows.size());
    const DiscriminatorResult d = turns_.train_discriminator(batch, rate * training_.discriminator_rate, parallel);
    const double values[] = {d.loss, d.penalty, d.real, d.fake, d.gradient};
    for (std::size_t i = 0; i < 5; ++i) sums[d_loss + i] = values[i] * examples;
    sums[d_examples] = examples;
    seen = {.real = d.real, .fake = d.fake, .d_gradient = d.learnt ? d.gradient : no_number};
}

void GanStep::train_generator(const Batch& batch, double rate, Parallel& parallel, std::vector<double>& sums, GanMonitor::Step& seen) {
    const auto examples = static_cast<double>(batch.rows.size());
    const GeneratorResult g = turns_.train_generator(batch, rate * training_.generator_rate, parallel);
    sums[g_loss] += g.loss * examples;
    sums[g_gradient] += g.gradient * examples;
    sums[g_examples] += examples;
    seen.g_gradient = g.learnt ? g.gradient : no_number;
    seen.g_loss = g.loss;
}

// Of the examples, those of the network's turns.
std::vector<double> GanStep::losses_of(const std::vector<double>& means) const {
    std::vector<double> row(means.begin(), means.begin() + d_examples);
    for (std::size_t i = 0; i < row.size(); ++i) {
        const double part = means[i < g_loss ? d_examples : g_examples];
        row[i] = part > 0 ? row[i] / part : no_number;
    }
    return row;
}

std::vector<std::pair<std::string, double>> GanStep::shown(const std::vector<double>& means) const {
    const std::vector<double> row = losses_of(means);
    std::vector<std::pair<std::string, double>> losses;
    if (!std::isnan(row[d_loss])) losses.emplace_back("discriminator loss", row[d_loss]);
    if (!std::isnan(row[g_loss])) losses.emplace_back("generator loss", row[g_loss]);
    return losses;
}

std::vector<std::pair<std::string, double>> GanStep::chances() const {
    const Chance& at = training_.objective.loss->chance;
    return {{"d_chance", at.discriminator}, {"g_chance", at.generator}};
}

void GanStep::save(Kept& kept) const {
    turns_.save(kept);
    WatchedStep::save(kept);
}

void GanStep::load(const Kept& kept) {
    turns_.load(kept);
    WatchedStep::load(kept);
}

}  // namespace gen
