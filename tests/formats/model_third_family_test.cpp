// A family of three networks that take two turns, defined here alone: an autoencoder whose codes a critic cannot tell from draws of the prior
// (Makhzani et al., 2016). Nothing in the library knows it; it trains, is stored, goes on, draws and encodes by what all families share.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "formats/model.hpp"
#include "formats/streams.hpp"
#include "gradients.hpp"
#include "models/adversarial/loss.hpp"
#include "models/network_encoder.hpp"
#include "models/network_images.hpp"
#include "nn/initialise.hpp"
#include "tests/formats/samples.hpp"
#include "tests/formats/scratch.hpp"
#include "train/trainer.hpp"
#include "train/turn.hpp"

using namespace gen;
using namespace gen::test;

namespace {

struct CritSpec {
    Shape input;
    std::size_t latent = 0;
    std::vector<LayerSpec> encoder;
    std::vector<LayerSpec> decoder;
    std::vector<LayerSpec> critic;

    std::string_view kind() const { return "criticised"; }
    void describe(SpecVisitor& v) {
        v.visit("input", input);
        v.visit("latent", latent);
        v.group("networks", [&] {
            v.visit("encoder", encoder);
            v.visit("decoder", decoder);
            v.visit("critic", critic);
        });
    }
    void check() const { expect_image_shape(input); }
};

struct Criticised : Model {
    CritSpec spec;
    Sequential encoder;
    Sequential decoder;
    Sequential critic;

    explicit Criticised(CritSpec s)
        : spec(std::move(s)),
          encoder("encoder", spec.encoder, spec.input),
          decoder("decoder", spec.decoder, {spec.latent}),
          critic("critic", spec.critic, {spec.latent}) {}
    static const Family& family() {
        static const Family row = {.kinds = {"criticised"},
                                   .trainer = "crit-train",
                                   .abilities = abilities_of<Criticised>(),
                                   .make = [](std::string_view, SpecVisitor& fields) { return model_of_fields<Criticised>(CritSpec(), fields); }};
        return row;
    }
    std::string_view kind() const override { return spec.kind(); }
    void describe(SpecVisitor& v) const override { CritSpec(spec).describe(v); }
    std::vector<Sequential*> networks() override { return {&encoder, &decoder, &critic}; }
    std::vector<const Sequential*> networks() const override { return {&encoder, &decoder, &critic}; }
    ImageForm takes() const override { return {spec.input}; }
    std::unique_ptr<ImageModel> draws() const override;
    std::unique_ptr<ImageEncoder> encodes() const override;
};

std::unique_ptr<ImageModel> Criticised::draws() const {
    return std::make_unique<NetworkImages>(decoder, LatentNoise::normal, NetworkImages::Output{spec.input, 0, 0, 1});
}
std::unique_ptr<ImageEncoder> Criticised::encodes() const { return network_encoder(encoder, {.latent = spec.latent}); }

const AdversarialLoss& adversarial = adversarial_loss("non-saturating");

/// First the autoencoder learns, to reconstruct and to be taken for the prior; then the critic, to tell the two apart.
class CritStep : public Step {
public:
    CritStep(Criticised& model, const Optimizer& optimizer, std::uint64_t seed, LearningStates* states = nullptr)
        : model_(&model),
          seed_(seed),
          encoder_(model.encoder, x_, arena_),
          decoder_(model.decoder, encoder_.y(), arena_),
          fooled_(model.critic, encoder_.y(), arena_),
          of_prior_(model.critic, drawn_, arena_),
          of_codes_(model.critic, encoder_.y(), arena_),
          autoencoder_({encoder_.pass(), decoder_.pass()}, {&encoder_, &decoder_}, optimizer, {.states = states}, arena_),
          critic_({of_prior_.pass(), of_codes_.pass()}, {&of_prior_, &of_codes_}, optimizer, {.states = states}, arena_) {
        build_autoencoder();
        build_critic();
    }

