// What a step of a GAN does with the rows of a block, between the networks.

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.hpp"
#include "core/kernels.hpp"
#include "models/gan/turns.hpp"
#include "prob/categorical.hpp"

namespace gen {
namespace {

constexpr double kernel_widths[] = {2, 5, 10, 20, 40, 80};  // Li, Swersky and Zemel, 2015

}  // namespace

Stream GanTurns::stream(Purpose d, Purpose g) const { return {seed_, of_generator() ? g : d, player_->turn.count()}; }

void GanTurns::draw(Rows rows) {
    const std::size_t pack = gan_->spec.pack;
    const Stream drawn = stream(Purpose::d_latent, Purpose::g_latent);
    for (std::size_t i = rows.begin * pack; i < rows.end * pack; ++i) {
        if (given_.latents != nullptr)
            std::copy_n(given_.latents->row(i), z_.columns(), z_.row(i));
        else
            draw_latent(gan_->spec.noise, drawn, static_cast<std::uint32_t>(i), z_.row(i), z_.columns());
    }
}

// Images of the batch, in the networks' range.
void GanTurns::read_real(std::size_t pack, real* x) const {
    const GanSpec& spec = gan_->spec;
    const std::size_t n = spec.pixels();
    for (std::size_t k = 0; k < spec.pack; ++k) batch_->data.read(batch_->rows[pack * spec.pack + k], x + k * n);
    if (!spec.bounded() || (spec.low == 0 && spec.high == 1)) return;
    const auto low = static_cast<real>(spec.low);
    const auto width = static_cast<real>(spec.high - spec.low);
    std::transform(x, x + spec.pack * n, x, [low, width](real v) { return low + width * v; });
}

void GanTurns::add_noise(bool is_real, std::size_t pack, real* x) const {
    if (noise_ == 0) return;
    thread_local std::vector<real> noise;
    const std::size_t n = gan_->discriminator.inputs();
    noise.resize(n);
    random_normal(stream(Purpose::d_noise, Purpose::g_noise), static_cast<std::uint32_t>(2 * pack + (is_real ? 0 : 1)), noise.data(), n);
    kernels().add_scaled(noise.data(), static_cast<real>(noise_), n, x);
}

void GanTurns::read_sides(Rows rows, GanCritic& critic) {
    const std::size_t n = gan_->discriminator.inputs();
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        if (critic.sees_real()) {
            read_real(i, critic.input(true, i));
            add_noise(true, i, critic.input(true, i));
        }
        std::copy_n(generator_.y().row(i * gan_->spec.pack), n, critic.input(false, i));
        add_noise(false, i, critic.input(false, i));
    }
}

// Each image of a pack, moved by up to an eighth of its size; what comes in from outside is as dark as can be.
void GanTurns::shift(std::size_t pack) {
    const GanSpec& spec = gan_->spec;
    const auto height = static_cast<std::int64_t>(spec.input[1]);
    const auto width = static_cast<std::int64_t>(spec.input[2]);
    const std::int64_t most[] = {height / 8, width / 8};
    Draws draws({seed_, Purpose::shift, d_->turn.count()}, static_cast<std::uint32_t>(pack));
    for (std::size_t k = 0; k < spec.pack; ++k) {
        std::int64_t by[2];
        for (std::size_t axis = 0; axis < 2; ++axis)
            by[axis] = static_cast<std::int64_t>(draws.below(static_cast<std::uint32_t>(2 * most[axis] + 1))) - most[axis];
        const real* const x = critic_.input(true, pack) + k * spec.pixels();
        real* const y = shifted_.row(pack) + k * spec.pixels();
        for (std::int64_t c = 0; c < static_cast<std::int64_t>(spec.input[0]); ++c)
            for (std::int64_t i = 0; i < height; ++i)
                for (std::int64_t j = 0; j < width; ++j) {
                    const std::int64_t from_i = i - by[0];
                    const std::int64_t from_j = j - by[1];
                    const bool inside = from_i >= 0 && from_i < height && from_j >= 0 && from_j < width;
                    y[(c * height + i) * width + j] =
                        inside ? x[(c * height + from_i) * width + from_j] : static_cast<real>(spec.bounded() ? spec.low : 0);
                }
    }
}

