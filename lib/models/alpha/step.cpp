#include "models/alpha/step.hpp"

#include <cmath>

namespace gen {
namespace {

using enum AlphaPart;

constexpr const char* letters[alpha_parts] = {"e", "g", "d", "c"};
constexpr const char* printed_names[alpha_parts] = {"encoder", "generator", "discriminator", "code discriminator"};

bool is_critic(AlphaPart part) { return part == discriminator || part == code_discriminator; }
std::size_t number(AlphaPart part) { return static_cast<std::size_t>(part); }

}  // namespace

AlphaStep::AlphaStep(Alpha& model, const AlphaTraining& training, const Examples* watched, std::uint64_t seed, Parallel& parallel)
    : WatchedStep(false, training.ends_with),
      training_(training),
      turns_(model, training.objective, training.learning, seed),
      parts_(turns_.parts()) {
    for (const AlphaPart part : parts_)
        if (is_critic(part)) critics_.push_back(part);
    list_columns(model);
    watch(model, watched, seed, parallel);
}

void AlphaStep::list_columns(const Alpha& model) {
    const AlphaMode& mode = *model.spec.mode;
    const AlphaObjective& objective = training_.objective;
    for (std::size_t turn = 0; turn < parts_.size(); ++turn) {
        const std::string letter = letters[number(parts_[turn])];
        columns_.push_back({letter + "_loss", turn, &AlphaResult::loss, std::string(printed_names[number(parts_[turn])]) + " loss"});
        if (turn == 0 && mode.compares) columns_.push_back({"recon", turn, &AlphaResult::reconstruction});
        if (turn == 0 && mode.divergence) columns_.push_back({"kl", turn, &AlphaResult::divergence});
        if (turn == 0 && objective.cycle > 0) columns_.push_back({"cycle", turn, &AlphaResult::cycle});
        if (!is_critic(parts_[turn])) continue;
        columns_.push_back({letter + "_real", turn, &AlphaResult::real});
        columns_.push_back({letter + "_fake", turn, &AlphaResult::fake});
        if (objective.penalty > 0) columns_.push_back({letter + "_penalty", turn, &AlphaResult::penalty});
    }
    for (std::size_t turn = 0; turn < parts_.size(); ++turn)
        columns_.push_back({std::string(letters[number(parts_[turn])]) + "_gradient", turn, &AlphaResult::gradient});
    for (std::size_t turn = 1; objective.balance && turn < parts_.size(); ++turn)
        columns_.push_back({std::string(letters[number(parts_[turn])]) + "_learnt", turn, &AlphaResult::learnt});
}

std::vector<std::string> AlphaStep::losses() const {
    std::vector<std::string> all;
    for (const Column& column : columns_) all.push_back(column.name);
    return all;
}

void AlphaStep::train(const Batch& batch, const Moment& moment, Parallel& parallel, std::vector<double>& sums) {
    const auto examples = static_cast<double>(batch.rows.size());
    sums.assign(columns_.size() + parts_.size(), 0);  // the last ones are the examples of each kind of turn
    GanMonitor::Step seen;
    for (std::size_t turn = 0; turn < parts_.size(); ++turn) {
        const std::size_t part = number(parts_[turn]);
        for (std::uint64_t i = 0; i < training_.steps[part]; ++i) {
            const AlphaResult found = turns_.train(parts_[turn], batch, moment.rate * training_.rates[part], parallel);
            for (std::size_t k = 0; k < columns_.size(); ++k)
                if (columns_[k].turn == turn) sums[k] += found.*columns_[k].value * examples;
            sums[columns_.size() + turn] += examples;
            see(parts_[turn], found, seen);
        }
    }
    if (events() != nullptr) note(seen);
}

// The monitor sees one discriminator, that of images where there is one, and who makes what it judges.
void AlphaStep::see(AlphaPart part, const AlphaResult& found, GanMonitor::Step& seen) const {
    if (part == critics_.front()) {
        seen.real = found.real;
        seen.fake = found.fake;
    }
    const double gradient = found.learnt > 0 ? found.gradient : no_number;
    if (part == critics_.front()) seen.d_gradient = gradient;
    if (is_critic(part) || std::isnan(found.unsure)) return;
    seen.g_gradient = gradient;
    seen.g_loss = found.unsure;
}

// Of the examples, those of the turns.
std::vector<double> AlphaStep::losses_of(const std::vector<double>& means) const {
    std::vector<double> row(means.begin(), means.begin() + static_cast<std::ptrdiff_t>(columns_.size()));
    for (std::size_t k = 0; k < row.size(); ++k) {
        const double share = means[columns_.size() + columns_[k].turn];
        row[k] = share > 0 ? row[k] / share : no_number;
    }
    return row;
}

std::vector<std::pair<std::string, double>> AlphaStep::shown(const std::vector<double>& means) const {
    const std::vector<double> row = losses_of(means);
    std::vector<std::pair<std::string, double>> all;
    for (std::size_t k = 0; k < row.size(); ++k)
        if (!columns_[k].shown.empty() && !std::isnan(row[k])) all.emplace_back(columns_[k].shown, row[k]);
    return all;
}

std::vector<std::pair<std::string, double>> AlphaStep::chances() const {
    std::vector<std::pair<std::string, double>> all;
    for (const AlphaPart critic : critics_) all.emplace_back(std::string(letters[number(critic)]) + "_chance", turns_.best(critic).loss);
    return all;
}

void AlphaStep::save(Kept& kept) const {
    turns_.save(kept);
    WatchedStep::save(kept);
}

void AlphaStep::load(const Kept& kept) {
    turns_.load(kept);
    WatchedStep::load(kept);
}

}  // namespace gen