    std::vector<std::string> losses() const override { return {"loss", "critic_loss"}; }
    void train(const Batch& batch, const Moment& moment, Parallel& parallel, std::vector<double>& sums) override {
        sums.clear();
        for (Turn* const turn : {&autoencoder_, &critic_})
            sums.push_back(turn->take([&] {
                const double loss = pass(*turn, batch, parallel);
                turn->learn(moment.rate, parallel);
                return loss;
            }));
    }
    std::vector<double> validate(const Examples*, Parallel&) override { return {0, 0}; }
    bool validates(const Examples*) const override { return false; }
    void save(Kept& kept) const override {
        autoencoder_.save(kept, "autoencoder");
        critic_.save(kept, "critic");
    }
    void load(const Kept& kept) override {
        autoencoder_.load(kept, "autoencoder");
        critic_.load(kept, "critic");
    }

    /// Of the turn of the autoencoder or of the critic: its loss, and the gradients into each parameter's grad.
    double gradients(bool of_critic, const Batch& batch, Parallel& parallel) {
        Turn& turn = of_critic ? critic_ : autoencoder_;
        const double loss = pass(turn, batch, parallel);
        turn.gradients(parallel);
        return loss;
    }

private:
    void build_autoencoder() {
        Pipeline& pipeline = autoencoder_.pipeline();
        pipeline.rows([this](Rows rows, std::size_t) { read(rows); }, {&x_});
        for (Passage* const passage : {&encoder_, &decoder_, &fooled_}) passage->forward(pipeline, Trains::yes);
        pipeline.rows([this](Rows rows, std::size_t) { judge_autoencoder(rows); }, {&x_, &decoder_.y(), &decoder_.dy(), &fooled_.y(), &fooled_.dy()});
        decoder_.backward(pipeline, &by_decoder_);
        fooled_.backward(pipeline, &by_critic_);
        pipeline.rows(
            [this](Rows rows, std::size_t) {
                for (std::size_t i = rows.begin; i < rows.end; ++i)
                    for (std::size_t j = 0; j < by_critic_.columns(); ++j) encoder_.dy()(i, j) = by_decoder_(i, j) + by_critic_(i, j);
            },
            {&encoder_.dy(), &by_decoder_, &by_critic_});
        encoder_.backward(pipeline);
        autoencoder_.check_gradients({&encoder_});
        autoencoder_.end();
    }

    void build_critic() {
        Pipeline& pipeline = critic_.pipeline();
        pipeline.rows([this](Rows rows, std::size_t) { read(rows); }, {&x_, &drawn_});
        for (Passage* const passage : {&encoder_, &of_prior_, &of_codes_}) passage->forward(pipeline, Trains::yes);
        pipeline.rows([this](Rows rows, std::size_t) { judge_critic(rows); }, {&of_prior_.y(), &of_prior_.dy(), &of_codes_.y(), &of_codes_.dy()});
        for (Passage* const passage : {&of_prior_, &of_codes_}) passage->backward(pipeline);
        critic_.check_gradients({&of_prior_, &of_codes_});
        critic_.end();
    }

    double pass(Turn& turn, const Batch& batch, Parallel& parallel) {
        const std::size_t rows = batch.rows.size();
        batch_ = &batch;
        number_ = turn.count();
        losses_.assign(rows, 0);
        arena_.take(x_, rows, count(model_->spec.input));
        for (Matrix* const m : {&drawn_, &by_decoder_, &by_critic_}) arena_.take(*m, rows, model_->spec.latent);
        const Mode mode = {.noise = {seed_, Purpose::layers, 2 * number_ + (&turn == &critic_ ? 1 : 0)}};
        for (Passage* const passage : {&encoder_, &decoder_, &fooled_, &of_prior_, &of_codes_}) passage->reserve(rows, mode, Trains::yes);
        turn.run(rows, parallel);
        const double loss = tree_sum(losses_.data(), losses_.size());
        turn.expect_finite(loss);
        return loss;
    }

