#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/examples.hpp"
#include "core/kept.hpp"
#include "models/adversarial/penalty.hpp"
#include "models/alpha/alpha.hpp"
#include "models/alpha/objective.hpp"
#include "train/turn.hpp"

namespace gen {

/// How the networks learn.
struct AlphaLearning {
    std::array<const Optimizer*, alpha_parts> optimizers;  // in the order of AlphaPart; where E and G learn together, by that of G
    double clip = 0;                                       // of the gradients of each turn
    double average = 0;                                    // of the weights of E and G
    LearningStates* states = nullptr;                      // as for WeightUpdate
};

/// What a turn found: means over the batch; NaN what it does not look at.
struct AlphaResult {
    double loss = 0;  // without the penalty
    double penalty = 0;
    double reconstruction = no_number;  // the distance, not weighed
    double divergence = no_number;
    double cycle = no_number;
    double real = no_number;    // in a discriminator's turn the part that it calls right of images of the data, or draws of the prior,
    double fake = no_number;    // and of generated images, or codes
    double unsure = no_number;  // in a turn of G or E: -log of D's, or C's, belief that what they have made is real
    double gradient = 0;        // norm of the gradients
    double learnt = 1;          // or 0: the networks waited for others
};

/// The turns of this family's training: each network's own, but for E and G where they learn together. A block of rows goes through all networks of a
/// turn, forward and back, and waits for others only where a layer needs the whole batch; then the weights are updated tile by tile.
class AlphaTurns {
public:
    /// Throws Fault::input where the objective does not suit the model.
    AlphaTurns(Alpha& model, const AlphaObjective& objective, const AlphaLearning& learning, std::uint64_t seed);

    /// The turns by their networks in their order; that of E and G together is G's.
    std::vector<AlphaPart> parts() const;
    /// One update. Throws Diverged before it changes a network when a number of it, or what they come from, would not be finite.
    AlphaResult train(AlphaPart part, const Batch& batch, double rate, Parallel& parallel);
    /// Instead: the gradients into each parameter's grad.
    AlphaResult gradients(AlphaPart part, const Batch& batch, Parallel& parallel);

    /// Gives the memory of a batch back until the next turn.
    void rest() { arena_.release(); }

    /// Random numbers given in place of drawn ones, to be compared with other implementations: latent numbers of the prior and noise of Gaussian
    /// codes [batch, latent], the places of the penalties' points between both sides [batch, 1], those for G(E(x)) and C in columns 1 and 2. Null:
    /// drawn.
    struct Given {
        const Matrix* latents = nullptr;
        const Matrix* noise = nullptr;
        const Matrix* between = nullptr;
    };
    void give(const Given& given) { given_ = given; }

    /// What a D or C scores that is at its best where nothing is to be told apart, and the logit that it then gives.
    struct Best {
        double loss;
        double logit;
    };
    Best best(AlphaPart critic) const;

    void save(Kept& kept) const;
    void load(const Kept& kept);

private:
    static constexpr std::uint64_t passages = 16;  // or fewer in a turn
    /// Networks that learn together.
    struct Player {
        std::vector<AlphaPart> learners;
        std::unique_ptr<Turn> turn = nullptr;
        std::vector<Passage*> passages = {};  // all that a batch goes through
        std::vector<GradientPenalty*> penalties = {};
        bool learns(AlphaPart part) const { return std::find(learners.begin(), learners.end(), part) != learners.end(); }
    };
    /// A batch that D judges.
    struct Side {
        Side(Sequential& discriminator, Arena& arena) : passage(discriminator, x, arena) {}
        Matrix x;   // images, with codes where it judges pairs
        Matrix dx;  // the gradient there
        Passage passage;
    };
    const AlphaMode& mode() const { return *model_->spec.mode; }
    bool judges_images() const { return mode().judged == AlphaMode::Judged::images; }
    bool judges_pairs() const { return mode().judged == AlphaMode::Judged::pairs; }
    /// D, of G(E(x)), as E and G see it.
    Passage& of_reconstruction() { return compares_features() ? features_of_reconstructed_ : of_reconstructed_.passage; }
    bool judges_reconstructions() const { return judges_images() && objective_.judges_reconstructions; }
    bool compares_features() const { return mode().compares && model_->spec.distance == AlphaDistance::features; }
    void check() const;
    void add_player(std::vector<AlphaPart> learners, const AlphaLearning& learning);
    std::vector<Passage*> learning(const Player& player);
    std::vector<GradientPenalty*> penalties(const Player& player);
    Player& player_of(AlphaPart part);

