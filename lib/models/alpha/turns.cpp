#include "models/alpha/turns.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.hpp"
#include "core/portable/functions.hpp"

namespace gen {
namespace {

using enum AlphaPart;

constexpr std::string_view names[alpha_parts] = {"encoder", "generator", "discriminator", "code_discriminator"};
constexpr auto unit = GradientPenalty::Kind::unit;

std::string_view name_of(AlphaPart part) { return names[static_cast<std::size_t>(part)]; }

}  // namespace

AlphaTurns::AlphaTurns(Alpha& model, const AlphaObjective& objective, const AlphaLearning& learning, std::uint64_t seed)
    : model_(&model),
      objective_(objective),
      seed_(seed),
      encoder_(model.encoder, x_, arena_),
      reconstructed_(model.generator, codes_, arena_),
      generated_(model.generator, z_, arena_),
      of_real_(model.discriminator, arena_),
      of_reconstructed_(model.discriminator, arena_),
      of_generated_(model.discriminator, arena_),
      features_of_real_(model.discriminator, of_real_.x, arena_),
      features_of_reconstructed_(model.discriminator, of_reconstructed_.x, arena_),
      encoded_again_(model.encoder, of_generated_.x, arena_),
      of_prior_(model.code_discriminator, z_, arena_),
      of_codes_(model.code_discriminator, codes_, arena_),
      at_generated_(unit, objective.penalty, model.discriminator, arena_),
      at_reconstructed_(unit, objective.penalty, model.discriminator, arena_),
      at_codes_(unit, objective.penalty, model.code_discriminator, arena_) {
    check();
    if (compares_features())
        for (Passage* const passage : {&features_of_real_, &features_of_reconstructed_}) passage->tap(model.spec.layer);
    if (objective.together || mode().together) {
        add_player({encoder, generator}, learning);
    } else {
        add_player({encoder}, learning);
        add_player({generator}, learning);
    }
    if (mode().has_discriminator()) add_player({discriminator}, learning);
    if (mode().judges_codes) add_player({code_discriminator}, learning);
}

void AlphaTurns::check() const {
    const AlphaObjective& o = objective_;
    if (o.penalty > 0)
        for (const Sequential* const critic : {&model_->discriminator, &model_->code_discriminator}) critic->expect_tangents();
    const double generated = judges_reconstructions() && !o.averages ? 2 : 1;
    if (o.wasserstein() && judges_images() && o.real_weight != generated)
        fail("the difference of means needs the same weight on both sides: that of real images is ", o.real_weight, ", expected ", generated);
    if (o.cycle > 0 && !(judges_images() && mode().judges_codes)) fail("the mode ", mode().name, " has no term of codes that are encoded again");
    if (o.balance && !mode().balances) fail("the mode ", mode().name, " has no balance");
    if (o.together && compares_features()) fail("features are compared for E and G in updates of their own");
}

void AlphaTurns::add_player(std::vector<AlphaPart> learners, const AlphaLearning& learns) {
    Player& player = *players_.emplace_back(std::make_unique<Player>(Player{std::move(learners)}));
    player.penalties = penalties(player);
    std::vector<Pass> passes;
    const std::vector<Passage*> statistics = learning(player);
    for (Passage* const passage : statistics) passes.push_back(passage->pass());
    for (GradientPenalty* const penalty : player.penalties) passes.push_back(penalty->pass());
    const AlphaPart last = player.learners.back();
    const bool critic = last == discriminator || last == code_discriminator;
    const UpdateOptions options = {.clip = learns.clip, .average = critic ? 0 : learns.average, .norm = true, .states = learns.states};
    player.turn = std::make_unique<Turn>(std::move(passes), statistics, *learns.optimizers[static_cast<std::size_t>(last)], options, arena_);
    player.turn->pipeline().rows([this](Rows rows, std::size_t) { read(rows); }, {&x_, &z_});
    if (!critic)
        build_autoencoder(player);
    else if (last == discriminator)
        build_critic(player);
    else
        build_code_critic(player);
    for (std::vector<double>* const found : {&losses_, &distances_, &divergences_, &cycles_, &unsure_, &seen_[0], &seen_[1], &seen_[2]})
        player.turn->pipeline().whole_at_end(rows_of(*found));
    player.turn->end();
}

// Passages of which the networks of a turn learn, in the order in which the batch takes them.
std::vector<Passage*> AlphaTurns::learning(const Player& player) {
    std::vector<Passage*> all;
    if (player.learns(encoder)) all.push_back(&encoder_);
    if (player.learns(generator) && mode().compares) all.push_back(&reconstructed_);
    if (player.learns(generator) && mode().has_discriminator()) all.push_back(&generated_);
    if (player.learns(encoder) && objective_.cycle > 0) all.push_back(&encoded_again_);
    if (player.learns(discriminator)) {
        all.push_back(&of_real_.passage);
        if (judges_reconstructions()) all.push_back(&of_reconstructed_.passage);
        all.push_back(&of_generated_.passage);
    }
    if (player.learns(code_discriminator)) all.insert(all.end(), {&of_prior_, &of_codes_});
    return all;
}

std::vector<GradientPenalty*> AlphaTurns::penalties(const Player& player) {
    if (objective_.penalty == 0) return {};
    if (player.learns(code_discriminator)) return {&at_codes_};
    if (!player.learns(discriminator)) return {};
    if (judges_reconstructions()) return {&at_generated_, &at_reconstructed_};
    return {&at_generated_};
}

AlphaTurns::Player& AlphaTurns::player_of(AlphaPart part) {
    for (const std::unique_ptr<Player>& player : players_)
        if (player->learns(part)) return *player;
    fail("the mode ", mode().name, " has no turn of the ", name_of(part));
}

std::vector<AlphaPart> AlphaTurns::parts() const {
    std::vector<AlphaPart> all;
    for (const std::unique_ptr<Player>& player : players_) all.push_back(player->learners.back());
    return all;
}

void AlphaTurns::begin(const Batch& batch, const Sharding& sharding) {
    const AlphaSpec& spec = model_->spec;
    batch_ = &batch;
    rows_ = batch.rows.size();
    losses_.assign(rows_, 0);
    for (std::vector<double>* const each : {&distances_, &divergences_, &cycles_, &unsure_, &seen_[0], &seen_[1], &seen_[2]})
        each->assign(rows_, no_number);
    for (Matrix* const m : {&x_, &by_encoder_}) arena_.take(*m, rows_, spec.pixels());
    for (Side* const side : {&of_real_, &of_reconstructed_, &of_generated_})
        for (Matrix* const m : {&side->x, &side->dx}) arena_.take(*m, rows_, count(spec.judged()));
    for (Matrix* const m : {&z_, &codes_, &noise_, &by_generator_, &by_critic_}) m->resize(rows_, spec.latent);
    const std::uint64_t number = passages * turn_number();
    for (std::size_t i = 0; i < player_->passages.size(); ++i)
        player_->passages[i]->reserve(rows_, {.noise = {seed_, Purpose::layers, number + i}, .shards = sharding.shards()}, Trains::yes);
    for (std::size_t i = 0; i < player_->penalties.size(); ++i) {
        const bool of_codes = player_->penalties[i] == &at_codes_;
        const Passage& same = of_codes ? of_codes_ : of_generated_.passage;
        const auto found = std::find(player_->passages.begin(), player_->passages.end(), &same);
        const auto noise = number + static_cast<std::uint64_t>(found - player_->passages.begin());
        player_->penalties[i]->reserve(rows_, {.noise = {seed_, Purpose::layers, noise}, .shards = sharding.shards()});
    }
}

std::uint64_t AlphaTurns::turn_number() const {
    std::uint64_t which = 0;
    while (players_[which].get() != player_) ++which;
    return alpha_parts * player_->turn->count() + which;
}

AlphaResult AlphaTurns::pass(Player& player, const Batch& batch, Parallel& parallel) {
    player_ = &player;
    begin(batch, parallel.sharding());
    player.turn->run(rows_, parallel);
    AlphaResult found = result();
    player.turn->expect_finite(found.loss + found.penalty);
    if (player.learns(discriminator)) count_right(discriminator, found);
    if (player.learns(code_discriminator)) count_right(code_discriminator, found);
    return found;
}

AlphaResult AlphaTurns::result() const {
    const auto mean = [this](const std::vector<double>& values) { return tree_sum(values.data(), values.size()) / static_cast<double>(rows_); };
    AlphaResult found = {
        .loss = mean(losses_), .reconstruction = mean(distances_), .divergence = mean(divergences_), .cycle = mean(cycles_), .unsure = mean(unsure_)};
    for (const GradientPenalty* const penalty : player_->penalties) found.penalty += penalty->sum() / static_cast<double>(rows_);
    return found;
}

// The part of either side that the critic takes for what it is. Where its loss has no threshold it lies between the means.
void AlphaTurns::count_right(AlphaPart critic, AlphaResult& result) {
    double at = best(critic).logit;
    const auto mean = [this](std::size_t side) { return tree_sum(seen_[side].data(), rows_) / static_cast<double>(rows_); };
    if (std::isnan(at)) at = (mean(0) + mean(2)) / 2;
    double right[2] = {0, 0};
    double all[2] = {0, 0};
    for (std::size_t side = 0; side < 3; ++side)
        for (const double logit : seen_[side]) {
            if (std::isnan(logit)) continue;
            right[side == 0 ? 0 : 1] += (side == 0 ? logit > at : logit < at) ? 1 : 0;
            all[side == 0 ? 0 : 1] += 1;
        }
    result.real = right[0] / all[0];
    result.fake = right[1] / all[1];
    if (!objective_.balance || critic != discriminator) return;
    latest_ = {0, 0};
    for (std::size_t i = 0; i < rows_; ++i) {
        double slope = 0;
        latest_[0] += objective_.critic->discriminator(seen_[0][i], 1, true, slope) / static_cast<double>(rows_);
        latest_[1] += objective_.critic->discriminator(seen_[2][i], 0, false, slope) / static_cast<double>(rows_);
    }
}

// Whether the networks of this turn leave it to others to learn.
bool AlphaTurns::waits(const Player& player) const {
    if (!objective_.balance) return false;
    const auto [least, most] = std::minmax(latest_[0], latest_[1]);
    const bool critic_waits = least < objective_.balance->low;
    const bool generator_waits = most > objective_.balance->high;
    if (critic_waits && generator_waits) return false;
    return (critic_waits && player.learns(discriminator)) || (generator_waits && player.learns(generator));
}

AlphaResult AlphaTurns::train(AlphaPart part, const Batch& batch, double rate, Parallel& parallel) {
    Player& player = player_of(part);
    const auto prepare = [&](bool update) {
        for (const AlphaPart each : player.learners) model_->network(each).prepare(update);
    };
    return player.turn->take([&] {
        prepare(true);
        AlphaResult found = pass(player, batch, parallel);
        if (waits(player))
            found.learnt = 0;
        else
            found.gradient = player.turn->learn(rate, parallel);
        prepare(false);
        return found;
    });
}

AlphaResult AlphaTurns::gradients(AlphaPart part, const Batch& batch, Parallel& parallel) {
    Player& player = player_of(part);
    const AlphaResult found = pass(player, batch, parallel);
    player.turn->gradients(parallel);
    return found;
}

// With weights w of what is real and v of what is made a cross-entropy is least where D says w / (w + v) of everything.
AlphaTurns::Best AlphaTurns::best(AlphaPart critic) const {
    if (objective_.wasserstein()) return {0, no_number};
    const double both = mode().code_weight;
    if (critic == code_discriminator) return {both * objective_.critic->chance.discriminator, 0};
    const double w = judges_images() ? objective_.real_weight : 1;
    const double v = objective_.generated_weight() * (judges_reconstructions() ? 2 : 1);
    return {w * math::log((w + v) / w) + v * math::log((w + v) / v), math::log(w / v)};
}

void AlphaTurns::save(Kept& kept) const {
    for (const std::unique_ptr<Player>& player : players_) player->turn->save(kept, name_of(player->learners.back()));
    if (!std::isnan(latest_[0])) kept.numbers["balance"] = {latest_[0], latest_[1]};
}

void AlphaTurns::load(const Kept& kept) {
    for (const std::unique_ptr<Player>& player : players_) player->turn->load(kept, name_of(player->learners.back()));
    const auto found = kept.numbers.find("balance");
    if (found != kept.numbers.end()) latest_ = {found->second.at(0), found->second.at(1)};
}

}  // namespace gen
