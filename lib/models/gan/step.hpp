#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/examples.hpp"
#include "core/kept.hpp"
#include "models/gan/critic.hpp"
#include "models/gan/gan.hpp"
#include "models/gan/objective.hpp"
#include "models/gan/penalty.hpp"
#include "models/gan/replay.hpp"
#include "models/gan/snapshot.hpp"
#include "nn/update.hpp"
#include "prob/kernel_mmd.hpp"

namespace gen {

/// How the two networks learn.
struct GanLearning {
    const Optimizer* generator;
    const Optimizer* discriminator;
    double clip = 0;     // of each network's gradients
    double average = 0;  // of the generator's weights
};

/// What a step of D found: means over the batch.
struct DiscriminatorResult {
    double loss = std::numeric_limits<double>::quiet_NaN();  // of real and generated images together, penalties left out
    double penalty = 0;
    double real = 0;  // the part of real images that D calls real
    double fake = 0;  // and of generated ones that it calls generated
    double gradient = 0;  // norm of D's gradients
    bool learnt = true;   // false: D was good enough to be left alone (GanObjective::d_above)
};

/// What a step of G found.
struct GeneratorResult {
    double loss = std::numeric_limits<double>::quiet_NaN();
    double gradient = 0;
    bool learnt = true;
};

/// The two halves of a GAN's training. A block of rows goes through both networks, forward and back, and waits for others only where a layer or a term
/// of the loss needs the whole batch; then the weights of the network whose turn it is are updated tile by tile.
class GanStep {
public:
    /// Throws Fault::input where the objective does not suit the networks.
    GanStep(Gan& gan, const GanObjective& objective, const GanLearning& learning, std::uint64_t seed);
    GanStep(const GanStep&) = delete;
    GanStep& operator=(const GanStep&) = delete;

    /// One update of a network. The batch needs a multiple of `pack` rows. Both throw Diverged before they change a network when a number of it, or what
    /// they come from, would not be finite; a power iteration of spectral normalisation may have been made.
    DiscriminatorResult train_discriminator(const Batch& batch, double rate, Parallel& parallel);
    GeneratorResult train_generator(const Batch& batch, double rate, Parallel& parallel);

    /// Gives the memory of a batch back until the next step: others need some in between.
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
    std::uint64_t discriminator_updates() const { return d_updates_; }
    std::uint64_t generator_updates() const { return g_updates_; }

    void save(Kept& kept) const;
    void load(const Kept& kept);

private:
    void check() const;
    std::vector<Pass> discriminator_passes();
    std::vector<GanPenalty*> penalties();
    Pipeline build_discriminator();
    Pipeline build_generator();
    Pipeline build_matching();
    void begin(const Batch& batch, bool of_generator, Parallel& parallel);
    void begin_discriminator(const Mode& mode);
    void generate(Pipeline& pipeline);
    void part(Pipeline& pipeline) const;
    void read_sides(Pipeline& pipeline, GanCritic& critic);
    void add_sides(Pipeline& pipeline);
    void add_turn(Pipeline& pipeline, bool is_real);
    void learn(Pipeline& pipeline);
    void penalise(Pipeline& pipeline);
    DiscriminatorResult pass_discriminator(const Batch& batch, Parallel& parallel);
    GeneratorResult pass_generator(const Batch& batch, Parallel& parallel);
    void expect_finite(double loss) const;
    template <class Turn>
    auto counted(std::uint64_t& turns, const Turn& turn);

    // Of one block of rows: gan_rows.cpp. Rows are packs of images.
    void draw(Rows rows);
    void read_real(std::size_t pack, real* x) const;
    void read_sides(Rows rows, GanCritic& critic);
    void add_noise(bool is_real, std::size_t pack, real* x) const;
    void shift(std::size_t pack);
    void judge(Rows rows);
    void judge_side(bool is_real, std::size_t pack);
    void judge_consistency(std::size_t pack);
    void judge_relativistic();
    void judge_generator(Rows rows);
    double class_loss(bool is_real, std::size_t pack);
    double label_of(bool is_real, std::size_t pack) const;
    void take_gradient(Rows rows);
    void measure_spread(Rows rows, std::size_t block);
    void point_between(std::size_t pack, real* x);
    void point_around(std::size_t pack, real* x);
    void count_right(DiscriminatorResult& result);

    Gan* gan_;
    GanObjective objective_;
    GanLearning learning_;
    std::uint64_t seed_;
    std::uint64_t d_updates_ = 0;
    std::uint64_t g_updates_ = 0;
    std::uint64_t d_turns_ = 0;  // with those that D was left alone in
    std::uint64_t g_turns_ = 0;
    static constexpr double no_loss = 1e30;  // yet: above what a network waits for, and finite as all that files hold
    double d_loss_ = no_loss;                // latest
    double g_loss_ = no_loss;
    Given given_ = {};

    // The batch that is passing through.
    const Batch* batch_ = nullptr;
    Parallel* parallel_ = nullptr;
    std::size_t packs_ = 0;
    bool of_generator_ = false;
    double noise_ = 0;   // on D's inputs
    double spread_ = 0;  // standard deviation of the real batch
    std::vector<double> spread_sums_;

    std::vector<std::int32_t> labels_;       // of images
    Matrix z_;
    Matrix real_;  // images of the batch; for matching alone
    Arena arena_;  // for the traces of both networks and what lies between them: each half of a step takes all of it
    Trace generator_;
    CriticRoom room_{arena_};
    GanCritic critic_;  // D's view of the batch in its own turn
    GanCritic judge_;   // and in G's
    Matrix shifted_;
    Trace of_shifted_;
    std::vector<double> losses_;  // of packs
    std::array<std::vector<double>, 2> seen_;  // D's logits in its own turn, of real and of generated packs
    std::vector<char> finite_;    // of blocks
    GanPenalty between_;
    GanPenalty around_;
    GanPenalty at_real_;
    GanPenalty at_fake_;
    GanReplay replay_;
    GanSnapshot snapshot_;
    KernelMmd mmd_;
    std::optional<WeightUpdate> d_update_;
    WeightUpdate g_update_;
    Pipeline d_pipeline_;
    Pipeline g_pipeline_;
};

}  // namespace gen
