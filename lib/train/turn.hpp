#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "core/kept.hpp"
#include "train/passage.hpp"

namespace gen {

/// One kind of turn in a step: which networks learn in it, from which passages, and how often it has been taken. A step of one turn is a VAE's; a GAN
/// has one of the discriminator and one of the generator.
class Turn {
public:
    /// `gradients`: what the weight gradients are made of, summed in this order. `statistics`: passages whose running statistics the turn moves on.
    /// The arena gives the gradients a place while they are needed.
    Turn(std::vector<Pass> gradients, std::vector<Passage*> statistics, const Optimizer& optimizer, const UpdateOptions& options, Arena& arena);
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

    /// The way of a batch, built once by whose turn it is: first this, then end() after its last step.
    Pipeline& pipeline() { return pipeline_; }
    /// A step of the pipeline: notes whether the gradients of these passages are finite.
    void check_gradients(std::vector<const Passage*> passages);
    /// A step of the pipeline: the weight gradients of pass number `pass` of those given are summed up now, and the matrices that they are made of
    /// are free again. Where another step waits for the whole batch in any case, that costs nothing.
    void sum_now(std::size_t pass);
    void end();

    /// A batch goes its way, once all its passages have room for it.
    void run(std::size_t rows, Parallel& parallel);
    /// Throws Diverged where the loss or a gradient that was checked is not finite.
    void expect_finite(double loss) const;
    /// The networks learn from the batch: update number updates() + 1. Returns the norm of all gradients where the options ask for it. Throws
    /// Diverged before it changes anything where a number would not be finite.
    double learn(double rate, Parallel& parallel);
    /// Instead: the gradients only, into each parameter's grad.
    void gradients(Parallel& parallel) { update_.gradients(parallel); }

    /// Turns begun, and updates made in them: a turn may be one of looking on.
    std::uint64_t count() const { return count_; }
    std::uint64_t updates() const { return updates_; }
    void set_counts(std::uint64_t count, std::uint64_t updates) {
        count_ = count;
        updates_ = updates;
    }
    /// What `work` gives, as one more turn; as none where it diverges.
    template <class Work>
    auto take(const Work& work) {
        ++count_;
        try {
            return work();
        } catch (const Diverged&) {
            --count_;
            throw;
        }
    }

    /// Counts, under a name of the turn's own.
    void save(Kept& kept, std::string_view name) const;
    void load(const Kept& kept, std::string_view name);

private:
    std::vector<Passage*> statistics_;
    std::vector<Sequential*> averaged_;
    double average_;
    Arena* arena_;
    WeightUpdate update_;
    Pipeline pipeline_;
    std::vector<std::size_t> summed_before_;  // passes
    Parallel* parallel_ = nullptr;            // of the batch
    std::vector<char> finite_;                // of blocks
    std::uint64_t count_ = 0;
    std::uint64_t updates_ = 0;
};

}  // namespace gen
