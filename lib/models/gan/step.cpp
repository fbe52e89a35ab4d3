#include "models/gan/step.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "nn/average.hpp"

namespace gen {
namespace {

using Loss = AdversarialLoss;
using View = GanCritic::View;

View discriminator_view(const Gan& gan, const GanObjective& objective) {
    if (!gan.discriminator.whole_batch(true) || objective.mixed_batches) return View::together;
    return objective.loss == Loss::relativistic ? View::apart : View::in_turn;
}

View generator_view(const Gan& gan, const GanObjective& objective) {
    return objective.loss == Loss::relativistic ? discriminator_view(gan, objective) : View::generated;
}

UpdateOptions update_options(const GanLearning& learning, bool of_generator, double weight_limit) {
    return {.clip = learning.clip, .average = of_generator ? learning.average : 0, .norm = true, .weight_limit = weight_limit};
}

constexpr double kernel_widths[] = {2, 5, 10, 20, 40, 80};  // Li, Swersky and Zemel, 2015

}  // namespace

GanStep::GanStep(Gan& gan, const GanObjective& objective, const GanLearning& learning, std::uint64_t seed)
    : gan_(&gan), objective_(objective), learning_(learning), seed_(seed), critic_(gan.discriminator, room_, discriminator_view(gan, objective)),
      judge_(gan.discriminator, room_, generator_view(gan, objective)), between_(GanPenalty::Kind::unit, objective.gradient_penalty, arena_),
      around_(GanPenalty::Kind::unit, objective.dragan, arena_), at_real_(GanPenalty::Kind::zero, objective.r1, arena_),
      at_fake_(GanPenalty::Kind::zero, objective.r2, arena_),
      replay_(objective.replay, objective.replay_part), snapshot_(objective.snapshot_every, objective.snapshot_length),
      g_update_({{&gan.generator, &z_, &generator_}}, *learning.generator, update_options(learning, true, 0), true) {
    check();
    generator_.arena = of_shifted_.arena = &arena_;
    gan.generator.open(generator_, true);
    if (objective.loss == Loss::mmd) {
        g_pipeline_ = build_matching();
        return;
    }
    d_update_.emplace(discriminator_passes(), *learning.discriminator, update_options(learning, false, objective.weight_limit), true);
    d_pipeline_ = build_discriminator();
    g_pipeline_ = build_generator();
}

void GanStep::check() const {
    const GanObjective& o = objective_;
    const bool adversarial = o.loss != Loss::mmd;
    if (adversarial != gan_->spec.adversarial()) fail("the loss ", name_of(o.loss), adversarial ? " needs a discriminator" : " goes without a discriminator");
    if (!adversarial && (o.penalises() || o.augment > 0 || o.replay > 0 || o.noise > 0 || o.snapshot_every > 0 || gan_->spec.classes > 0 || gan_->spec.pack > 1))
        fail("the loss mmd has no discriminator that could be regularised, told classes or given other inputs");
    if (o.penalises()) gan_->discriminator.expect_tangents();
    if (o.changes_labels() && !has_labels(o.loss)) fail("the loss ", name_of(o.loss), " has no labels that could be soft or exchanged");
    if (gan_->spec.pack > 1 && gan_->spec.classes > 0) fail("a pack has no single class: conditional GANs judge images one by one");
    if (o.augment > 0 && (gan_->spec.input[1] < 8 || gan_->spec.input[2] < 8)) fail("consistency shifts images by up to an eighth of their size: they need 8 x 8 pixels or more");
    if (o.augment > 0 && gan_->discriminator.whole_batch(true)) fail("consistency needs a discriminator that judges images one by one");
    if (o.snapshot_every > 0 && o.snapshot_length >= o.snapshot_every) fail("old networks play for ", o.snapshot_length, " of ", o.snapshot_every, " steps, expected fewer");
}

std::vector<Pass> GanStep::discriminator_passes() {
    std::vector<Pass> passes = critic_.passes(gan_->discriminator);
    if (objective_.augment > 0) passes.push_back({&gan_->discriminator, &shifted_, &of_shifted_});
    for (GanPenalty* const penalty : penalties()) passes.push_back(penalty->pass(gan_->discriminator));
    return passes;
}

// Those that weigh something.
std::vector<GanPenalty*> GanStep::penalties() {
    std::vector<GanPenalty*> active;
    for (GanPenalty* const penalty : {&between_, &around_, &at_real_, &at_fake_})
        if (penalty->weight() > 0) active.push_back(penalty);
    return active;
}

// Between two networks. Where one of them waits for the whole batch in any case, another wait costs nothing, and what the first one needs no more gives
// its place in the arena to the other.
void GanStep::part(Pipeline& pipeline) const {
    if (gan_->generator.whole_batch(true) || gan_->discriminator.whole_batch(true)) pipeline.wait();
}

// From latent numbers to images. Rows of the pipeline are packs.
void GanStep::generate(Pipeline& pipeline) {
    pipeline.rows([this](Rows rows, std::size_t) { draw(rows); });
    gan_->generator.add_forward(pipeline, z_, generator_, Trains::yes, gan_->spec.pack);
}

// And back.
void GanStep::learn(Pipeline& pipeline) {
    const std::size_t pack = gan_->spec.pack;
    gan_->generator.add_backward(pipeline, z_, generator_, Trains::yes, nullptr, pack);
    pipeline.rows([this, pack](Rows rows, std::size_t block) { finite_[block] = gan_->generator.finite_gradients(generator_, rows, pack) ? 1 : 0; },
                  {&gan_->generator.first_gradient(generator_)});
    pipeline.after(g_update_.operands());
}

void GanStep::read_sides(Pipeline& pipeline, GanCritic& critic) {
    Pipeline::Uses uses = critic.inputs();
    uses.push_back(&generator_.y.back());
    pipeline.rows([this, &critic](Rows rows, std::size_t) { read_sides(rows, critic); }, uses);
}

Pipeline GanStep::build_discriminator() {
    Pipeline pipeline;
    generate(pipeline);
    if (replay_.active())
        pipeline.once([this] { replay_.exchange(generator_.y.back(), labels_, {seed_, Purpose::replay, d_turns_}); }, {&generator_.y.back()});
    read_sides(pipeline, critic_);
    part(pipeline);
    if (critic_.in_turn()) {
        add_turn(pipeline, true);
        pipeline.once([this] {
            d_update_->sum_first(*parallel_);
            critic_.end_real_turn();
        }, d_update_->operands(d_update_->first()));
        add_turn(pipeline, false);
    } else {
        add_sides(pipeline);
    }
    penalise(pipeline);
    pipeline.after(d_update_->operands());
    return pipeline;
}

// One side, through D and back.
void GanStep::add_turn(Pipeline& pipeline, bool is_real) {
    const GanCritic::Turn turn = is_real ? GanCritic::Turn::of_real : GanCritic::Turn::of_generated;
    critic_.add_forward(pipeline, turn);
    pipeline.rows([this, is_real](Rows rows, std::size_t) {
        for (std::size_t i = rows.begin; i < rows.end; ++i) judge_side(is_real, i);
    }, critic_.logits());
    critic_.add_backward(pipeline, false, turn);
    pipeline.rows([this](Rows rows, std::size_t block) { finite_[block] = finite_[block] != 0 && critic_.finite(rows) ? 1 : 0; }, critic_.first_gradients());
}

// Both sides at once.
void GanStep::add_sides(Pipeline& pipeline) {
    critic_.add_forward(pipeline);
    Pipeline::Uses logits = critic_.logits();
    if (objective_.augment > 0) {
        Pipeline::Uses images = critic_.inputs();
        images.push_back(&shifted_);
        pipeline.rows([this](Rows rows, std::size_t) {
            for (std::size_t i = rows.begin; i < rows.end; ++i) shift(i);
        }, images);
        gan_->discriminator.open(of_shifted_, true);
        gan_->discriminator.add_forward(pipeline, shifted_, of_shifted_, Trains::yes);
        logits.insert(logits.end(), {&of_shifted_.y.back(), &of_shifted_.dy.back()});
    }
    if (objective_.loss == Loss::relativistic) pipeline.once([this] { judge_relativistic(); }, logits);
    pipeline.rows([this](Rows rows, std::size_t) { judge(rows); }, logits);
    critic_.add_backward(pipeline, false);
    if (objective_.augment > 0) gan_->discriminator.add_backward(pipeline, shifted_, of_shifted_, Trains::yes, nullptr);
    pipeline.rows([this](Rows rows, std::size_t block) { finite_[block] = critic_.finite(rows) ? 1 : 0; }, critic_.first_gradients());
}

void GanStep::penalise(Pipeline& pipeline) {
    const Sequential& d = gan_->discriminator;
    const std::size_t n = d.inputs();
    if (objective_.gradient_penalty > 0) between_.add(pipeline, d, [this](std::size_t i, real* x) { point_between(i, x); }, critic_.inputs());
    if (objective_.dragan > 0) {
        pipeline.rows([this](Rows rows, std::size_t block) { measure_spread(rows, block); }, critic_.inputs());
        pipeline.once([this, n] {
            const std::size_t blocks = spread_sums_.size() / 2;
            const double count = static_cast<double>(packs_ * n);
            const double mean = tree_sum(spread_sums_.data(), blocks) / count;
            spread_ = std::sqrt(std::max(0.0, tree_sum(spread_sums_.data() + blocks, blocks) / count - mean * mean));
        });
        around_.add(pipeline, d, [this](std::size_t i, real* x) { point_around(i, x); }, critic_.inputs());
    }
    if (objective_.r1 > 0) at_real_.add(pipeline, d, [this, n](std::size_t i, real* x) { std::copy_n(critic_.input(true, i), n, x); }, critic_.inputs());
    if (objective_.r2 > 0) at_fake_.add(pipeline, d, [this, n](std::size_t i, real* x) { std::copy_n(critic_.input(false, i), n, x); }, critic_.inputs());
}

Pipeline GanStep::build_generator() {
    Pipeline pipeline;
    generate(pipeline);
    read_sides(pipeline, judge_);
    part(pipeline);
    judge_.add_forward(pipeline);
    if (objective_.loss == Loss::relativistic) pipeline.once([this] { judge_relativistic(); }, judge_.logits());
    pipeline.rows([this](Rows rows, std::size_t) { judge_generator(rows); }, judge_.logits());
    judge_.add_backward(pipeline, true);
    Pipeline::Uses handed_on = judge_.input_gradients();
    handed_on.push_back(&generator_.dy.back());
    pipeline.rows([this](Rows rows, std::size_t) { take_gradient(rows); }, handed_on);
    part(pipeline);
    learn(pipeline);
    return pipeline;
}

// Without a discriminator: from images to the discrepancy, and back.
Pipeline GanStep::build_matching() {
    Pipeline pipeline;
    generate(pipeline);
    pipeline.rows([this](Rows rows, std::size_t) {
        for (std::size_t i = rows.begin; i < rows.end; ++i) read_real(i, real_.row(i));
    }, {&real_});
    pipeline.once([this] {
        MutablePanel d = panel(generator_.dy.back());
        const double square = mmd_(panel(generator_.y.back()), panel(real_), kernel_widths, *parallel_, d);
        losses_.assign(packs_, std::sqrt(std::max(square, 1e-8)));
        const auto factor = static_cast<real>(square > 1e-8 ? 0.5 / losses_[0] : 0);
        for (real& g : generator_.dy.back().values()) g *= factor;
    }, {&generator_.y.back(), &generator_.dy.back(), &real_});
    learn(pipeline);
    return pipeline;
}

void GanStep::begin(const Batch& batch, bool of_generator, Parallel& parallel) {
    const std::size_t pack = gan_->spec.pack;
    if (batch.rows.size() % pack != 0 || batch.rows.empty()) fail("a batch of ", batch.rows.size(), " examples, expected a multiple of ", pack);
    batch_ = &batch;
    parallel_ = &parallel;
    of_generator_ = of_generator;
    packs_ = batch.rows.size() / pack;
    noise_ = objective_.noise_at(d_turns_);
    labels_.resize(gan_->spec.classes > 0 ? batch.rows.size() : 0);
    for (std::size_t i = 0; i < labels_.size(); ++i) labels_[i] = batch.data.label(batch.rows[i]);
    const std::uint64_t turn = 4 * (of_generator ? g_turns_ : d_turns_) + (of_generator ? 2 : 0);
    z_.resize(batch.rows.size(), gan_->spec.latent);
    generator_.mode = {.noise = {seed_, Purpose::layers, turn}, .labels = labels_};
    gan_->generator.reserve(generator_, batch.rows.size(), true, pack);
    losses_.assign(packs_, 0);
    for (std::vector<double>& side : seen_) side.resize(packs_);
    finite_.assign(row_blocks(packs_), 1);
    g_update_.take(arena_);
    if (!gan_->spec.adversarial()) {
        arena_.take(real_, batch.rows.size(), gan_->spec.pixels());
        arena_.arrange(g_pipeline_);
        return;
    }
    const Mode mode = {.noise = {seed_, Purpose::layers, turn + 1}, .labels = labels_};
    (of_generator ? judge_ : critic_).reserve(packs_, mode, labels_);
    if (!of_generator) begin_discriminator(mode);
    arena_.arrange(of_generator ? g_pipeline_ : d_pipeline_);
}

void GanStep::begin_discriminator(const Mode& mode) {
    d_update_->take(arena_);
    const Sequential& d = gan_->discriminator;
    if (objective_.augment > 0) {
        arena_.take(shifted_, packs_, d.inputs());
        of_shifted_.mode = mode;
        d.reserve(of_shifted_, packs_, true);
    }
    for (GanPenalty* const penalty : penalties()) penalty->reserve(d, packs_, mode);
    spread_sums_.assign(2 * finite_.size(), 0);
}

void GanStep::expect_finite(double loss) const {
    if (!std::isfinite(loss)) throw Diverged("the loss is not finite", true);
    if (std::any_of(finite_.begin(), finite_.end(), [](char finite) { return finite == 0; })) throw Diverged("a gradient is not finite", true);
}

DiscriminatorResult GanStep::pass_discriminator(const Batch& batch, Parallel& parallel) {
    begin(batch, false, parallel);
    const bool plays = snapshot_.plays(d_turns_);
    if (plays) snapshot_.exchange(gan_->generator, 0);
    d_pipeline_.run(packs_, parallel);
    if (plays) snapshot_.exchange(gan_->generator, 0);
    DiscriminatorResult result;
    const auto packs = static_cast<double>(packs_);
    result.loss = tree_sum(losses_.data(), losses_.size()) / packs;
    for (const GanPenalty* const penalty : penalties()) result.penalty += penalty->sum() / packs;
    count_right(result);
    expect_finite(result.loss + result.penalty);
    return result;
}

GeneratorResult GanStep::pass_generator(const Batch& batch, Parallel& parallel) {
    begin(batch, true, parallel);
    const bool plays = gan_->spec.adversarial() && snapshot_.plays(d_turns_);
    if (plays) snapshot_.exchange(gan_->discriminator, 1);
    g_pipeline_.run(packs_, parallel);
    if (plays) snapshot_.exchange(gan_->discriminator, 1);
    GeneratorResult result;
    result.loss = tree_sum(losses_.data(), losses_.size()) / static_cast<double>(packs_);
    expect_finite(result.loss);
    return result;
}

/// Counts a turn, unless it diverges.
template <class Turn>
auto GanStep::counted(std::uint64_t& turns, const Turn& turn) {
    ++turns;
    try {
        return turn();
    } catch (const Diverged&) {
        --turns;
        throw;
    }
}

DiscriminatorResult GanStep::train_discriminator(const Batch& batch, double rate, Parallel& parallel) {
    if (!d_update_) fail("the loss ", name_of(objective_.loss), " has no discriminator");
    return counted(d_turns_, [&] {
        gan_->discriminator.prepare(true);
        DiscriminatorResult result = pass_discriminator(batch, parallel);
        result.learnt = !objective_.d_above || !(d_loss_ <= *objective_.d_above);
        if (result.learnt) {
            if (!critic_.can_keep(gan_->discriminator)) throw Diverged("a running statistic is not finite", true);
            result.gradient = d_update_->run(d_updates_ + 1, rate, parallel);
            ++d_updates_;
            critic_.keep(gan_->discriminator);
        }
        d_loss_ = result.loss;
        gan_->discriminator.prepare(false);
        snapshot_.update(d_turns_, gan_->networks());
        return result;
    });
}

GeneratorResult GanStep::train_generator(const Batch& batch, double rate, Parallel& parallel) {
    return counted(g_turns_, [&] {
        gan_->generator.prepare(true);
        GeneratorResult result = pass_generator(batch, parallel);
        result.learnt = !objective_.g_above || !(g_loss_ <= *objective_.g_above);
        if (result.learnt) {
            if (!gan_->generator.can_keep(generator_)) throw Diverged("a running statistic is not finite", true);
            result.gradient = g_update_.run(g_updates_ + 1, rate, parallel);
            ++g_updates_;
            gan_->generator.keep(generator_);
            if (learning_.average > 0) {
                Sequential* const averaged[] = {&gan_->generator};
                average_buffers(averaged, average_decay(learning_.average, g_updates_));
            }
        }
        g_loss_ = result.loss;
        gan_->generator.prepare(false);
        return result;
    });
}

DiscriminatorResult GanStep::discriminator_gradients(const Batch& batch, Parallel& parallel) {
    const DiscriminatorResult result = pass_discriminator(batch, parallel);
    d_update_->gradients(parallel);
    return result;
}

GeneratorResult GanStep::generator_gradients(const Batch& batch, Parallel& parallel) {
    const GeneratorResult result = pass_generator(batch, parallel);
    g_update_.gradients(parallel);
    return result;
}

void GanStep::save(Kept& kept) const {
    const auto number = [](std::uint64_t n) { return static_cast<double>(n); };
    kept.numbers["gan_counts"] = {number(d_updates_), number(g_updates_), number(d_turns_), number(g_turns_)};
    kept.numbers["gan_losses"] = {d_loss_, g_loss_};
    replay_.save(kept);
    snapshot_.save(kept);
}

void GanStep::load(const Kept& kept) {
    if (!kept.numbers.contains("gan_counts")) return;
    std::uint64_t* const counts[] = {&d_updates_, &g_updates_, &d_turns_, &g_turns_};
    for (std::size_t i = 0; i < 4; ++i) *counts[i] = static_cast<std::uint64_t>(kept.numbers.at("gan_counts").at(i));
    d_loss_ = std::min(kept.numbers.at("gan_losses").at(0), no_loss);
    g_loss_ = std::min(kept.numbers.at("gan_losses").at(1), no_loss);
    replay_.load(kept);
    snapshot_.load(kept, gan_->networks());
}

}  // namespace gen
