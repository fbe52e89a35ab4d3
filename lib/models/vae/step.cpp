#include "models/vae/step.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <numbers>
#include <numeric>

#include "core/error.hpp"
#include "nn/average.hpp"

namespace gen {
namespace {

using Kind = VaeObjective::Kind;
using Binarize = VaeObjective::Binarize;
using Corrupt = VaeObjective::Corrupt;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

Panel columns_of(const Matrix& m, std::size_t first, std::size_t count) { return {m.data() + first, m.rows(), count, m.columns()}; }
MutablePanel columns_of(Matrix& m, std::size_t first, std::size_t count) { return {m.data() + first, m.rows(), count, m.columns()}; }

void check(const VaeObjective& o, bool stochastic) {
    if (o.uses_codes() == stochastic) fail("the objective needs an encoder that gives ", o.uses_codes() ? "codes" : "distributions");
    const bool bounded = o.free_bits > 0 || o.capacity;
    if (o.samples != 1 && (o.uses_codes() || o.uses_mmd() || o.kind == Kind::beta_tc)) fail("the objective takes 1 sample of each example, got ", o.samples);
    if (o.importance && (o.kind != Kind::vae || o.beta != 1 || o.ramp.kind != Ramp::Kind::none || bounded))
        fail("importance weights go with the plain objective, without weights of the divergence, free bits and capacity");
    if (bounded && o.kind != Kind::vae && o.kind != Kind::kl_only) fail("free bits and capacity go with the plain objective and with the divergence alone");
    if (o.free_bits > 0 && o.capacity) fail("free bits and capacity exclude each other");
}

}  // namespace

VaeStep::VaeStep(Vae& vae, const VaeObjective& objective, const Optimizer& optimizer, double clip, std::uint64_t seed, double average)
    : vae_(&vae), objective_(objective), seed_(seed), average_(average), regularizer_(vae, objective), update_(passes(), optimizer, {.clip = clip, .average = average}), training_(build(true)),
      evaluation_(build(false)) {
    check(objective, vae.spec.stochastic);
}

VaeStep::~VaeStep() = default;

std::vector<Pass> VaeStep::passes() {
    std::vector<Pass> all = {{&vae_->encoder, objective_.corrupt == Corrupt::none ? &x_ : &input_, &encoder_}};
    if (objective_.kind != Kind::kl_only) all.push_back({&vae_->decoder, &z_, &decoder_});
    for (const Pass& pass : regularizer_.passes()) all.push_back(pass);
    return all;
}

VaeLoss VaeStep::train(const Batch& batch, std::uint64_t step, double rate, Parallel& parallel) {
    const VaeLoss loss = pass(batch, {step}, true, parallel);
    const double parts[] = {loss.loss, loss.recon, vae_->spec.stochastic ? loss.kl : 0, std::isnan(loss.extra) ? 0 : loss.extra};
    if (!std::all_of(std::begin(parts), std::end(parts), [](double part) { return std::isfinite(part); })) throw Diverged("the loss is not finite", true);
    if (!regularizer_.finite() || std::any_of(blocks_.begin(), blocks_.end(), [](const Block& block) { return !block.finite; }))
        throw Diverged("a gradient is not finite", true);
    if (!vae_->encoder.can_keep(encoder_) || !vae_->decoder.can_keep(decoder_)) throw Diverged("a running statistic is not finite", true);
    update_.run(step, rate, parallel);
    keep(step);
    return loss;
}

VaeLoss VaeStep::evaluate(const Batch& batch, Parallel& parallel) { return pass(batch, {}, false, parallel); }

VaeLoss VaeStep::pass_given(const Examples& data, const Matrix& noise, std::uint64_t step, Parallel& parallel) {
    std::vector<std::uint32_t> rows(data.size());
    std::iota(rows.begin(), rows.end(), 0U);
    return pass({data, rows}, {step, &noise}, true, parallel);
}

VaeLoss VaeStep::gradients(const Examples& data, const Matrix& noise, std::uint64_t step, Parallel& parallel) {
    const VaeLoss loss = pass_given(data, noise, step, parallel);
    update_.gradients(parallel);
    return loss;
}

VaeLoss VaeStep::train_given(const Examples& data, const Matrix& noise, std::uint64_t step, double rate, Parallel& parallel) {
    const VaeLoss loss = pass_given(data, noise, step, parallel);
    update_.run(step, rate, parallel);
    keep(step);
    return loss;
}

void VaeStep::keep(std::uint64_t step) {
    vae_->encoder.keep(encoder_);
    vae_->decoder.keep(decoder_);
    if (average_ > 0) average_buffers(vae_->networks(), average_decay(average_, step));
}

Pipeline VaeStep::build(bool gradients) {
    Pipeline pipeline;
    pipeline.rows([this](Rows rows, std::size_t) { read(rows); });
    const bool corrupts = objective_.corrupt != Corrupt::none;
    if (corrupts) pipeline.rows([this](Rows rows, std::size_t) { corrupt(rows); });
    const Matrix& input = corrupts ? input_ : x_;
    vae_->encoder.add_forward(pipeline, input, encoder_, Trains(gradients));
    pipeline.rows([this](Rows rows, std::size_t) { sample(rows); });
    pipeline.rows([this](Rows rows, std::size_t block) { blocks_[block].loss.kl = divergence(rows, block); });
    if (regularizer_.active() || objective_.free_bits > 0 || objective_.capacity) pipeline.once([this, gradients] { regularize(gradients); });
    vae_->decoder.add_forward(pipeline, z_, decoder_, Trains(gradients), objective_.samples);
    const bool decoder_learns = gradients && objective_.kind != Kind::kl_only;
    pipeline.rows([this, decoder_learns](Rows rows, std::size_t block) { reconstruct(decoder_learns, rows, blocks_[block].loss); });
    if (!gradients) return pipeline;
    if (decoder_learns) vae_->decoder.add_backward(pipeline, z_, decoder_, Trains::yes, &dz_, objective_.samples);
    pipeline.rows([this](Rows rows, std::size_t) { latent_gradient(rows); });
    vae_->encoder.add_backward(pipeline, input, encoder_, Trains::yes, nullptr);
    pipeline.rows([this](Rows rows, std::size_t block) { blocks_[block].finite = vae_->encoder.finite_gradients(encoder_, rows); });
    return pipeline;
}

void VaeStep::reserve(const Batch& batch, bool gradients) {
    rows_ = batch.rows.size();
    const std::size_t latent = vae_->spec.latent;
    const std::size_t codes = rows_ * objective_.samples;
    x_.resize(rows_, vae_->spec.pixels());
    if (objective_.corrupt != Corrupt::none) input_.resize(rows_, vae_->spec.pixels());
    for (Matrix* const m : {&noise_, &z_, &dz_, &dz_terms_}) m->resize(codes, latent);
    recon_.resize(codes);
    vae_->encoder.reserve(encoder_, rows_, gradients);
    vae_->decoder.reserve(decoder_, codes, gradients, objective_.samples);
    blocks_.resize(row_blocks(rows_));
    kl_weights_.assign(latent, objective_.kind == Kind::info_vae ? 1 - objective_.alpha : beta_);
    kl_by_dimension_.assign(objective_.free_bits > 0 ? blocks_.size() * latent : 0, 0);
    if (!gradients) return;
    if (regularizer_.active()) {
        dz_terms_.fill(0);
        d_terms_.resize(rows_, encoder_.y.back().columns());
        d_terms_.fill(0);
    }
}

VaeLoss VaeStep::pass(const Batch& batch, const Noise& noise, bool gradients, Parallel& parallel) {
    batch_ = &batch;
    random_ = noise;
    beta_ = objective_.beta * (noise.step > 0 ? objective_.ramp.factor(noise.step) : 1);
    parallel_ = &parallel;
    encoder_.mode = {.noise = {seed_, Purpose::layers, 2 * noise.step}, .labels = labels_of_rows(1)};
    reserve(batch, gradients);
    decoder_.mode = {.noise = {seed_, Purpose::layers, 2 * noise.step + 1}, .labels = labels_of_rows(objective_.samples)};
    regularizer_.begin(gradients, encoder_.mode.noise, parallel);
    (gradients ? training_ : evaluation_).run(rows_, parallel);
    if (gradients) regularizer_.end(parallel);
    return total();
}

// The labels of rows, or of codes.
std::span<const std::int32_t> VaeStep::labels_of_rows(std::size_t samples) {
    std::vector<std::int32_t>& labels = samples == 1 ? labels_ : code_labels_;
    labels.resize(batch_->rows.size() * samples);
    for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = batch_->data.label(batch_->rows[i / samples]);
    return labels;
}

VaeLoss VaeStep::total() const {
    const bool estimated = regularizer_.estimates_divergence();
    VaeLoss total = {0, sum(&VaeLoss::recon), estimated ? regularizer_.kl() : sum(&VaeLoss::kl), regularizer_.active() ? regularizer_.extra() : nan};
    const double weighted = divergence_loss(total.kl);
    switch (objective_.kind) {
        case Kind::vae: total.loss = objective_.importance ? sum(&VaeLoss::loss) : weighted == 0 ? total.recon : total.recon + weighted; break;
        case Kind::autoencoder: total.loss = total.recon; break;
        case Kind::kl_only: total.loss = weighted; break;
        case Kind::wae: total.loss = total.recon + regularizer_.loss(); break;
        case Kind::info_vae: total.loss = total.recon + weighted + regularizer_.loss(); break;
        case Kind::beta_tc: total.loss = total.recon + regularizer_.loss(); break;
    }
    return total;
}

// What the divergence adds to the loss, summed over examples.
double VaeStep::divergence_loss(double kl) const {
    const auto rows = static_cast<double>(rows_);
    if (objective_.capacity) return beta_ * rows * std::abs(kl / rows - capacity());
    if (objective_.free_bits > 0) return floored_;
    return kl_weights_[0] == 0 ? 0 : kl_weights_[0] * kl;
}

double VaeStep::capacity() const { return random_.step > 0 ? objective_.capacity_at(random_.step) : *objective_.capacity; }

double VaeStep::sum(double VaeLoss::*part) const {
    thread_local std::vector<double> values;
    values.clear();
    for (const Block& block : blocks_) values.push_back(block.loss.*part);
    return tree_sum(values.data(), values.size());
}

// Terms that see the whole batch. Gradients go to dz_terms_ and d_terms_; weights of the divergence to kl_weights_.
void VaeStep::regularize(bool gradients) {
    const std::size_t latent = vae_->spec.latent;
    const auto rows = static_cast<double>(rows_);
    if (objective_.capacity && sum(&VaeLoss::kl) / rows < capacity()) kl_weights_.assign(latent, -beta_);
    floored_ = 0;
    for (std::size_t j = 0; objective_.free_bits > 0 && j < latent; ++j) {
        thread_local std::vector<double> values;
        values.clear();
        for (std::size_t block = 0; block < blocks_.size(); ++block) values.push_back(kl_by_dimension_[block * latent + j]);
        const double kl = tree_sum(values.data(), values.size()) / rows;
        if (kl < objective_.free_bits) kl_weights_[j] = 0;
        floored_ += beta_ * rows * std::max(kl, objective_.free_bits);
    }
    if (!regularizer_.active()) return;
    const Matrix& q = encoder_.y.back();
    const std::size_t logvar = vae_->spec.stochastic ? latent : 0;
    const VaeRegularizer::Codes codes = {z_, columns_of(q, 0, latent), columns_of(q, logvar, latent), noise_};
    VaeRegularizer::Gradients d = {dz_terms_, gradients ? columns_of(d_terms_, 0, latent) : MutablePanel{},
                                   gradients ? columns_of(d_terms_, logvar, latent) : MutablePanel{}};
    regularizer_.run(codes, beta_, stream(Purpose::mmd_prior, Purpose::valid_mmd_prior), *parallel_, gradients ? &d : nullptr);
}

}  // namespace gen