    // The ways of a batch: ways.cpp.
    void forward(Player& player, Passage& passage);
    void back(Player& player, Passage& passage, Matrix* dx);
    void part(Pipeline& pipeline) const;
    void encode(Player& player);
    void build_critic(Player& player);
    void build_code_critic(Player& player);
    void build_autoencoder(Player& player);
    void add_side(Player& player, Side& side, const Passage* made, std::size_t number);
    void add_reconstruction(Player& player);
    void add_code_judgement(Player& player);
    void add_pair_judgement(Player& player);
    void add_generation(Player& player);
    AlphaResult pass(Player& player, const Batch& batch, Parallel& parallel);
    void begin(const Batch& batch, const Sharding& sharding);
    AlphaResult result() const;
    void count_right(AlphaPart critic, AlphaResult& result);
    bool waits(const Player& player) const;
    std::uint64_t turn_number() const;

    // Of one block of rows: rows.cpp.
    Stream stream(Purpose purpose) const;
    double at(Purpose purpose, const Matrix* given, std::size_t row, std::size_t column) const;
    void read(Rows rows);
    void sample(Rows rows);
    void fill(Side& side, const Passage* made, Rows rows) const;
    void judge(Passage& passage, bool is_real, double weight, std::size_t which, Rows rows);
    double convince(double logit, bool of_real, double weight, real& slope, double& unsure) const;
    void compare(bool judged, Rows rows);
    double compare_pixels(std::size_t row, double weight, real* d);
    double compare_features(std::size_t row, double weight);
    void to_generator(const Side& side, const Matrix* more, Passage& made, Rows rows) const;
    void to_encoder(Rows rows);
    void compare_codes(Rows rows);
    double reconstruction_weight() const;

    Alpha* model_;
    AlphaObjective objective_;
    std::uint64_t seed_;
    Given given_ = {};

    // The batch that is passing through.
    const Batch* batch_ = nullptr;
    Player* player_ = nullptr;  // whose turn it is
    std::size_t rows_ = 0;
    std::vector<double> losses_;                             // of rows
    std::vector<double> distances_;                          // of x and G(E(x))
    std::vector<double> divergences_;                        // of q(z|x)
    std::vector<double> cycles_;                             // |z - E(G(z))|_1
    std::vector<double> unsure_;                             // see AlphaResult
    std::array<std::vector<double>, 3> seen_;                // logits of what is real, of G(E(x)) and of what else is made
    std::array<double, 2> latest_ = {no_number, no_number};  // D's losses of x and of G(z), for the balance

    Arena arena_;
    Matrix x_;             // images of the batch, in the networks' range
    Matrix z_;             // draws of the prior
    Matrix codes_;         // z = E(x)
    Matrix noise_;         // of Gaussian codes
    Matrix by_generator_;  // gradients in codes
    Matrix by_critic_;
    Matrix by_encoder_;  // in G(z)
    Passage encoder_;
    Passage reconstructed_;  // G(E(x))
    Passage generated_;      // G(z)
    Side of_real_;
    Side of_reconstructed_;
    Side of_generated_;
    Passage features_of_real_;  // D once more, for E and G, where its features are compared
    Passage features_of_reconstructed_;
    Passage encoded_again_;  // E(G(z))
    Passage of_prior_;       // C
    Passage of_codes_;
    GradientPenalty at_generated_;
    GradientPenalty at_reconstructed_;
    GradientPenalty at_codes_;
    std::vector<std::unique_ptr<Player>> players_;
};

}  // namespace gen
