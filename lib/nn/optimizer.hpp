#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/kernels.hpp"
#include "core/words.hpp"
#include "nn/learning_state.hpp"

namespace gen {

/// Which algorithm, and its constants; the defaults are PyTorch's.
struct OptimizerSpec {
    enum class Kind { adam, adamw, sgd, adagrad, rmsprop };
    Kind kind = Kind::adam;
    double beta1 = 0.9;    // adam, adamw: first moment; sgd: momentum
    double beta2 = 0.999;  // adam, adamw: second moment; rmsprop: "alpha"
    double epsilon = 1e-8;
    double initial = 0;  // what the second moment starts at (Burda et al., 2016, start Adam's at 1)
    bool nesterov = false;
    bool centred = false;
    double weight_decay = 0;  // adamw: decoupled (Loshchilov and Hutter, 2019); others: an L2 term in the gradient
};

/// "adam", "sgd:momentum=0.9,nesterov=1", "rmsprop:alpha=0.99,eps=1e-8,centred=1", ... Throws Fault::usage naming what is known.
OptimizerSpec parse_optimizer(std::string_view text);
Forms optimizer_forms();
std::string text(const OptimizerSpec& spec);

/// One gradient step for each tile of each parameter; the moments lie in the network's LearningState.
/// Adam: Kingma and Ba, 2015, algorithm 1. Adagrad: Duchi et al., 2011. RMSProp: Tieleman and Hinton, 2012; centred: Graves, 2013.
class Optimizer {
public:
    explicit Optimizer(const OptimizerSpec& spec) : spec_(spec) {}

    const OptimizerSpec& spec() const { return spec_; }
    /// Names of the moments that the algorithm keeps.
    std::vector<std::string_view> moments() const;
    /// Makes moments that are not there yet.
    void prepare(const Sequential& network, LearningState& state) const;

    /// The constants of step number `step` (from 1) at this learning rate.
    UpdateRule rule(std::uint64_t step, double rate) const;
    /// Whether such a step leaves all numbers finite wherever gradients are at most `gradient`, weights and moments at most `largest` in magnitude.
    /// That is estimated from above: only numbers beyond all reason are told apart by a trial.
    bool stays_finite(const UpdateRule& rule, double gradient, double largest) const;
    /// Numbers begin ... end-1 of a parameter. Returns the largest magnitude among these and their moments.
    real update(Matrix& value, const Matrix& grad, std::span<Matrix* const> moments, std::size_t begin, std::size_t end,
                const UpdateRule& rule) const;

private:
    OptimizerSpec spec_;
};

}  // namespace gen