/// Soft, and exchanged for the other side's with some probability.
double GanTurns::label_of(bool is_real, std::size_t pack) const {
    const GanObjective& o = objective_;
    const LabelRange& own = is_real ? o.real_label : o.fake_label;
    if (o.flip_labels == 0 && own.low == own.high) return own.low;
    Draws draws({seed_, Purpose::label, 2 * player_->turn.count() + (of_generator() ? 1 : 0)},
                static_cast<std::uint32_t>(2 * pack + (is_real ? 0 : 1)));
    const bool flipped = o.flip_labels > 0 && draws.uniform() < o.flip_labels;
    const LabelRange& range = flipped ? (is_real ? o.fake_label : o.real_label) : own;
    return draws.uniform(range.low, range.high);
}

/// Cross-entropy of the auxiliary classifier; its gradient goes beside that of the logit.
double GanTurns::class_loss(bool is_real, std::size_t pack) {
    GanCritic& critic = of_generator() ? judge_ : critic_;
    const std::size_t classes = gan_->spec.classes;
    const double weight = objective_.auxiliary / static_cast<double>(packs_);
    return objective_.auxiliary * cross_entropy(critic.logits(is_real, pack) + 1, classes, static_cast<std::size_t>(labels_[pack]), weight,
                                                critic.logits_gradient(is_real, pack) + 1);
}

// D's loss of some packs, and its gradient in their logits.
void GanTurns::judge(Rows rows) {
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        for (const bool is_real : {true, false}) judge_side(is_real, i);
        if (objective_.augment > 0) judge_consistency(i);
    }
}

void GanTurns::judge_side(bool is_real, std::size_t pack) {
    const auto logit = static_cast<double>(*critic_.logits(is_real, pack));
    seen_[is_real ? 0 : 1][pack] = logit;
    if (objective_.loss->batch == nullptr) {
        double slope = 0;
        losses_[pack] += objective_.loss->discriminator(logit, label_of(is_real, pack), is_real, slope);
        *critic_.logits_gradient(is_real, pack) = static_cast<real>(slope / static_cast<double>(packs_));
    }
    if (gan_->spec.logits() > 1) losses_[pack] += class_loss(is_real, pack);
}

void GanTurns::judge_consistency(std::size_t pack) {
    const double difference = static_cast<double>(*critic_.logits(true, pack)) - static_cast<double>(of_shifted_.y()(pack, 0));
    const auto slope = static_cast<real>(2 * objective_.augment * difference / static_cast<double>(packs_));
    losses_[pack] += objective_.augment * difference * difference;
    *critic_.logits_gradient(true, pack) += slope;
    std::fill_n(of_shifted_.dy().row(pack), of_shifted_.dy().columns(), real{0});
    of_shifted_.dy()(pack, 0) = -slope;
}

// A loss of all logits at once: D's, and with sides exchanged G's.
void GanTurns::judge_batch() {
    GanCritic& critic = of_generator() ? judge_ : critic_;
    std::array<std::vector<double>, 2> logits;
    std::array<std::vector<double>, 2> slopes;
    for (const bool is_real : {true, false}) {
        std::vector<double>& side = logits[is_real == of_generator() ? 1 : 0];
        for (std::size_t i = 0; i < packs_; ++i) side.push_back(static_cast<double>(*critic.logits(is_real, i)));
        slopes[is_real ? 0 : 1].resize(packs_);
    }
    losses_.assign(packs_, objective_.loss->batch(logits[0], logits[1], slopes[0], slopes[1]) / static_cast<double>(packs_));
    for (const bool is_real : {true, false})
        for (std::size_t i = 0; i < packs_; ++i)
            *critic.logits_gradient(is_real, i) = static_cast<real>(slopes[is_real == of_generator() ? 1 : 0][i]);
}

