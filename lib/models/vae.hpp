#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "core/examples.hpp"
#include "core/matrix.hpp"
#include "core/parallel.hpp"
#include "nn/initialise.hpp"
#include "nn/sequential.hpp"
#include "prob/gaussian.hpp"
#include "prob/likelihood.hpp"

namespace gen {

/// What a variational autoencoder, or a plain one, is made of: all that a model file's /architecture says.
struct VaeSpec {
    bool stochastic = true;  // the encoder gives q(z|x), means then log-variances; false: an autoencoder, the encoder gives z
    Shape input;             // C, H, W
    std::size_t latent = 0;
    GaussianPrior prior;
    double logvar_low = -std::numeric_limits<double>::infinity();  // log-variances are clamped to this range
    double logvar_high = std::numeric_limits<double>::infinity();
    Likelihood likelihood;
    std::vector<LayerSpec> encoder;  // C*H*W numbers in, 2*latent out (autoencoder: latent)
    std::vector<LayerSpec> decoder;  // latent numbers in, C*H*W out: the likelihood's o

    std::size_t pixels() const { return count(input); }
    std::size_t encoder_outputs() const { return stochastic ? 2 * latent : latent; }
};

/// Encoder and decoder. Kingma and Welling, "Auto-encoding variational Bayes", 2014; autoencoder: Hinton and Salakhutdinov, 2006.
struct Vae {
    VaeSpec spec;
    Sequential encoder;
    Sequential decoder;

    /// Parameters have room and no values yet: initialise() or a file gives them. Throws Fault::input when a network does not fit the spec.
    explicit Vae(VaeSpec spec);

    void initialise(const Initialisation& how, std::uint64_t seed);
    /// The decoder's last bias becomes what makes E[x] the mean of the data (Bernoulli: its logit), where all else is 0.
    void set_output_bias(const Matrix& pixel_means);
    std::vector<Sequential*> networks() { return {&encoder, &decoder}; }
    std::vector<const Sequential*> networks() const { return {&encoder, &decoder}; }
};

/// The mean of each pixel over a data set, [1, pixels].
Matrix pixel_means(const Examples& data);

/// q(z|x) for rows first ... first+count-1: mean and log-variance [count, latent]; logvar stays empty for an autoencoder.
struct Encoded {
    Matrix mean;
    Matrix logvar;
};
Encoded encode(const Vae& vae, const Examples& data, std::size_t first, std::size_t count, Parallel& parallel);

/// E[x|z] of many rows, with buffers that are used again.
class Decoder {
public:
    explicit Decoder(const Vae& vae) : vae_(&vae) {}
    /// [z.rows, pixels]; stays until the next call. Throws Fault::input when z does not have the model's dimensions.
    Matrix& decode(const Matrix& z, Parallel& parallel);

private:
    const Vae* vae_;
    Trace trace_;
    Matrix x_;
};

}  // namespace gen
