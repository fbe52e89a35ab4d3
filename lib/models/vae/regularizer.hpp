#pragma once

#include <optional>

#include "core/random.hpp"
#include "models/vae/objective.hpp"
#include "models/vae/pseudo_inputs.hpp"
#include "prob/mmd.hpp"
#include "prob/total_correlation.hpp"

namespace gen {

/// The terms of an objective that see all codes of a batch at once: MMD, total correlation, a prior of pseudo-inputs.
class VaeRegularizer {
public:
    VaeRegularizer(Vae& vae, const VaeObjective& objective);

    /// Whether there is such a term.
    bool active() const { return objective_.type->term != VaeObjectiveType::Term::none || train_; }
    /// Whether the divergence is estimated here, from draws, instead of in closed form.
    bool estimates_divergence() const { return objective_.type->has_total_correlation() || train_.has_value(); }

    /// All codes of a batch; mean and logvar are not looked at where the encoder gives codes itself.
    struct Codes {
        const Matrix& z;
        Panel mean;
        Panel logvar;
        const Matrix& noise;
    };
    struct Gradients {
        Matrix& z;
        MutablePanel mean;
        MutablePanel logvar;
    };
    /// The terms' values, sums over examples; `d` += the gradients of their weighted means, unless null. `draws`: of the prior, for the MMD.
    void run(const Codes& codes, double beta, const Stream& draws, Parallel& parallel, const Gradients* d);

    double loss() const { return loss_; }
    double kl() const { return kl_; }
    double extra() const { return extra_; }

    /// The pseudo-inputs go to the encoder before run(), and back after it. `noise`: of the encoder's layers.
    void begin(bool gradients, const Stream& noise, Parallel& parallel);
    void end(Parallel& parallel);
    /// Whether what came back is.
    bool finite() const { return !train_ || train_->finite(); }
    std::vector<Pass> passes();

private:
    void mmd(const Codes& codes, const Stream& draws, Parallel& parallel, const Gradients* d);
    void decompose(const Codes& codes, double beta, Parallel& parallel, const Gradients* d);
    void vamp(const Codes& codes, double beta, Parallel& parallel, const Gradients* d);

    Vae* vae_;
    VaeObjective objective_;
    Mmd mmd_;
    KlDecomposition decomposition_;
    std::optional<PseudoInputs> train_;
    std::optional<PseudoInputs> use_;
    Matrix draws_;
    std::vector<double> log_prior_;
    double loss_ = 0;
    double kl_ = 0;
    double extra_ = 0;
};

}  // namespace gen