    void read(Rows rows) {
        for (std::size_t i = rows.begin; i < rows.end; ++i) {
            batch_->data.read(batch_->rows[i], x_.row(i));
            if (drawn_.has_place())
                random_normal({seed_, Purpose::d_latent, number_}, static_cast<std::uint32_t>(i), drawn_.row(i), drawn_.columns());
        }
    }

    void judge_autoencoder(Rows rows) {
        const auto n = static_cast<double>(losses_.size());
        for (std::size_t i = rows.begin; i < rows.end; ++i) {
            double slope = 0;
            losses_[i] = adversarial.generator(static_cast<double>(fooled_.y()(i, 0)), 1, false, slope);
            fooled_.dy()(i, 0) = static_cast<real>(slope / n);
            for (std::size_t j = 0; j < x_.columns(); ++j) {
                const double difference = static_cast<double>(decoder_.y()(i, j)) - static_cast<double>(x_(i, j));
                losses_[i] += difference * difference;
                decoder_.dy()(i, j) = static_cast<real>(2 * difference / n);
            }
        }
    }

    void judge_critic(Rows rows) {
        const auto n = static_cast<double>(losses_.size());
        for (std::size_t i = rows.begin; i < rows.end; ++i)
            for (Passage* const side : {&of_prior_, &of_codes_}) {
                double slope = 0;
                losses_[i] += adversarial.discriminator(static_cast<double>(side->y()(i, 0)), side == &of_prior_ ? 1 : 0, side == &of_prior_, slope);
                side->dy()(i, 0) = static_cast<real>(slope / n);
            }
    }

    Criticised* model_;
    std::uint64_t seed_;
    const Batch* batch_ = nullptr;
    std::uint64_t number_ = 0;
    std::vector<double> losses_;
    Arena arena_;
    Matrix x_;
    Matrix drawn_;
    Matrix by_decoder_;
    Matrix by_critic_;
    Passage encoder_;
    Passage decoder_;
    Passage fooled_;
    Passage of_prior_;
    Passage of_codes_;
    Turn autoencoder_;
    Turn critic_;
};

LayerSpec dense(double in, double out) { return {"linear", {{"in", in}, {"out", out}}}; }

Criticised small() {
    Criticised model({.input = {1, 2, 3},
                      .latent = 2,
                      .encoder = {{"flatten", {}}, dense(6, 5), {"tanh", {}}, dense(5, 2)},
                      .decoder = {dense(2, 5),
                                  {"batch-norm", {{"channels", 5}}},
                                  {"tanh", {}},
                                  dense(5, 6),
                                  {"sigmoid", {}},
                                  {"unflatten", {{"channels", 1}, {"height", 2}, {"width", 3}}}},
                      .critic = {dense(2, 7), {"tanh", {}}, dense(7, 1)}});
    std::uint32_t stream = 0;
    for (Sequential* const network : model.networks()) initialise(*network, parse_initialisation("glorot"), 3, stream++);
    return model;
}

Matrix uniform_images(std::size_t rows) {
    Matrix x(rows, 6);
    for (std::size_t i = 0; i < rows; ++i) random_uniform({9, Purpose::synth, 1}, static_cast<std::uint32_t>(i), x.row(i), 6);
    return x;
}

/// Parameters and buffers of all networks.
std::vector<real> numbers_of(const Model& model) {
    std::vector<real> all;
    for (const Sequential* const network : model.networks())
        for (std::size_t i = 0; i < network->size(); ++i) {
            for (const Parameter& p : network->layer(i).parameters()) all.insert(all.end(), p.value.values().begin(), p.value.values().end());
            for (const Buffer& b : network->layer(i).buffers()) all.insert(all.end(), b.value.values().begin(), b.value.values().end());
        }
    return all;
}

struct StopAfter : TrainObserver {
    std::uint64_t step = 0;
    bool after_step(const TrainState& state) override { return state.step != step; }
};

const TrainPlan plan = {.epochs = 3, .batch = 16, .rate = 1e-2, .seed = 5};

std::vector<real> trained(std::size_t threads) {
    Criticised model = small();
    const Matrix x = uniform_images(70);
    const Optimizer optimizer(parse_optimizer("adam"));
    CritStep step(model, optimizer, plan.seed);
    TrainState state;
    Parallel parallel(threads);
    TrainObserver nobody;
    CHECK(train(plan, MatrixExamples(x), step, state, parallel, nobody));
    return numbers_of(model);
}

/// The row is added once, whichever test comes first.
void add_criticised() {
    static const bool added = (add_family(Criticised::family()), true);
    CHECK(added);
}

}  // namespace

