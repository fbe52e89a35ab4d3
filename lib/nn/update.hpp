#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/parallel.hpp"
#include "nn/batch_gradients.hpp"
#include "nn/learning_state.hpp"
#include "nn/optimizer.hpp"
#include "nn/sequential.hpp"
#include "nn/sharded_gradients.hpp"

namespace gen {

struct UpdateOptions {
    double clip = 0;                   // > 0: limit of the norm of all gradients together (Pascanu, Mikolov and Bengio, 2013)
    double average = 0;                // > 0: decay of moving averages of the weights, which have been started (nn/average.hpp)
    bool norm = false;                 // measure the norm also where it is not limited
    double weight_limit = 0;           // > 0: after its update each number lies within +-this
    LearningStates* states = nullptr;  // where moments and averages lie; null: in states of its own
};

/// The second half of a training step: the gradients of the weights over the whole batch, and the optimiser's update. Work is cut into tiles
/// by shapes only, of about 64K numbers and fewer where each takes part in many products; each tile is computed, and then updated, by one thread.
/// A gradient that comes at once is one tile. Passes of one network are summed in their order. Where ranks share the work, each updates tiles of its
/// own, and all get the new weights; moments stay with their owners until LearningStates::complete().
class WeightUpdate {
public:
    /// With `in_arena` the gradients have no memory of their own, take() asks for it.
    WeightUpdate(std::vector<Pass> passes, const Optimizer& optimizer, const UpdateOptions& options = {}, bool in_arena = false);

    /// Before each batch, where the gradients lie in an arena.
    void take(Arena& arena);
    std::size_t passes() const { return passes_.size(); }
    const Pass& pass(std::size_t number) const { return passes_[number]; }
    /// The gradients of a pass's network; and with these what those of the pass are made of.
    Pipeline::Uses gradients_of(const Pass& pass) const;
    Pipeline::Uses operands(const Pass& pass) const;

    /// Returns the norm of all gradients together where the options ask for it, else 0. `step`: updates so far, this one included.
    /// Throws Diverged before it changes anything when a gradient is not finite, or a weight, a moment or an average would not be.
    double run(std::uint64_t step, double rate, Parallel& parallel);

    /// Sums up the gradients of one pass now, so that what they are made of is free again; run() or gradients() then adds the others.
    void sum_now(std::size_t pass, Parallel& parallel);

    LearningStates& states() { return *options_.states; }

    /// The gradients only, into each parameter's grad.
    void gradients(Parallel& parallel);

private:
    /// A parameter and what is kept beside it.
    struct Numbers {
        Matrix* value;
        Matrix* grad;
        std::vector<Matrix*> moments;
        Matrix* average;  // null where there is none
    };
    /// What a step does to each number.
    struct Move {
        UpdateRule rule;
        double factor;  // of the gradient, where it is clipped
        double decay;   // of averages
    };
    template <class Use>
    void each_parameter(const Use& use) const;
    void look_up(Sequential& network);
    void add_tiles(Sequential* network, std::size_t step, std::size_t k, const Parameter& p);
    void share(const Sharding& sharding);
    void add_shards(std::size_t pass, ShardedGradients::Left left, Parallel& parallel);
    void sum_shards(Parallel& parallel, Task then);
    bool owns(const GradientTile& tile) const { return !sharded_ || sharded_->owns(tile); }
    // Every rank has all of these.
    void complete_gradients() const;
    void complete_measures();
    void complete_moments() const;
    double square(const GradientTile& tile) const;
    bool measures() const { return options_.clip > 0 || options_.norm; }
    double measure(std::size_t i);
    void finish(Parallel& parallel) const;
    void expect_finite(const Move& move, Parallel& parallel) const;
    bool would_be_finite(const GradientTile& tile, const Move& move) const;
    real update(const Numbers& numbers, std::size_t begin, std::size_t end, const Move& move) const;
    void update_tile(std::size_t i, const Move& move);
    void update_shared(const Move& move, Parallel& parallel);
    template <class Use>
    void each_shared(const GradientTile& tile, const Use& use) const;

    std::vector<Pass> passes_;
    std::vector<char> summed_;      // of each pass: whether its gradients are there already
    std::vector<Numbers> numbers_;  // of each parameter, network by network
    std::vector<GradientTile> tiles_;
    std::vector<GradientTile> whole_;  // parameters whose gradients are finished once they are there whole
    std::vector<double> squares_;      // of each tile's gradients
    std::vector<double> gradients_;    // the largest of each tile, or more
    std::vector<real> largest_;        // of each tile's weights and moments
    const Optimizer* optimizer_;
    UpdateOptions options_;
    std::unique_ptr<LearningStates> own_;
    std::unique_ptr<BatchGradients> in_batch_;
    std::unique_ptr<ShardedGradients> sharded_;  // where a batch has more than one shard
};

}  // namespace gen
