#include "models/avb/step.hpp"

#include <numbers>

#include "core/error.hpp"

namespace gen {
namespace {

std::vector<Pass> passes_of(const std::vector<Passage*>& passages) {
    std::vector<Pass> passes;
    for (Passage* const passage : passages) passes.push_back(passage->pass());
    return passes;
}

UpdateOptions update_options(const AvbLearning& learning, double average) {
    return {.clip = learning.clip, .average = average, .states = learning.states};
}

}  // namespace

AvbStep::AvbStep(AvbModel& avb, const AvbObjective& objective, const AvbLearning& learning, std::uint64_t seed, const Target* target)
    : avb_(&avb),
      objective_(objective),
      learning_(learning),
      seed_(seed),
      target_(target),
      codes_(avb, avb.spec.bounded() ? shown_ : x_, arena_),
      decoder_(avb.decoder, codes_.z(), arena_),
      judge_(avb, avb.spec.bounded() ? shown_ : x_, codes_.seen(), arena_, 1),
      critic_(avb, avb.spec.bounded() ? shown_ : x_, pairs_, arena_, 2),
      players_turn_(passes_of(player_passages()), player_passages(), *learning.players, update_options(learning, learning.average), arena_),
      critic_turn_(passes_of(critic_.passages()), critic_.passages(), *learning.critic, update_options(learning, 0), arena_) {
    for (Passage* const passage : critic_.passages())
        if (passage->network().whole_batch(true)) fail("T judges each example by itself: its networks take no batch norm and no minibatch layers");
    build_players(players_turn_.pipeline());
    build_critic();
    draws_.share();
    add_codes(draws_, Trains::yes);
    build_evaluation();
}

std::vector<Passage*> AvbStep::player_passages() {
    std::vector<Passage*> all = codes_.passages();
    if (has_data()) all.push_back(&decoder_);
    return all;
}

std::vector<std::string> AvbStep::losses() const {
    if (has_data()) return {"loss", "recon", "kl_estimate", "t_loss", "elbo_estimate"};
    return {"loss", "energy", "neg_entropy_estimate", "t_loss", "elbo_estimate"};
}

std::vector<std::string> AvbStep::measures() const { return has_data() ? Step::measures() : std::vector<std::string>{"t_chance"}; }

std::vector<double> AvbStep::validate(const Examples* data, Parallel& parallel) {
    return has_data() ? Step::validate(data, parallel) : std::vector<double>{2 * std::numbers::ln2};
}

void AvbStep::add_codes(Pipeline& pipeline, Trains trains) {
    if (has_data()) pipeline.rows([this](Rows rows, std::size_t) { read(rows); }, {&x_, &shown_});
    codes_.forward(pipeline, trains);
}

void AvbStep::share(Pipeline& pipeline) {
    pipeline.share();
    for (std::vector<double>* const found : {&recon_, &kl_, &told_}) pipeline.whole_at_end(rows_of(*found));
}

void AvbStep::build_players(Pipeline& pipeline) {
    add_codes(pipeline, Trains::yes);
    judge_.forward(pipeline, Trains::yes);
    if (has_data()) decoder_.forward(pipeline, Trains::yes);
    Pipeline::Uses judged = judge_.ends();
    if (has_data())
        for (const Matrix* const m : {static_cast<const Matrix*>(&x_), decoder_.ends()[0], decoder_.ends()[1]}) judged.push_back(m);
    pipeline.rows([this](Rows rows, std::size_t) { judge(rows, judge_, 1, true); }, judged);
    if (has_data()) decoder_.backward(pipeline, &dz_);
    judge_.backward(pipeline, &d_seen_);
    pipeline.rows([this](Rows rows, std::size_t) { latent_gradient(rows); });
    codes_.backward(pipeline);
    const std::vector<Passage*> learn = codes_.passages();
    players_turn_.check_gradients({learn.begin(), learn.end()});
    share(pipeline);
    players_turn_.end();
}

void AvbStep::build_critic() {
    Pipeline& pipeline = critic_turn_.pipeline();
    if (has_data()) pipeline.rows([this](Rows rows, std::size_t) { read(rows); }, {&x_, &shown_});
    pipeline.rows([this](Rows rows, std::size_t) { draw_others(rows); });
    critic_.forward(pipeline, Trains::yes);
    pipeline.rows([this](Rows rows, std::size_t) { judge_critic(rows, true); }, critic_.ends());
    critic_.backward(pipeline, nullptr);
    const std::vector<Passage*> learn = critic_.passages();
    critic_turn_.check_gradients({learn.begin(), learn.end()});
    share(pipeline);
    critic_turn_.end();
}

void AvbStep::build_evaluation() {
    if (!has_data()) return;
    share(evaluation_);
    add_codes(evaluation_, Trains::no);
    evaluation_.rows([this](Rows rows, std::size_t) { draw_others(rows); });
    critic_.forward(evaluation_, Trains::no);
    decoder_.forward(evaluation_, Trains::no);
    Pipeline::Uses judged = critic_.ends();
    judged.insert(judged.end(), {&x_, decoder_.ends()[0]});
    evaluation_.rows(
        [this](Rows rows, std::size_t) {
            judge(rows, critic_, 2, false);
            judge_critic(rows, false);
        },
        judged);
}

void AvbStep::take_images() {
    if (has_data()) arena_.take(x_, rows_, avb_->spec.pixels());
    if (avb_->spec.bounded()) arena_.take(shown_, rows_, avb_->spec.pixels());
}

// `number` of the draw: 0 is no training step.
void AvbStep::begin(const Batch& batch, std::uint64_t number, double beta, Trains trains, const Sharding& sharding) {
    passing_ = {&batch, number};
    beta_ = beta;
    shards_ = sharding.shards();
    rows_ = batch.rows.size();
    take_images();
    codes_.reserve(rows_, {.seed = seed_, .number = number, .first = random_row(0)}, trains, shards_);
    for (Matrix* const m : {&dz_, &d_seen_}) m->resize(rows_, avb_->spec.latent);
    pairs_.resize(2 * rows_, avb_->spec.latent);
    for (std::vector<double>* const numbers : {&recon_, &kl_, &told_}) numbers->assign(rows_, 0);
}

AvbLoss AvbStep::total(bool judged) const {
    const auto rows = static_cast<double>(rows_);
    const auto mean = [rows](const std::vector<double>& numbers) { return tree_sum(numbers.data(), numbers.size()) / rows; };
    AvbLoss loss = {0, mean(recon_), mean(kl_), judged ? mean(told_) : 0};
    loss.loss = loss.recon + beta_ * loss.kl;
    return loss;
}

AvbLoss AvbStep::pass_players(const Batch& batch, std::uint64_t step, Parallel& parallel) {
    begin(batch, 2 * players_turn_.count() + 1, objective_.beta * objective_.ramp.factor(step), Trains::yes, parallel.sharding());
    judge_.reserve(rows_, Trains::yes, shards_);
    if (has_data()) decoder_.reserve(rows_, {.noise = {seed_, Purpose::layers, passing_.number}, .shards = shards_}, Trains::yes);
    players_turn_.run(rows_, parallel);
    const AvbLoss loss = total(false);
    players_turn_.expect_finite(loss.loss);
    return loss;
}

// Rows that T has not just seen, where that is possible, and draws of its own.
void AvbStep::draw_codes(const Batch& batch, std::uint64_t number, Parallel& parallel) {
    if (has_data()) {
        Draws draws({seed_, Purpose::avb_rows, number});
        new_rows_.resize(batch.rows.size());
        for (std::uint32_t& row : new_rows_) row = draws.below(static_cast<std::uint32_t>(batch.data.size()));
    }
    const Batch anew = {batch.data, has_data() ? new_rows_ : batch.rows};
    begin(anew, number, beta_, Trains::yes, parallel.sharding());
    arena_.arrange(draws_);
    draws_.run(rows_, parallel);
}

double AvbStep::pass_critic(const Batch& batch, bool anew, Parallel& parallel) {
    const std::uint64_t drawn = anew ? 2 * critic_turn_.count() : passing_.number;
    if (anew) draw_codes(batch, drawn, parallel);
    const Batch seen = {batch.data, anew && has_data() ? new_rows_ : batch.rows};
    passing_ = {&seen, drawn};
    take_images();
    critic_.reserve(rows_, Trains::yes, shards_);
    critic_turn_.run(rows_, parallel);
    const double loss = tree_sum(told_.data(), told_.size()) / static_cast<double>(rows_);
    critic_turn_.expect_finite(loss);
    return loss;
}

double AvbStep::train_critic(const Batch& batch, bool anew, double rate, Parallel& parallel) {
    return critic_turn_.take([&] {
        const double loss = pass_critic(batch, anew, parallel);
        critic_turn_.learn(rate * learning_.critic_rate, parallel);
        return loss;
    });
}

void AvbStep::train(const Batch& batch, const Moment& moment, Parallel& parallel, std::vector<double>& sums) {
    AvbLoss loss = players_turn_.take([&] {
        const AvbLoss passed = pass_players(batch, moment.step, parallel);
        players_turn_.learn(moment.rate * learning_.players_rate, parallel);
        return passed;
    });
    for (std::size_t k = 0; k < objective_.dual_steps; ++k)
        loss.critic += train_critic(batch, !objective_.together || k > 0, moment.rate, parallel) / static_cast<double>(objective_.dual_steps);
    sums = numbers_of(loss, static_cast<double>(batch.rows.size()));
}

std::vector<double> AvbStep::evaluate(const Batch& batch, Parallel& parallel) {
    begin(batch, 0, objective_.beta, Trains::no, parallel.sharding());
    critic_.reserve(rows_, Trains::no, shards_);
    decoder_.reserve(rows_, {.noise = {seed_, Purpose::avb_valid_noise, 0}, .shards = shards_}, Trains::no);
    arena_.arrange(evaluation_);
    evaluation_.run(rows_, parallel);
    return numbers_of(total(true), static_cast<double>(rows_));
}

std::vector<double> AvbStep::numbers_of(const AvbLoss& loss, double examples) const {
    return {loss.loss * examples, loss.recon * examples, loss.kl * examples, loss.critic * examples, -(loss.recon + loss.kl) * examples};
}

AvbLoss AvbStep::player_gradients(const Batch& batch, std::uint64_t step, Parallel& parallel) {
    const AvbLoss loss = pass_players(batch, step, parallel);
    players_turn_.gradients(parallel);
    return loss;
}

double AvbStep::critic_gradients(const Batch& batch, bool anew, Parallel& parallel) {
    const double loss = pass_critic(batch, anew, parallel);
    critic_turn_.gradients(parallel);
    return loss;
}

void AvbStep::save(Kept& kept) const {
    players_turn_.save(kept, "players");
    critic_turn_.save(kept, "critic");
}

void AvbStep::load(const Kept& kept) {
    players_turn_.load(kept, "players");
    critic_turn_.load(kept, "critic");
}

}  // namespace gen