TEST_CASE("third family: gradients of both turns are those of their losses") {
    Criticised model = small();
    const Matrix x = uniform_images(6);
    const MatrixExamples data(x);
    const std::vector<std::uint32_t> rows = {0, 1, 2, 3, 4, 5};
    const Optimizer optimizer(parse_optimizer("sgd"));
    CritStep step(model, optimizer, 1);
    Parallel parallel(2);
    for (Sequential* const network : model.networks()) {
        const auto loss = [&] { return step.gradients(network == &model.critic, {data, rows}, parallel) / 6; };
        check_network(*network, loss);
    }
}

TEST_CASE("third family: the trainer trains it, with the same bits for every number of threads") {
    const std::vector<real> one = trained(1);
    CHECK(one != numbers_of(small()));
    CHECK(trained(2) == one);
    CHECK(trained(3) == one);
}

TEST_CASE("third family: stopped, stored, read and continued it is the model of an uninterrupted run") {
    add_criticised();
    const std::vector<real> whole = trained(2);
    const Scratch scratch;
    const Matrix x = uniform_images(70);
    const Optimizer optimizer(parse_optimizer("adam"));
    Parallel parallel(2);
    {
        Criticised model = small();
        LearningStates states;
        CritStep step(model, optimizer, plan.seed, &states);
        Training training = {.seed = plan.seed, .optimizer = "adam"};
        StopAfter observer;
        observer.step = 8;
        CHECK_FALSE(train(plan, MatrixExamples(x), step, training.state, parallel, observer));
        step.save(training.kept);
        Output output(scratch.path("model.h5"));
        output.commit(document_of(model, states, training, optimizer, {}, std::nullopt));
    }
    const Document document = read_document(scratch.path("model.h5"));
    Criticised model = model_as<Criticised>(document, Weights::latest);
    LearningStates states;
    Training training;
    Curve curve;
    continue_training(document, model.networks(), optimizer, states, training, curve);
    CHECK(training.state.step == 8);
    CritStep step(model, optimizer, plan.seed, &states);
    step.load(training.kept);
    TrainObserver nobody;
    CHECK(train(plan, MatrixExamples(x), step, training.state, parallel, nobody));
    if (sizeof(real) == sizeof(float)) CHECK(numbers_of(model) == whole);  // files hold float
}

TEST_CASE("third family: it draws and encodes as tools ask any model to") {
    add_criticised();
    const Scratch scratch;
    const Optimizer optimizer(parse_optimizer("adam"));
    {
        Output output(scratch.path("model.h5"));
        output.commit(document_of(small(), LearningStates(), std::nullopt, optimizer, {}, std::nullopt));
    }
    const Document document = read_document(scratch.path("model.h5"));
    CHECK(can(document, Ability::draws));
    CHECK(can(document, Ability::encodes));
    CHECK_FALSE(can(document, Ability::density));
    const std::unique_ptr<Model> model = model_of(document, Ability::encodes);
    Parallel parallel(1);
    const Matrix x = uniform_images(4);
    const Matrix z = model->encodes()->encode(MatrixExamples(x), 0, 4, parallel).mean;
    CHECK(z.rows() == 4);
    CHECK(z.columns() == 2);
    const std::unique_ptr<ImageModel> images = model->draws();
    Matrix drawn(7, 6);
    images->images(draw(*images->prior(parallel), 7, {1, Purpose::prior, 0}), {0, 7}, {}, parallel, panel(drawn), {});
    for (const real pixel : drawn.values()) CHECK((pixel > 0 && pixel < 1));
}
