#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "core/examples.hpp"
#include "core/kept.hpp"
#include "models/adversarial/penalty.hpp"
#include "models/gan/critic.hpp"
#include "models/gan/gan.hpp"
#include "models/gan/objective.hpp"
#include "models/gan/replay.hpp"
#include "models/gan/snapshot.hpp"
#include "prob/kernel_mmd.hpp"
#include "train/turn.hpp"

namespace gen {

/// How the two networks learn.
struct GanLearning {
    const Optimizer* generator;
    const Optimizer* discriminator;
    double clip = 0;                   // of each network's gradients
    double average = 0;                // of the generator's weights
    LearningStates* states = nullptr;  // as for WeightUpdate
};

/// What a turn of either network found.
struct PlayerResult {
    double loss = std::numeric_limits<double>::quiet_NaN();  // the mean over the batch
    double gradient = 0;                                     // norm of the network's gradients
    bool learnt = true;                                      // false: the network was good enough to be left alone (GanObjective::d_above, g_above)
};

/// What D's turn found: its loss is that of real and generated images together, penalties left out. Means over the batch.
struct DiscriminatorResult : PlayerResult {
    double penalty = 0;
    double real = 0;  // the part of real images that D calls real
    double fake = 0;  // and of generated ones that it calls generated
};

using GeneratorResult = PlayerResult;

/// The two turns of a GAN's training. A block of rows goes through both networks, forward and back, and waits for others only where a layer or a term
/// of the loss needs the whole batch; then the weights of the network whose turn it is are updated tile by tile.
class GanTurns {
public:
    /// Throws Fault::input where the objective does not suit the networks.
    GanTurns(Gan& gan, const GanObjective& objective, const GanLearning& learning, std::uint64_t seed);

    /// One update of a network. The batch needs a multiple of `pack` rows. Both throw Diverged before they change a network when a number of it, or
    /// what they come from, would not be finite; a power iteration of spectral normalisation may have been made.
    DiscriminatorResult train_discriminator(const Batch& batch, double rate, Parallel& parallel);
    GeneratorResult train_generator(const Batch& batch, double rate, Parallel& parallel);

    /// Gives the memory of a batch back until the next turn: others need some in between.
    void rest() { arena_.release(); }

    /// Random numbers given in place of drawn ones, to be compared with other implementations: latent numbers [batch, latent], the place of each
    /// penalty's point between its two images [packs], noise around real images [packs, pack * pixels]. Null: drawn.
    struct Given {
        const Matrix* latents = nullptr;
        const Matrix* between = nullptr;
        const Matrix* around = nullptr;
    };
    void give(const Given& given) { given_ = given; }
    /// Gradients of one half into each parameter's grad, without an update.
    DiscriminatorResult discriminator_gradients(const Batch& batch, Parallel& parallel);
    GeneratorResult generator_gradients(const Batch& batch, Parallel& parallel);

    /// Updates done.
    std::uint64_t discriminator_updates() const { return d_ ? d_->turn.updates() : 0; }
    std::uint64_t generator_updates() const { return g_.turn.updates(); }

    void save(Kept& kept) const;
    void load(const Kept& kept);

private:
    static constexpr double no_loss = 1e30;  // yet: above what a network waits for, and finite as all that files hold
    /// One of the two networks, in its turn.
    struct Player {
        Player(Sequential& of, std::optional<double> learns_above, std::vector<Pass> gradients, std::vector<Passage*> statistics,
               const Optimizer& optimizer, const UpdateOptions& options, Arena& arena)
            : network(of), above(learns_above), turn(std::move(gradients), std::move(statistics), optimizer, options, arena) {}
        Sequential& network;
        std::optional<double> above;  // it learns only while its latest loss is
        Turn turn;
        double loss = no_loss;  // latest
    };
    void check() const;
    std::vector<Pass> discriminator_passes();
    std::vector<GradientPenalty*> penalties();
    Whole spread();
    void build_discriminator();
    void build_generator();
    void build_matching();
    void generate(Pipeline& pipeline);
    void part(Pipeline& pipeline) const;
    void read_sides(Pipeline& pipeline, GanCritic& critic);
    void add_sides(Pipeline& pipeline);
    void add_side_in_turn(Pipeline& pipeline, bool is_real);
    void check_gradients(GanCritic::Turn turn);
    void learn(Pipeline& pipeline);
    void penalise(Pipeline& pipeline);
    void begin(const Batch& batch, Player& player, Parallel& parallel);
    void begin_discriminator(const Mode& mode);
    DiscriminatorResult pass_discriminator(const Batch& batch, Parallel& parallel);
    GeneratorResult pass_generator(const Batch& batch, Parallel& parallel);
    void run_against(Sequential& opponent, std::size_t which);
    void learn_from(PlayerResult& result, double rate);
    bool of_generator() const { return player_ == &g_; }
    std::uint64_t discriminator_turns() const { return d_ ? d_->turn.count() : 0; }

    // Of one block of rows: rows.cpp. Rows are packs of images.
    Stream stream(Purpose d, Purpose g) const;
    void draw(Rows rows);
    void read_real(std::size_t pack, real* x) const;
    void read_sides(Rows rows, GanCritic& critic);
    void add_noise(bool is_real, std::size_t pack, real* x) const;
    void shift(std::size_t pack);
    void judge(Rows rows);
    void judge_side(bool is_real, std::size_t pack);
    void judge_consistency(std::size_t pack);
    void judge_batch();
    void judge_generator(Rows rows);
    double class_loss(bool is_real, std::size_t pack);
    double label_of(bool is_real, std::size_t pack) const;
    void take_gradient(Rows rows);
    void match();
    void measure_spread(Rows rows, std::size_t block);
    void sum_spread();
    void point_between(std::size_t pack, real* x);
    void point_around(std::size_t pack, real* x);
    void count_right(DiscriminatorResult& result);

    Gan* gan_;
    GanObjective objective_;
    std::uint64_t seed_;
    Given given_ = {};

    // The batch that is passing through.
    const Batch* batch_ = nullptr;
    Parallel* parallel_ = nullptr;
    Player* player_ = nullptr;  // whose turn it is
    std::size_t packs_ = 0;
    double noise_ = 0;   // on D's inputs
    double spread_ = 0;  // standard deviation of the real batch
    std::vector<double> spread_sums_;

    std::vector<std::int32_t> labels_;         // of images
    std::vector<double> losses_;               // of packs
    std::array<std::vector<double>, 2> seen_;  // D's logits in its own turn, of real and of generated packs
    Arena arena_;                              // for what both networks and all between them leave: each turn takes all of it
    Matrix z_;
    Matrix real_;  // images of the batch; for matching alone
    Matrix shifted_;
    Passage generator_;
    GanCritic critic_;  // D's view of the batch in its own turn
    GanCritic judge_;   // and in G's
    Passage of_shifted_;
    GradientPenalty between_;
    GradientPenalty around_;
    GradientPenalty at_real_;
    GradientPenalty at_fake_;
    GanReplay replay_;
    GanSnapshot snapshot_;
    KernelMmd mmd_;
    std::optional<Player> d_;
    Player g_;
};

}  // namespace gen
