#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "models/avb/codes.hpp"
#include "models/avb/critic.hpp"
#include "train/binary_pixels.hpp"
#include "train/ramp.hpp"
#include "train/step.hpp"
#include "train/turn.hpp"

namespace gen {

class Target;

/// What is minimised, in nats per example: by the encoder and the decoder the mean of -log p(x|z) + beta KL, where KL is what T says of it; by T the
/// mean of sp(-T) of draws of q and sp(T) of draws of what it compares them with, sp(a) = log(1 + e^a).
struct AvbObjective {
    double beta = 1;
    Ramp ramp = {};  // of beta
    BinaryPixels binarize = BinaryPixels::none;
    std::size_t dual_steps = 1;  // of T at each step
    bool together = true;  // T's first is on the step's own draws, before the others have learnt; else, as all further ones, on new rows and draws
};

/// How the networks learn.
struct AvbLearning {
    const Optimizer* players;
    const Optimizer* critic;
    double players_rate = 1;  // of the run's learning rate
    double critic_rate = 1;
    double clip = 0;     // of the gradients of either turn
    double average = 0;  // of the weights of all but T
    LearningStates* states = nullptr;
};

/// Means over a batch, in nats. All but recon rest on T, an estimate: neither loss nor KL are bounds.
struct AvbLoss {
    double loss = 0;
    double recon = 0;   // -log p(x|z); of a posterior -log p(y, z)
    double kl = 0;      // KL(q(z|x) || p(z)); of a posterior E log q(z), minus its entropy
    double critic = 0;  // 2 ln 2 where T cannot tell
};

/// A step of adversarial variational Bayes: one turn of encoder and decoder, then T's.
class AvbStep : public Step {
public:
    /// `target`: of a model of a posterior, else null. Throws Fault::input where T looks at the whole batch.
    AvbStep(AvbModel& avb, const AvbObjective& objective, const AvbLearning& learning, std::uint64_t seed, const Target* target = nullptr);

    /// loss, recon or energy, kl_estimate or neg_entropy_estimate, t_loss, elbo_estimate.
    std::vector<std::string> losses() const override;
    /// Of a posterior t_chance, T's loss where it cannot tell.
    std::vector<std::string> measures() const override;
    std::vector<double> validate(const Examples* data, Parallel& parallel) override;
    std::string shown_measure() const override { return has_data() ? "valid" : ""; }
    /// Throws Diverged before encoder and decoder change, or before T does.
    void train(const Batch& batch, const Moment& moment, Parallel& parallel, std::vector<double>& sums) override;
    std::vector<double> evaluate(const Batch& batch, Parallel& parallel) override;
    void save(Kept& kept) const override;
    void load(const Kept& kept) override;

    /// Of one turn, its gradients into each parameter's grad, without an update.
    AvbLoss player_gradients(const Batch& batch, std::uint64_t step, Parallel& parallel);
    /// On the draws that player_gradients() made, or on new ones.
    double critic_gradients(const Batch& batch, bool anew, Parallel& parallel);

private:
    /// Where a batch comes from and what its noise is.
    struct Passing {
        const Batch* batch = nullptr;
        std::uint64_t number = 0;  // of the draw, for all noise; 0: no training step
    };
    bool has_data() const { return avb_->spec.of_data; }
    std::vector<Passage*> player_passages();
    /// Each rank its rows; what has been found of them is whole at the end.
    void share(Pipeline& pipeline);
    void build_players(Pipeline& pipeline);
    void build_critic();
    void build_evaluation();
    void add_codes(Pipeline& pipeline, Trains trains);
    void take_images();
    void begin(const Batch& batch, std::uint64_t number, double beta, Trains trains, const Sharding& sharding);
    AvbLoss pass_players(const Batch& batch, std::uint64_t step, Parallel& parallel);
    double pass_critic(const Batch& batch, bool anew, Parallel& parallel);
    double train_critic(const Batch& batch, bool anew, double rate, Parallel& parallel);
    void draw_codes(const Batch& batch, std::uint64_t number, Parallel& parallel);
    AvbLoss total(bool judged) const;
    std::vector<double> numbers_of(const AvbLoss& loss, double examples) const;

    // Of one block of rows: rows.cpp.
    std::uint32_t random_row(std::size_t i) const;
    void read(Rows rows);
    void draw_others(Rows rows);
    void judge(Rows rows, const AvbCritic& critic, std::size_t each, bool gradients);
    double reconstruct(std::size_t i, bool gradients);
    void judge_critic(Rows rows, bool gradients);
    void latent_gradient(Rows rows);

    AvbModel* avb_;
    AvbObjective objective_;
    AvbLearning learning_;
    std::uint64_t seed_;
    const Target* target_;

    Passing passing_;
    double beta_ = 1;
    std::size_t rows_ = 0;
    std::size_t shards_ = 1;
    std::vector<std::uint32_t> new_rows_;  // of T's turns on new ones

    Arena arena_;
    Matrix x_;
    Matrix shown_;  // x as encoder and T see it, where that is on another range
    AvbCodes codes_;
    Matrix pairs_;  // of each row, what T sees of z and a draw of what it compares that with
    Passage decoder_;
    AvbCritic judge_;   // of one code a row, in the turn of the others
    AvbCritic critic_;  // of pairs, in its own
    Matrix dz_;         // by the decoder or the target
    Matrix d_seen_;     // by T
    std::vector<double> recon_;
    std::vector<double> kl_;
    std::vector<double> told_;  // T's losses
    Turn players_turn_;
    Turn critic_turn_;
    Pipeline draws_;
    Pipeline evaluation_;
};

}  // namespace gen
