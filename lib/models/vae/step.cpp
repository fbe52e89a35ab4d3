#include "models/vae/step.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/error.hpp"

namespace gen {
namespace {

Panel columns_of(const Matrix& m, std::size_t first, std::size_t count) { return {m.data() + first, m.rows(), count, m.columns()}; }
MutablePanel columns_of(Matrix& m, std::size_t first, std::size_t count) { return {m.data() + first, m.rows(), count, m.columns()}; }

void check(const VaeObjective& o, bool stochastic) {
    if (o.type->uses_codes == stochastic) fail("the objective needs an encoder that gives ", o.type->uses_codes ? "codes" : "distributions");
    const bool bounded = o.free_bits > 0 || o.capacity;
    if (o.samples != 1 && (o.type->uses_codes || o.type->term != VaeObjectiveType::Term::none))
        fail("the objective takes 1 sample of each example, got ", o.samples);
    if (o.importance && (!o.type->is_plain || o.beta != 1 || o.ramp.kind != Ramp::Kind::none || bounded))
        fail("importance weights go with the plain objective, without weights of the divergence, free bits and capacity");
    if (bounded && !o.type->takes_bounds) fail("free bits and capacity go with the plain objective and with the divergence alone");
    if (o.free_bits > 0 && o.capacity) fail("free bits and capacity exclude each other");
}

}  // namespace

VaeStep::VaeStep(Vae& vae, const VaeObjective& objective, const Optimizer& optimizer, double clip, std::uint64_t seed, double average,
                 LearningStates* states)
    : vae_(&vae),
      objective_(objective),
      seed_(seed),
      encoder_(vae.encoder, corrupts() ? input_ : x_, arena_),
      decoder_(vae.decoder, z_, arena_, objective.samples),
      regularizer_(vae, objective),
      turn_(passes(), {&encoder_, &decoder_}, optimizer, {.clip = clip, .average = average, .states = states}, arena_) {
    check(objective, vae.spec.stochastic);
    build(turn_.pipeline(), true);
    build(evaluation_, false);
}

std::vector<Pass> VaeStep::passes() {
    std::vector<Pass> all = {encoder_.pass()};
    if (objective_.type->reconstructs) all.push_back(decoder_.pass());
    for (const Pass& pass : regularizer_.passes()) all.push_back(pass);
    return all;
}

VaeLoss VaeStep::train(const Batch& batch, std::uint64_t step, double rate, Parallel& parallel) {
    turn_.set_counts(step - 1, step - 1);
    return turn_.take([&] {
        const VaeLoss loss = pass(batch, {step}, parallel);
        expect_finite(loss);
        turn_.learn(rate, parallel);
        return loss;
    });
}

void VaeStep::expect_finite(const VaeLoss& loss) const {
    const double parts[] = {loss.recon, vae_->spec.stochastic ? loss.kl : 0, std::isnan(loss.extra) ? 0 : loss.extra};
    for (const double part : parts)
        if (!std::isfinite(part)) throw Diverged("the loss is not finite", true);
    turn_.expect_finite(loss.loss);
    if (!regularizer_.finite()) throw Diverged("a gradient is not finite", true);
}

VaeLoss VaeStep::pass_given(const Examples& data, const Matrix& noise, std::uint64_t step, Parallel& parallel) {
    std::vector<std::uint32_t> rows(data.size());
    std::iota(rows.begin(), rows.end(), 0U);
    return pass({data, rows}, {step, &noise}, parallel);
}

VaeLoss VaeStep::gradients(const Examples& data, const Matrix& noise, std::uint64_t step, Parallel& parallel) {
    const VaeLoss loss = pass_given(data, noise, step, parallel);
    turn_.gradients(parallel);
    return loss;
}

VaeLoss VaeStep::train_given(const Examples& data, const Matrix& noise, std::uint64_t step, double rate, Parallel& parallel) {
    const VaeLoss loss = pass_given(data, noise, step, parallel);
    turn_.set_counts(step - 1, step - 1);
    turn_.learn(rate, parallel);
    return loss;
}

std::vector<std::string> VaeStep::losses() const {
    std::vector<std::string> columns = {"loss", "recon", "kl"};
    if (objective_.type->has_mmd()) columns.emplace_back("mmd");
    if (objective_.type->has_total_correlation()) columns.emplace_back("tc");
    return columns;
}

std::vector<double> VaeStep::numbers_of(const VaeLoss& loss) const {
    std::vector<double> all = {loss.loss, loss.recon, loss.kl, loss.extra};
    all.resize(losses().size());
    return all;
}

void VaeStep::train(const Batch& batch, const Moment& moment, Parallel& parallel, std::vector<double>& sums) {
    sums = numbers_of(train(batch, moment.step, moment.rate, parallel));
}

std::vector<double> VaeStep::evaluate(const Batch& batch, Parallel& parallel) { return numbers_of(loss(batch, parallel)); }

// What regularize() looks at.
std::vector<Whole> VaeStep::regularized() {
    if (!regularizer_.active()) return {blocks_of(blocks_), blocks_of(kl_by_dimension_)};
    return {blocks_of(blocks_), rows_of(z_), rows_of(noise_), rows_of(encoder_.y())};
}

void VaeStep::build(Pipeline& pipeline, bool trains) {
    pipeline.share();
    pipeline.whole_at_end(blocks_of(blocks_));
    const Matrix* const q = &encoder_.y();
    pipeline.rows([this](Rows rows, std::size_t) { read(rows); }, {&x_});
    if (corrupts()) pipeline.rows([this](Rows rows, std::size_t) { corrupt(rows); }, {&x_, &input_});
    encoder_.forward(pipeline, Trains(trains));
    pipeline.rows([this](Rows rows, std::size_t) { sample(rows); }, {q});
    pipeline.rows([this](Rows rows, std::size_t block) { blocks_[block].kl = divergence(rows, block); }, {q});
    if (regularizer_.active() || objective_.free_bits > 0 || objective_.capacity)
        pipeline.once([this, trains] { regularize(trains); }, {q}, regularized());
    decoder_.forward(pipeline, Trains(trains));
    const bool decoder_learns = trains && objective_.type->reconstructs;
    Pipeline::Uses judged = decoder_learns ? decoder_.ends() : Pipeline::Uses{&decoder_.y()};
    judged.insert(judged.end(), {&x_, q});
    pipeline.rows([this, decoder_learns](Rows rows, std::size_t block) { reconstruct(decoder_learns, rows, blocks_[block]); }, judged);
    if (!trains) return;
    if (decoder_learns) decoder_.backward(pipeline, &dz_);
    if (decoder_learns && vae_->decoder.whole_batch(true)) turn_.sum_now(1);
    pipeline.rows([this](Rows rows, std::size_t) { latent_gradient(rows); }, encoder_.ends());
    encoder_.backward(pipeline);
    turn_.check_gradients({&encoder_});
    turn_.end();
}

void VaeStep::reserve(bool trains) {
    const std::size_t latent = vae_->spec.latent;
    const std::size_t codes = rows_ * objective_.samples;
    arena_.take(x_, rows_, vae_->spec.pixels());
    if (corrupts()) arena_.take(input_, rows_, vae_->spec.pixels());
    for (Matrix* const m : {&noise_, &z_, &dz_, &dz_terms_}) m->resize(codes, latent);
    recon_.resize(codes);
    blocks_.resize(parallel_->sharding().blocks(rows_));
    kl_weights_.assign(latent, objective_.type->has_alpha ? 1 - objective_.alpha : beta_);
    kl_by_dimension_.assign(objective_.free_bits > 0 ? blocks_.size() * latent : 0, 0);
    if (!trains || !regularizer_.active()) return;
    dz_terms_.fill(0);
    d_terms_.resize(rows_, encoder_.y().columns());
    d_terms_.fill(0);
}

void VaeStep::begin(const Batch& batch, const Noise& noise, bool trains, Parallel& parallel) {
    batch_ = &batch;
    rows_ = batch.rows.size();
    random_ = noise;
    beta_ = objective_.beta * (noise.step > 0 ? objective_.ramp.factor(noise.step) : 1);
    parallel_ = &parallel;
    const std::size_t shards = parallel.sharding().shards();
    const Mode of_encoder = {.noise = {seed_, Purpose::layers, 2 * noise.step}, .labels = labels_of_rows(1), .shards = shards};
    encoder_.reserve(rows_, of_encoder, Trains(trains));
    reserve(trains);
    const Mode of_decoder = {.noise = {seed_, Purpose::layers, 2 * noise.step + 1}, .labels = labels_of_rows(objective_.samples), .shards = shards};
    decoder_.reserve(rows_, of_decoder, Trains(trains));
    regularizer_.begin(trains, of_encoder.noise, parallel);
}

VaeLoss VaeStep::pass(const Batch& batch, const Noise& noise, Parallel& parallel) {
    begin(batch, noise, true, parallel);
    turn_.run(rows_, parallel);
    regularizer_.end(parallel);
    return total();
}

VaeLoss VaeStep::loss(const Batch& batch, Parallel& parallel) {
    begin(batch, {}, false, parallel);
    arena_.arrange(evaluation_);
    evaluation_.run(rows_, parallel);
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
    VaeLoss total = {0, tree_sum_of(blocks_, &VaeLoss::recon), estimated ? regularizer_.kl() : tree_sum_of(blocks_, &VaeLoss::kl),
                     regularizer_.active() ? regularizer_.extra() : no_number};
    const double weighted = divergence_loss(total.kl);
    const VaeObjectiveType& type = *objective_.type;
    if (objective_.importance) {
        total.loss = tree_sum_of(blocks_, &VaeLoss::loss);
        return total;
    }
    if (type.reconstructs) total.loss += total.recon;
    if (type.has_divergence) total.loss += weighted;
    if (type.term != VaeObjectiveType::Term::none) total.loss += regularizer_.loss();
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

// Terms that see the whole batch. Gradients go to dz_terms_ and d_terms_; weights of the divergence to kl_weights_.
void VaeStep::regularize(bool gradients) {
    weigh_dimensions();
    if (!regularizer_.active()) return;
    const std::size_t latent = vae_->spec.latent;
    const Matrix& q = encoder_.y();
    const std::size_t logvar = vae_->spec.stochastic ? latent : 0;
    const VaeRegularizer::Codes codes = {z_, columns_of(q, 0, latent), columns_of(q, logvar, latent), noise_};
    VaeRegularizer::Gradients d = {dz_terms_, gradients ? columns_of(d_terms_, 0, latent) : MutablePanel{},
                                   gradients ? columns_of(d_terms_, logvar, latent) : MutablePanel{}};
    regularizer_.run(codes, beta_, stream(Purpose::mmd_prior, Purpose::valid_mmd_prior), *parallel_, gradients ? &d : nullptr);
}

// What the mean divergence over the batch decides: on which side of the capacity it lies, which dimensions are below their free bits.
void VaeStep::weigh_dimensions() {
    const std::size_t latent = vae_->spec.latent;
    const auto rows = static_cast<double>(rows_);
    if (objective_.capacity && tree_sum_of(blocks_, &VaeLoss::kl) / rows < capacity()) kl_weights_.assign(latent, -beta_);
    floored_ = 0;
    for (std::size_t j = 0; objective_.free_bits > 0 && j < latent; ++j) {
        thread_local std::vector<double> values;
        values.clear();
        for (std::size_t block = 0; block < blocks_.size(); ++block) values.push_back(kl_by_dimension_[block * latent + j]);
        const double kl = tree_sum(values.data(), values.size()) / rows;
        if (kl < objective_.free_bits) kl_weights_[j] = 0;
        floored_ += beta_ * rows * std::max(kl, objective_.free_bits);
    }
}

}  // namespace gen
