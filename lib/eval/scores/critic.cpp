#include "eval/scores/critic.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "core/error.hpp"
#include "core/random.hpp"
#include "eval/scores/held_out.hpp"
#include "models/adversarial/penalty.hpp"
#include "models/gan/critic.hpp"
#include "nn/architecture.hpp"
#include "nn/inference.hpp"
#include "nn/initialise.hpp"
#include "nn/layer_table.hpp"
#include "train/schedule.hpp"
#include "train/turn.hpp"

namespace gen {
namespace {

Sequential network_of(const Shape& shape, std::size_t columns) {
    const bool maps = has_maps(shape);
    const Shape input = maps ? shape : Shape{columns};
    const Architecture how = parse_architecture(maps ? "conv:16,32" : "mlp:128,128");
    return {"critic", expand_encoder(how, parse_activation("leaky-relu:0.2"), maps ? shape : Shape{columns, 1, 1}, 1), input};
}

/// A critic that learns from pairs of a real row and a sample.
class LearningCritic {
public:
    /// `learnt`: real rows, then as many samples.
    LearningCritic(Sequential& network, const Matrix& learnt, const IndependentCritic& how)
        : learnt_(learnt),
          how_(how),
          optimizer_(parse_optimizer("adam:beta1=0.5,beta2=0.9")),
          critic_(network, GanCritic::View::together, arena_),
          between_(GradientPenalty::Kind::unit, how.penalty * std::sqrt(static_cast<double>(learnt.columns())), network, arena_),
          turn_({critic_.passages()[0]->pass(), between_.pass()}, critic_.passages(), optimizer_, {}, arena_) {
        build();
    }

    void learn(Parallel& parallel) {
        const std::size_t pairs = learnt_.rows() / 2;
        const std::size_t batch = std::min(how_.batch, pairs);
        const std::size_t per_epoch = pairs / batch;
        const std::size_t steps = std::min(how_.steps, how_.epochs * per_epoch);
        const Schedule schedule = parse_schedule("cosine");
        for (std::size_t i = 0; i < steps; ++i) {
            if (i % per_epoch == 0) shuffle(i / per_epoch, pairs);
            first_ = i % per_epoch * batch;
            step(batch, how_.rate * schedule.factor(i, i / per_epoch, steps), parallel);
        }
    }

private:
    void build() {
        Pipeline& pipeline = turn_.pipeline();
        pipeline.rows(
            [this](Rows rows, std::size_t) {
                for (std::size_t i = rows.begin; i < rows.end; ++i) read(i);
            },
            critic_.inputs());
        critic_.forward(pipeline);
        pipeline.rows(
            [this](Rows rows, std::size_t) {
                for (std::size_t i = rows.begin; i < rows.end; ++i) judge(i);
            },
            critic_.logits());
        critic_.backward(pipeline, false);
        const std::vector<Passage*> passages = critic_.passages();
        turn_.check_gradients({passages.begin(), passages.end()});
        between_.add(pipeline, [this](std::size_t i, real* x) { point_between(i, x); }, critic_.inputs());
        turn_.end();
    }

    void shuffle(std::size_t epoch, std::size_t pairs) {
        for (const bool is_real : {false, true})
            order_[is_real ? 1 : 0] = random_order({how_.seed, Purpose::shuffle, 2 * epoch + (is_real ? 1 : 0)}, static_cast<std::uint32_t>(pairs));
    }

    void step(std::size_t batch, double rate, Parallel& parallel) {
        turn_.take([&] {
            losses_.assign(batch, 0);
            const Mode mode = {.noise = {how_.seed, Purpose::layers, turn_.count()}};
            critic_.reserve(batch, mode, {});
            between_.reserve(batch, mode);
            turn_.run(batch, parallel);
            turn_.expect_finite(tree_sum(losses_.data(), losses_.size()) + between_.sum());
            turn_.learn(rate, parallel);
        });
    }

    void read(std::size_t i) {
        for (const bool is_real : {false, true}) {
            const std::size_t row = order_[is_real ? 1 : 0][first_ + i] + (is_real ? 0 : learnt_.rows() / 2);
            std::copy_n(learnt_.row(row), learnt_.columns(), critic_.input(is_real, i));
        }
    }

    void judge(std::size_t i) {
        const auto part = static_cast<real>(1.0 / static_cast<double>(losses_.size()));
        *critic_.logits_gradient(true, i) = -part;
        *critic_.logits_gradient(false, i) = part;
        losses_[i] = static_cast<double>(*critic_.logits(false, i)) - static_cast<double>(*critic_.logits(true, i));
    }

    void point_between(std::size_t i, real* x) {
        const auto part = static_cast<real>(Draws({how_.seed, Purpose::between, turn_.count()}, static_cast<std::uint32_t>(i)).uniform());
        const real* const real_row = critic_.input(true, i);
        const real* const sample = critic_.input(false, i);
        for (std::size_t j = 0; j < learnt_.columns(); ++j) x[j] = part * real_row[j] + (1 - part) * sample[j];
    }

    const Matrix& learnt_;
    IndependentCritic how_;
    Optimizer optimizer_;
    std::vector<std::uint32_t> order_[2];  // of samples and of real rows in the running epoch
    std::size_t first_ = 0;                // of the batch, in these
    std::vector<double> losses_;
    Arena arena_;
    GanCritic critic_;
    GradientPenalty between_;
    Turn turn_;
};

/// D of each row.
std::vector<double> judged(const Sequential& network, const Matrix& rows, Parallel& parallel) {
    std::vector<double> all(rows.rows());
    const auto read = [&](std::size_t first, Matrix& x) { std::copy_n(rows.row(first), x.size(), x.data()); };
    const auto use = [&](std::size_t first, const Matrix& y) { std::copy_n(y.data(), y.rows(), all.begin() + static_cast<std::ptrdiff_t>(first)); };
    Inference(network).run(rows.rows(), parallel, read, use);
    return all;
}

}  // namespace

Estimated critic_distance(const Matrix& real_rows, const Matrix& samples, const Shape& shape, const IndependentCritic& how, Parallel& parallel) {
    if (count(shape) != real_rows.columns()) fail("rows of ", real_rows.columns(), " numbers, expected ", count(shape), " of shape ", text(shape));
    HeldOut rows = held_out(real_rows, samples, how.seed);
    const double unit = rows.scale();
    Sequential network = network_of(shape, real_rows.columns());
    initialise(network, {}, how.seed, 0);
    Parallel alone(parallel.threads());  // ranks share no training of this kind
    LearningCritic(network, rows.learnt, how).learn(alone);
    const std::vector<double> told = judged(network, rows.held, parallel);
    const std::span<const double> all(told);
    const Estimated of_real = estimated(all.first(told.size() / 2));
    const Estimated of_samples = estimated(all.last(told.size() / 2));
    return {unit * (of_real.value - of_samples.value), unit * std::hypot(of_real.error, of_samples.error)};
}

}  // namespace gen
