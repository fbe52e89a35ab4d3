#pragma once

#include <cstdint>
#include <vector>

#include "models/vae.hpp"
#include "nn/update.hpp"

namespace gen {

/// What is minimised, in nats per example.
struct VaeObjective {
    enum class Kind {
        vae,          // -E_q log p(x|z) + beta KL(q(z|x) || p(z)); with beta = 1 the negative ELBO
        autoencoder,  // -log p(x|z), z the encoder's output: "reconstruction only"
        kl_only,      // beta KL
    };
    enum class Binarize { none, threshold, dynamic };  // pixels as they are; > 1/2; drawn anew at every step
    Kind kind = Kind::vae;
    double beta = 1;
    std::size_t samples = 1;  // L, z for each x: Kingma and Welling, 2014, eq. 7
    Binarize binarize = Binarize::none;
};

/// Sums over examples, in nats. kl is NaN for an autoencoder, which has none.
struct VaeLoss {
    double loss = 0;
    double recon = 0;
    double kl = 0;
};

/// One training step of a VAE, or the loss of a batch. A block of rows goes through both networks, forward and back, without waiting for
/// another; then the weights are updated tile by tile.
class VaeStep {
public:
    VaeStep(Vae& vae, const VaeObjective& objective, const Optimizer& optimizer, double clip, std::uint64_t seed);

    /// Step number `step`, from 1. Throws Diverged before it changes anything when the loss or a gradient of an activation is not finite.
    VaeLoss train(const Batch& batch, std::uint64_t step, double rate, Parallel& parallel);

    /// The loss of examples that are not trained on: z and binarised pixels are fixed by (seed, row), so equal at every call.
    VaeLoss evaluate(const Batch& batch, Parallel& parallel);

    /// With noise given, [batch * samples, latent], to be compared with other implementations: the gradients into each parameter's grad, or a whole step.
    VaeLoss gradients(const Matrix& x, const Matrix& noise, Parallel& parallel);
    VaeLoss train_given(const Matrix& x, const Matrix& noise, std::uint64_t step, double rate, Parallel& parallel);

private:
    struct Noise {
        Stream posterior;
        Stream binarize;
        bool by_example;  // random rows are rows of the data set, not of the batch
        const Matrix* given = nullptr;
    };
    VaeLoss pass_given(const Matrix& x, const Matrix& noise, Parallel& parallel);
    void reserve(std::size_t rows, bool gradients);
    VaeLoss pass(const Batch& batch, const Noise& noise, bool gradients, Parallel& parallel);
    struct Block {
        VaeLoss loss;
        bool finite = true;  // its gradients
    };
    Block run_block(const Batch& batch, const Noise& noise, bool gradients, Rows rows);
    void read(const Batch& batch, const Noise& noise, Rows rows);
    void sample(const Batch& batch, const Noise& noise, Rows rows);
    double reconstruct(bool gradients, Rows rows);
    double divergence(bool gradients, Rows rows);
    double sum(double VaeLoss::*part) const;

    Vae* vae_;
    VaeObjective objective_;
    std::uint64_t seed_;
    std::size_t rows_ = 0;
    Matrix x_;
    Matrix noise_;  // [rows * samples, latent]
    Matrix z_;
    Matrix dz_;
    Trace encoder_;
    Trace decoder_;
    std::vector<Block> blocks_;
    WeightUpdate update_;
};

}  // namespace gen
