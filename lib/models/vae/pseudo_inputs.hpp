#pragma once

#include <vector>

#include "core/pipeline.hpp"
#include "models/vae/vae.hpp"
#include "nn/update.hpp"
#include "prob/vamp.hpp"

namespace gen {

/// The VampPrior of a VAE in a training step (Tomczak and Welling, 2018): its learnt pseudo-inputs go through the encoder beside the data.
class PseudoInputs {
public:
    /// `vae` has a network of pseudo-inputs.
    PseudoInputs(Vae& vae, bool gradients);

    /// q(z|u) of all pseudo-inputs becomes the prior of the calls that follow. `noise`: of the encoder's layers.
    void forward(const Stream& noise, Parallel& parallel);
    /// log p(z_i) into `out`. With `dz` adds `factor` times the gradients of their sum, and keeps those of the prior for backward().
    void log_density(Panel z, std::span<double> out, Parallel& parallel, double factor, const MutablePanel* dz);
    /// From the gradients of the prior to those of all activations.
    void backward(Parallel& parallel);
    /// Whether all gradients were.
    bool finite() const;

    /// For the weight gradients.
    std::vector<Pass> passes();

private:
    Vae* vae_;
    std::size_t count_;
    Matrix none_;  // [count, 1]: what the network of pseudo-inputs is given
    Trace inputs_;
    Trace encoder_;
    VampPrior prior_;
    Pipeline forward_;
    Pipeline backward_;
};

}  // namespace gen