// G's loss of some packs, and its gradient in the logits of its images.
void GanTurns::judge_generator(Rows rows) {
    const auto packs = static_cast<double>(packs_);
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        if (objective_.loss->batch == nullptr) {
            double slope = 0;
            const double label = objective_.loss->exchanges_labels ? label_of(true, i) : 1;
            losses_[i] = objective_.loss->generator(static_cast<double>(*judge_.logits(false, i)), label, false, slope);
            *judge_.logits_gradient(false, i) = static_cast<real>(slope / packs);
        }
        if (gan_->spec.logits() > 1) {
            losses_[i] += class_loss(false, i);
            if (judge_.sees_real()) std::fill_n(judge_.logits_gradient(true, i) + 1, gan_->spec.classes, real{0});
        }
    }
}

// The discrepancy of generated from real images, and its gradient in them.
void GanTurns::match() {
    MutablePanel d = panel(generator_.dy());
    const double square = mmd_(panel(std::as_const(generator_).y()), panel(std::as_const(real_)), kernel_widths, *parallel_, d);
    losses_.assign(packs_, std::sqrt(std::max(square, 1e-8)));
    const auto factor = static_cast<real>(square > 1e-8 ? 0.5 / losses_[0] : 0);
    for (real& g : generator_.dy().values()) g *= factor;
}

// From D's input to what G gave; noise has come on top in between.
void GanTurns::take_gradient(Rows rows) {
    for (std::size_t i = rows.begin; i < rows.end; ++i)
        std::copy_n(judge_.input_gradient(i), gan_->discriminator.inputs(), generator_.dy().row(i * gan_->spec.pack));
}

void GanTurns::measure_spread(Rows rows, std::size_t block) {
    const std::size_t n = gan_->discriminator.inputs();
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        const real* const x = critic_.input(true, i);
        for (std::size_t j = 0; j < n; ++j) spread_sums_[block] += static_cast<double>(x[j]);
        spread_sums_[spread_sums_.size() / 2 + block] += kernels().sum_of_squares(x, n);
    }
}

void GanTurns::sum_spread() {
    const std::size_t blocks = spread_sums_.size() / 2;
    const auto count = static_cast<double>(packs_ * gan_->discriminator.inputs());
    const double mean = tree_sum(spread_sums_.data(), blocks) / count;
    spread_ = std::sqrt(std::max(0.0, tree_sum(spread_sums_.data() + blocks, blocks) / count - mean * mean));
}

void GanTurns::point_between(std::size_t pack, real* x) {
    const double part = given_.between != nullptr ? static_cast<double>((*given_.between)(pack, 0))
                                                  : Draws({seed_, Purpose::between, d_->turn.count()}, static_cast<std::uint32_t>(pack)).uniform();
    const real* const real_image = critic_.input(true, pack);
    const real* const fake_image = critic_.input(false, pack);
    const auto e = static_cast<real>(part);
    for (std::size_t j = 0; j < gan_->discriminator.inputs(); ++j) x[j] = e * real_image[j] + (1 - e) * fake_image[j];
}

void GanTurns::point_around(std::size_t pack, real* x) {
    const std::size_t n = gan_->discriminator.inputs();
    if (given_.around != nullptr)
        std::copy_n(given_.around->row(pack), n, x);
    else
        random_uniform({seed_, Purpose::around, d_->turn.count()}, static_cast<std::uint32_t>(pack), x, n);
    const auto width = static_cast<real>(0.5 * spread_);
    const real* const image = critic_.input(true, pack);
    for (std::size_t j = 0; j < n; ++j) x[j] = image[j] + width * x[j];
}

// The part of either side that D takes for what it is. Where the loss has no threshold it lies between the two means.
void GanTurns::count_right(DiscriminatorResult& result) {
    double sums[2] = {0, 0};
    for (std::size_t i = 0; i < packs_; ++i)
        for (std::size_t side = 0; side < 2; ++side) sums[side] += seen_[side][i];
    double at = objective_.loss->threshold;
    if (std::isnan(at)) at = (sums[0] + sums[1]) / static_cast<double>(2 * packs_);
    for (std::size_t i = 0; i < packs_; ++i) {
        result.real += seen_[0][i] > at ? 1 : 0;
        result.fake += seen_[1][i] < at ? 1 : 0;
    }
    result.real /= static_cast<double>(packs_);
    result.fake /= static_cast<double>(packs_);
}

}  // namespace gen
