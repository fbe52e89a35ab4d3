#include "models/gan/turns.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"

namespace gen {
namespace {

using View = GanCritic::View;

View discriminator_view(const Gan& gan, const GanObjective& objective) {
    if (!gan.discriminator.whole_batch(true) || objective.mixed_batches) return View::together;
    return objective.loss->batch != nullptr ? View::apart : View::in_turn;
}

View generator_view(const Gan& gan, const GanObjective& objective) {
    return objective.loss->batch != nullptr ? discriminator_view(gan, objective) : View::generated;
}

UpdateOptions update_options(const GanLearning& learning, bool of_generator, double weight_limit) {
    return {
        .clip = learning.clip, .average = of_generator ? learning.average : 0, .norm = true, .weight_limit = weight_limit, .states = learning.states};
}

}  // namespace

GanTurns::GanTurns(Gan& gan, const GanObjective& objective, const GanLearning& learning, std::uint64_t seed)
    : gan_(&gan),
      objective_(objective),
      seed_(seed),
      generator_(gan.generator, z_, arena_, gan.spec.pack),
      critic_(gan.discriminator, discriminator_view(gan, objective), arena_),
      judge_(gan.discriminator, generator_view(gan, objective), arena_),
      of_shifted_(gan.discriminator, shifted_, arena_),
      between_(GradientPenalty::Kind::unit, objective.gradient_penalty, gan.discriminator, arena_),
      around_(GradientPenalty::Kind::unit, objective.dragan, gan.discriminator, arena_),
      at_real_(GradientPenalty::Kind::zero, objective.r1, gan.discriminator, arena_),
      at_fake_(GradientPenalty::Kind::zero, objective.r2, gan.discriminator, arena_),
      replay_(objective.replay, objective.replay_part),
      snapshot_(objective.snapshot_every, objective.snapshot_length),
      g_(gan.generator, objective.g_above, {generator_.pass()}, {&generator_}, *learning.generator, update_options(learning, true, 0), arena_) {
    check();
    if (!objective.loss->is_adversarial()) {
        build_matching();
        return;
    }
    d_.emplace(gan.discriminator, objective.d_above, discriminator_passes(), critic_.passages(), *learning.discriminator,
               update_options(learning, false, objective.weight_limit), arena_);
    build_discriminator();
    build_generator();
}

void GanTurns::check() const {
    const GanObjective& o = objective_;
    const bool adversarial = o.loss->is_adversarial();
    if (adversarial != gan_->spec.adversarial())
        fail("the loss ", o.loss->name, adversarial ? " needs a discriminator" : " goes without a discriminator");
    if (!adversarial &&
        (o.penalises() || o.augment > 0 || o.replay > 0 || o.noise > 0 || o.snapshot_every > 0 || gan_->spec.classes > 0 || gan_->spec.pack > 1))
        fail("the loss ", o.loss->name, " has no discriminator that could be regularised, told classes or given other inputs");
    if (o.penalises()) gan_->discriminator.expect_tangents();
    if (o.changes_labels() && !o.loss->has_labels) fail("the loss ", o.loss->name, " has no labels that could be soft or exchanged");
    if (gan_->spec.pack > 1 && gan_->spec.classes > 0) fail("a pack has no single class: conditional GANs judge images one by one");
    if (o.augment > 0 && (gan_->spec.input[1] < 8 || gan_->spec.input[2] < 8))
        fail("consistency shifts images by up to an eighth of their size: they need 8 x 8 pixels or more");
    if (o.augment > 0 && gan_->discriminator.whole_batch(true)) fail("consistency needs a discriminator that judges images one by one");
    if (o.snapshot_every > 0 && o.snapshot_length >= o.snapshot_every)
        fail("old networks play for ", o.snapshot_length, " of ", o.snapshot_every, " steps, expected fewer");
}

std::vector<Pass> GanTurns::discriminator_passes() {
    std::vector<Pass> passes;
    for (Passage* const passage : critic_.passages()) passes.push_back(passage->pass());
    if (objective_.augment > 0) passes.push_back(of_shifted_.pass());
    for (GradientPenalty* const penalty : penalties()) passes.push_back(penalty->pass());
    return passes;
}

// Those that weigh something.
std::vector<GradientPenalty*> GanTurns::penalties() {
    std::vector<GradientPenalty*> active;
    for (GradientPenalty* const penalty : {&between_, &around_, &at_real_, &at_fake_})
        if (penalty->weight() > 0) active.push_back(penalty);
    return active;
}

// Between two networks. Where one of them waits for the whole batch in any case, another wait costs nothing, and what the first one needs no more
// gives its place in the arena to the other.
void GanTurns::part(Pipeline& pipeline) const {
    if (gan_->generator.whole_batch(true) || gan_->discriminator.whole_batch(true)) pipeline.wait();
}

// From latent numbers to images. Rows of the pipeline are packs.
void GanTurns::generate(Pipeline& pipeline) {
    pipeline.rows([this](Rows rows, std::size_t) { draw(rows); });
    generator_.forward(pipeline, Trains::yes);
}

// And back.
void GanTurns::learn(Pipeline& pipeline) {
    generator_.backward(pipeline);
    g_.turn.check_gradients({&generator_});
    g_.turn.end();
}

void GanTurns::read_sides(Pipeline& pipeline, GanCritic& critic) {
    Pipeline::Uses uses = critic.inputs();
    uses.push_back(&generator_.y());
    pipeline.rows([this, &critic](Rows rows, std::size_t) { read_sides(rows, critic); }, uses);
}

void GanTurns::build_discriminator() {
    Turn& turn = d_->turn;
    Pipeline& pipeline = turn.pipeline();
    for (std::vector<double>* const found : {&losses_, &seen_[0], &seen_[1]}) pipeline.whole_at_end(rows_of(*found));
    generate(pipeline);
    if (replay_.active())
        pipeline.once([this] { replay_.exchange(generator_.y(), labels_, {seed_, Purpose::replay, d_->turn.count()}); }, {&generator_.y()},
                      {rows_of(generator_.y())});
    read_sides(pipeline, critic_);
    part(pipeline);
    if (critic_.in_turn()) {
        add_side_in_turn(pipeline, true);
        turn.sum_now(0);
        add_side_in_turn(pipeline, false);
    } else {
        add_sides(pipeline);
    }
    penalise(pipeline);
    turn.end();
}

// One side, through D and back.
void GanTurns::add_side_in_turn(Pipeline& pipeline, bool is_real) {
    const GanCritic::Turn turn = is_real ? GanCritic::Turn::of_real : GanCritic::Turn::of_generated;
    critic_.forward(pipeline, turn);
    pipeline.rows(
        [this, is_real](Rows rows, std::size_t) {
            for (std::size_t i = rows.begin; i < rows.end; ++i) judge_side(is_real, i);
        },
        critic_.logits(turn));
    critic_.backward(pipeline, false, turn);
    check_gradients(turn);
}

void GanTurns::check_gradients(GanCritic::Turn turn) {
    const std::vector<Passage*> passages = critic_.passages(turn);
    d_->turn.check_gradients({passages.begin(), passages.end()});
}

// Both sides at once.
void GanTurns::add_sides(Pipeline& pipeline) {
    critic_.forward(pipeline);
    Pipeline::Uses logits = critic_.logits();
    if (objective_.augment > 0) {
        Pipeline::Uses images = critic_.inputs();
        images.push_back(&shifted_);
        pipeline.rows(
            [this](Rows rows, std::size_t) {
                for (std::size_t i = rows.begin; i < rows.end; ++i) shift(i);
            },
            images);
        of_shifted_.forward(pipeline, Trains::yes);
        for (const Matrix* const end : of_shifted_.ends()) logits.push_back(end);
    }
    if (objective_.loss->batch != nullptr) pipeline.once([this] { judge_batch(); }, logits, critic_.judgements());
    pipeline.rows([this](Rows rows, std::size_t) { judge(rows); }, logits);
    critic_.backward(pipeline, false);
    if (objective_.augment > 0) of_shifted_.backward(pipeline);
    check_gradients(GanCritic::Turn::all);
}

// Two sums of each block, one behind all of the other.
Whole GanTurns::spread() {
    return {Whole::Of::blocks, [this] {
                const std::size_t bytes = spread_sums_.size() / 2 * sizeof(double);
                return Whole::Lines{reinterpret_cast<std::byte*>(spread_sums_.data()), bytes, 2, bytes};
            }};
}

void GanTurns::penalise(Pipeline& pipeline) {
    const std::size_t n = gan_->discriminator.inputs();
    const Pipeline::Uses uses = critic_.inputs();
    if (objective_.gradient_penalty > 0) between_.add(pipeline, [this](std::size_t i, real* x) { point_between(i, x); }, uses);
    if (objective_.dragan > 0) {
        pipeline.rows([this](Rows rows, std::size_t block) { measure_spread(rows, block); }, uses);
        pipeline.once([this] { sum_spread(); }, {}, {spread()});
        around_.add(pipeline, [this](std::size_t i, real* x) { point_around(i, x); }, uses);
    }
    if (objective_.r1 > 0) at_real_.add(pipeline, [this, n](std::size_t i, real* x) { std::copy_n(critic_.input(true, i), n, x); }, uses);
    if (objective_.r2 > 0) at_fake_.add(pipeline, [this, n](std::size_t i, real* x) { std::copy_n(critic_.input(false, i), n, x); }, uses);
}

void GanTurns::build_generator() {
    Pipeline& pipeline = g_.turn.pipeline();
    pipeline.whole_at_end(rows_of(losses_));
    generate(pipeline);
    read_sides(pipeline, judge_);
    part(pipeline);
    judge_.forward(pipeline);
    if (objective_.loss->batch != nullptr) pipeline.once([this] { judge_batch(); }, judge_.logits(), judge_.judgements());
    pipeline.rows([this](Rows rows, std::size_t) { judge_generator(rows); }, judge_.logits());
    judge_.backward(pipeline, true);
    Pipeline::Uses handed_on = judge_.input_gradients();
    handed_on.push_back(&generator_.dy());
    pipeline.rows([this](Rows rows, std::size_t) { take_gradient(rows); }, handed_on);
    part(pipeline);
    learn(pipeline);
}

// Without a discriminator: from images to the discrepancy, and back.
void GanTurns::build_matching() {
    Pipeline& pipeline = g_.turn.pipeline();
    pipeline.whole_at_end(rows_of(losses_));
    generate(pipeline);
    pipeline.rows(
        [this](Rows rows, std::size_t) {
            for (std::size_t i = rows.begin; i < rows.end; ++i) read_real(i, real_.row(i));
        },
        {&real_});
    pipeline.once([this] { match(); }, {&generator_.y(), &generator_.dy(), &real_}, {rows_of(generator_.y()), rows_of(real_)});
    learn(pipeline);
}

void GanTurns::begin(const Batch& batch, Player& player, Parallel& parallel) {
    const std::size_t pack = gan_->spec.pack;
    if (batch.rows.size() % pack != 0 || batch.rows.empty()) fail("a batch of ", batch.rows.size(), " examples, expected a multiple of ", pack);
    batch_ = &batch;
    parallel_ = &parallel;
    player_ = &player;
    packs_ = batch.rows.size() / pack;
    noise_ = objective_.noise_at(discriminator_turns());
    labels_.resize(gan_->spec.classes > 0 ? batch.rows.size() : 0);
    for (std::size_t i = 0; i < labels_.size(); ++i) labels_[i] = batch.data.label(batch.rows[i]);
    const std::uint64_t turn = 4 * player.turn.count() + (of_generator() ? 2 : 0);
    const std::size_t shards = parallel.sharding().shards();
    z_.resize(batch.rows.size(), gan_->spec.latent);
    generator_.reserve(packs_, {.noise = {seed_, Purpose::layers, turn}, .labels = labels_, .shards = shards}, Trains::yes);
    losses_.assign(packs_, 0);
    for (std::vector<double>& side : seen_) side.resize(packs_);
    if (!gan_->spec.adversarial()) return arena_.take(real_, batch.rows.size(), gan_->spec.pixels());
    const Mode mode = {.noise = {seed_, Purpose::layers, turn + 1}, .labels = labels_, .shards = shards};
    (of_generator() ? judge_ : critic_).reserve(packs_, mode, labels_);
    if (!of_generator()) begin_discriminator(mode);
}

void GanTurns::begin_discriminator(const Mode& mode) {
    if (objective_.augment > 0) {
        arena_.take(shifted_, packs_, gan_->discriminator.inputs());
        of_shifted_.reserve(packs_, mode, Trains::yes);
    }
    for (GradientPenalty* const penalty : penalties()) penalty->reserve(packs_, mode);
    spread_sums_.assign(2 * parallel_->sharding().blocks(packs_), 0);
}

// The batch goes its way, at times past an older copy of the opponent.
void GanTurns::run_against(Sequential& opponent, std::size_t which) {
    const bool plays = gan_->spec.adversarial() && snapshot_.plays(discriminator_turns());
    if (plays) snapshot_.exchange(opponent, which);
    player_->turn.run(packs_, *parallel_);
    if (plays) snapshot_.exchange(opponent, which);
}

DiscriminatorResult GanTurns::pass_discriminator(const Batch& batch, Parallel& parallel) {
    begin(batch, *d_, parallel);
    run_against(gan_->generator, 0);
    DiscriminatorResult result;
    const auto packs = static_cast<double>(packs_);
    result.loss = tree_sum(losses_.data(), losses_.size()) / packs;
    for (const GradientPenalty* const penalty : penalties()) result.penalty += penalty->sum() / packs;
    count_right(result);
    d_->turn.expect_finite(result.loss + result.penalty);
    return result;
}

GeneratorResult GanTurns::pass_generator(const Batch& batch, Parallel& parallel) {
    begin(batch, g_, parallel);
    run_against(gan_->discriminator, 1);
    GeneratorResult result;
    result.loss = tree_sum(losses_.data(), losses_.size()) / static_cast<double>(packs_);
    g_.turn.expect_finite(result.loss);
    return result;
}

// After a pass: the network whose turn it is learns, unless it is to be left alone.
void GanTurns::learn_from(PlayerResult& result, double rate) {
    Player& player = *player_;
    result.learnt = !player.above || !(player.loss <= *player.above);
    if (result.learnt) result.gradient = player.turn.learn(rate, *parallel_);
    player.loss = result.loss;
    player.network.prepare(false);
}

DiscriminatorResult GanTurns::train_discriminator(const Batch& batch, double rate, Parallel& parallel) {
    if (!d_) fail("the loss ", objective_.loss->name, " has no discriminator");
    return d_->turn.take([&] {
        gan_->discriminator.prepare(true);
        DiscriminatorResult result = pass_discriminator(batch, parallel);
        learn_from(result, rate);
        snapshot_.update(d_->turn.count(), gan_->networks());
        return result;
    });
}

GeneratorResult GanTurns::train_generator(const Batch& batch, double rate, Parallel& parallel) {
    return g_.turn.take([&] {
        gan_->generator.prepare(true);
        GeneratorResult result = pass_generator(batch, parallel);
        learn_from(result, rate);
        return result;
    });
}

DiscriminatorResult GanTurns::discriminator_gradients(const Batch& batch, Parallel& parallel) {
    const DiscriminatorResult result = pass_discriminator(batch, parallel);
    d_->turn.gradients(parallel);
    return result;
}

GeneratorResult GanTurns::generator_gradients(const Batch& batch, Parallel& parallel) {
    const GeneratorResult result = pass_generator(batch, parallel);
    g_.turn.gradients(parallel);
    return result;
}

void GanTurns::save(Kept& kept) const {
    const auto number = [](std::uint64_t n) { return static_cast<double>(n); };
    kept.numbers["gan_counts"] = {number(discriminator_updates()), number(generator_updates()), number(discriminator_turns()),
                                  number(g_.turn.count())};
    kept.numbers["gan_losses"] = {d_ ? d_->loss : no_loss, g_.loss};
    replay_.save(kept);
    snapshot_.save(kept);
}

void GanTurns::load(const Kept& kept) {
    if (!kept.numbers.contains("gan_counts")) return;
    const auto count = [&kept](std::size_t i) { return static_cast<std::uint64_t>(kept.numbers.at("gan_counts").at(i)); };
    const auto loss = [&kept](std::size_t i) { return std::min(kept.numbers.at("gan_losses").at(i), no_loss); };
    if (d_) d_->turn.set_counts(count(2), count(0));
    if (d_) d_->loss = loss(0);
    g_.turn.set_counts(count(3), count(1));
    g_.loss = loss(1);
    replay_.load(kept);
    snapshot_.load(kept, gan_->networks());
}

}  // namespace gen
