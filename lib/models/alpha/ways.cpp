// The ways of a batch through the networks of each turn.

#include <algorithm>
#include <utility>

#include "models/alpha/turns.hpp"

namespace gen {
namespace {

using enum AlphaPart;

}  // namespace

// All that the networks of a turn leave lies in the arena at the same time unless something waits: where one of them does so in any case, another
// wait between two of them costs nothing.
void AlphaTurns::part(Pipeline& pipeline) const {
    for (const Sequential* const network : std::as_const(*model_).networks())
        if (network->whole_batch(true)) return pipeline.wait();
}

void AlphaTurns::forward(Player& player, Passage& passage) {
    player.passages.push_back(&passage);
    passage.forward(player.turn->pipeline(), Trains::yes);
}

void AlphaTurns::back(Player& player, Passage& passage, Matrix* dx) {
    Pipeline& pipeline = player.turn->pipeline();
    passage.backward(pipeline, dx);
    const std::vector<Passage*> learners = learning(player);
    const auto found = std::find(learners.begin(), learners.end(), &passage);
    if (found == learners.end()) return;
    player.turn->check_gradients({&passage});
    if (&passage != learners.back() && passage.network().whole_batch(true)) player.turn->sum_now(static_cast<std::size_t>(found - learners.begin()));
}

void AlphaTurns::encode(Player& player) {
    forward(player, encoder_);
    player.turn->pipeline().rows([this](Rows rows, std::size_t) { sample(rows); }, {&encoder_.y(), &codes_, &noise_});
    part(player.turn->pipeline());
}

// One batch through D and back; what it holds was made by `made`, or comes from the data.
void AlphaTurns::add_side(Player& player, Side& side, const Passage* made, std::size_t number) {
    Pipeline& pipeline = player.turn->pipeline();
    Pipeline::Uses sources = {&side.x, &x_, &codes_, &z_};
    if (made != nullptr) sources.push_back(&made->y());
    pipeline.rows([this, &side, made](Rows rows, std::size_t) { fill(side, made, rows); }, sources);
    part(pipeline);
    forward(player, side.passage);
    const double weight = made == nullptr ? objective_.real_weight : objective_.generated_weight();
    pipeline.rows([this, &side, made, weight, number](Rows rows, std::size_t) { judge(side.passage, made == nullptr, weight, number, rows); },
                  side.passage.ends());
    back(player, side.passage, nullptr);
}

void AlphaTurns::build_critic(Player& player) {
    Pipeline& pipeline = player.turn->pipeline();
    if (judges_pairs() || judges_reconstructions()) encode(player);
    add_side(player, of_real_, nullptr, 0);
    if (judges_reconstructions()) {
        forward(player, reconstructed_);
        add_side(player, of_reconstructed_, &reconstructed_, 1);
    }
    forward(player, generated_);
    add_side(player, of_generated_, &generated_, 2);
    for (GradientPenalty* const penalty : player.penalties) {
        const Side& made = penalty == &at_generated_ ? of_generated_ : of_reconstructed_;
        const std::size_t column = penalty == &at_generated_ ? 0 : 1;
        penalty->add(pipeline,
                     [this, &made, column](std::size_t i, real* x) {
                         const auto e = static_cast<real>(at(Purpose::alpha_between, given_.between, i, column));
                         for (std::size_t j = 0; j < made.x.columns(); ++j) x[j] = e * of_real_.x(i, j) + (1 - e) * made.x(i, j);
                     },
                     {&of_real_.x, &made.x});
    }
}

// "Real" is the prior.
void AlphaTurns::build_code_critic(Player& player) {
    Pipeline& pipeline = player.turn->pipeline();
    encode(player);
    for (Passage* const side : {&of_prior_, &of_codes_}) {
        forward(player, *side);
        const bool is_real = side == &of_prior_;
        pipeline.rows([this, side, is_real](Rows rows, std::size_t) { judge(*side, is_real, mode().code_weight, is_real ? 0 : 2, rows); },
                      side->ends());
        back(player, *side, nullptr);
    }
    if (objective_.penalty > 0)
        at_codes_.add(pipeline,
                      [this](std::size_t i, real* x) {
                          const auto e = static_cast<real>(at(Purpose::alpha_between, given_.between, i, 2));
                          for (std::size_t j = 0; j < z_.columns(); ++j) x[j] = e * z_(i, j) + (1 - e) * codes_(i, j);
                      },
                      {&z_, &codes_});
}

// First what comes from the data, then what comes from the prior; of E, of G, or of both.
void AlphaTurns::build_autoencoder(Player& player) {
    Pipeline& pipeline = player.turn->pipeline();
    const bool of_encoder = player.learns(encoder);
    if (mode().compares || of_encoder) encode(player);
    if (mode().compares) add_reconstruction(player);
    if (of_encoder && mode().judges_codes) add_code_judgement(player);
    if (of_encoder && judges_pairs()) add_pair_judgement(player);
    if (of_encoder) {
        pipeline.rows([this](Rows rows, std::size_t) { to_encoder(rows); },
                      {&encoder_.y(), &encoder_.dy(), &by_generator_, &by_critic_, &of_real_.dx, &noise_});
        part(pipeline);
        back(player, encoder_, nullptr);
    }
    if (objective_.cycle > 0 || (player.learns(generator) && mode().has_discriminator())) add_generation(player);
}

void AlphaTurns::add_reconstruction(Player& player) {
    Pipeline& pipeline = player.turn->pipeline();
    const bool judged = player.learns(generator) && judges_reconstructions();
    Side* const side = judged || compares_features() ? &of_reconstructed_ : nullptr;
    Passage& d = of_reconstruction();
    forward(player, reconstructed_);
    Pipeline::Uses compared = {&x_, &reconstructed_.y()};
    if (side != nullptr) {
        pipeline.rows([this, side](Rows rows, std::size_t) { fill(*side, &reconstructed_, rows); }, {&side->x, &reconstructed_.y()});
        part(pipeline);
        forward(player, d);
        compared.insert(compared.end(), {&d.y(), &d.dy()});
    }
    if (compares_features()) {
        pipeline.rows([this](Rows rows, std::size_t) { fill(of_real_, nullptr, rows); }, {&of_real_.x, &x_});
        forward(player, features_of_real_);
        compared.insert(compared.end(), {&features_of_real_.tapped(), &d.tapped(), &d.tapped_gradient()});
    }
    compared.push_back(&reconstructed_.dy());
    pipeline.rows([this, judged](Rows rows, std::size_t) { compare(judged, rows); }, compared);
    if (side != nullptr) {
        back(player, d, &side->dx);
        part(pipeline);
    }
    if (side != nullptr)
        pipeline.rows([this, side](Rows rows, std::size_t) { to_generator(*side, nullptr, reconstructed_, rows); },
                      {&reconstructed_.dy(), &side->x, &side->dx});
    back(player, reconstructed_, player.learns(encoder) ? &by_generator_ : nullptr);
    part(pipeline);
}

void AlphaTurns::add_code_judgement(Player& player) {
    forward(player, of_codes_);
    player.turn->pipeline().rows(
        [this](Rows rows, std::size_t) {
            for (std::size_t i = rows.begin; i < rows.end; ++i)
                losses_[i] += convince(static_cast<double>(of_codes_.y()(i, 0)), true, objective_.adversarial, of_codes_.dy()(i, 0), unsure_[i]);
        },
        of_codes_.ends());
    back(player, of_codes_, &by_critic_);
}

// E is to make D take its pairs for generated ones.
void AlphaTurns::add_pair_judgement(Player& player) {
    Pipeline& pipeline = player.turn->pipeline();
    pipeline.rows([this](Rows rows, std::size_t) { fill(of_real_, nullptr, rows); }, {&of_real_.x, &x_, &codes_});
    part(pipeline);
    forward(player, of_real_.passage);
    pipeline.rows(
        [this](Rows rows, std::size_t) {
            Passage& d = of_real_.passage;
            double unsure = 0;
            for (std::size_t i = rows.begin; i < rows.end; ++i)
                losses_[i] += convince(static_cast<double>(d.y()(i, 0)), false, objective_.adversarial, d.dy()(i, 0), unsure);
        },
        of_real_.passage.ends());
    back(player, of_real_.passage, &of_real_.dx);
    part(pipeline);
}

void AlphaTurns::add_generation(Player& player) {
    Pipeline& pipeline = player.turn->pipeline();
    const bool judged = player.learns(generator);
    const bool again = objective_.cycle > 0;
    forward(player, generated_);
    pipeline.rows([this](Rows rows, std::size_t) { fill(of_generated_, &generated_, rows); }, {&of_generated_.x, &generated_.y(), &z_});
    part(pipeline);
    if (again) {
        forward(player, encoded_again_);
        pipeline.rows([this](Rows rows, std::size_t) { compare_codes(rows); }, {&encoded_again_.y(), &encoded_again_.dy(), &z_});
        back(player, encoded_again_, judged ? &by_encoder_ : nullptr);
        part(pipeline);
    }
    if (!judged) return;
    Passage& d = of_generated_.passage;
    forward(player, d);
    pipeline.rows(
        [this, &d](Rows rows, std::size_t) {
            const double weight = objective_.adversarial * objective_.generated_weight();
            for (std::size_t i = rows.begin; i < rows.end; ++i)
                losses_[i] += convince(static_cast<double>(d.y()(i, 0)), true, weight, d.dy()(i, 0), unsure_[i]);
        },
        d.ends());
    back(player, d, &of_generated_.dx);
    part(pipeline);
    const Matrix* const more = again ? &by_encoder_ : nullptr;
    Pipeline::Uses handed_on = {&generated_.dy(), &of_generated_.x, &of_generated_.dx};
    if (again) handed_on.push_back(more);
    pipeline.rows(
        [this, more](Rows rows, std::size_t) {
            for (std::size_t i = rows.begin; i < rows.end; ++i) std::fill_n(generated_.dy().row(i), generated_.dy().columns(), real{0});
            to_generator(of_generated_, more, generated_, rows);
        },
        handed_on);
    back(player, generated_, nullptr);
}

}  // namespace gen
