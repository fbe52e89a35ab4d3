#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "core/examples.hpp"
#include "core/matrix.hpp"
#include "core/parallel.hpp"
#include "models/model.hpp"
#include "nn/inference.hpp"
#include "nn/initialise.hpp"
#include "nn/sequential.hpp"
#include "prob/gaussian.hpp"
#include "prob/likelihood.hpp"

namespace gen {

/// What a variational autoencoder, or a plain one, is made of: all that a model file's /architecture says.
///   {"kind":"vae", "input":[C,H,W], "latent":N, "likelihood":"bernoulli", "prior":{...}, "networks":{"encoder":[...], "decoder":[...]}}
struct VaeSpec {
    bool stochastic = true;  // the encoder gives q(z|x), means then log-variances; false: an autoencoder, the encoder gives z
    Shape input;             // C, H, W
    std::size_t latent = 0;
    std::size_t classes = 0;               // both networks are told the class of an example, one of so many; 0: they are not
    std::vector<std::string> class_names;  // empty: the classes have none
    GaussianPrior prior;
    std::size_t pseudo_inputs = 0;                                 // K of a VampPrior, which takes the place of `prior`; 0: none
    double logvar_low = -std::numeric_limits<double>::infinity();  // log-variances are clamped to this range
    double logvar_high = std::numeric_limits<double>::infinity();
    Likelihood likelihood;
    std::vector<LayerSpec> encoder;  // C*H*W numbers in, 2*latent out (autoencoder: latent)
    std::vector<LayerSpec> decoder;  // latent numbers in, the likelihood's o out
    std::vector<LayerSpec> pseudo;   // gives the pseudo-inputs, C*H*W numbers a row; empty: none

    std::size_t pixels() const { return count(input); }
    std::size_t encoder_outputs() const { return stochastic ? 2 * latent : latent; }

    std::string_view kind() const { return stochastic ? "vae" : "autoencoder"; }
    void describe(SpecVisitor& v);
    /// Throws Fault::input where something is missing or without meaning.
    void check() const;
};

/// Encoder and decoder. Kingma and Welling, "Auto-encoding variational Bayes", 2014; autoencoder: Hinton and Salakhutdinov, 2006.
struct Vae : Model {
    VaeSpec spec;
    Sequential encoder;
    Sequential decoder;
    Sequential prior;  // the pseudo-inputs, where the spec has some

    /// Parameters have room and no values yet: initialise() or a file gives them. Throws Fault::input when a network does not fit the spec.
    explicit Vae(VaeSpec spec);

    void initialise(const Initialisation& how, std::uint64_t seed);
    /// The decoder's last bias becomes what makes E[x] the mean of the data (Bernoulli: its logit), where all else is 0.
    /// Of convolutions: the mean over each channel.
    void set_output_bias(const Matrix& pixel_means);

    static const Family& family();
    std::string_view kind() const override { return spec.kind(); }
    void describe(SpecVisitor& v) const override { VaeSpec(spec).describe(v); }
    std::vector<Sequential*> networks() override;
    std::vector<const Sequential*> networks() const override;
    ImageForm takes() const override { return {spec.input, spec.classes, spec.class_names}; }
    std::unique_ptr<ImageModel> draws() const override;
    std::unique_ptr<ImageEncoder> encodes() const override;
    std::unique_ptr<LatentModel> density() const override;
};

/// The mean of each pixel over a data set, [1, pixels].
Matrix pixel_means(const Examples& data);

/// q(z|x) of many rows, with buffers that are used again.
class Encoder : public ImageEncoder {
public:
    explicit Encoder(const Vae& vae) : vae_(&vae), inference_(vae.encoder) {}
    std::size_t latent() const override { return vae_->spec.latent; }
    const Sequential* network() const override { return &vae_->encoder; }
    CodeKind kind() const override { return vae_->spec.stochastic ? CodeKind::gaussian : CodeKind::points; }
    Encoded encode(const Examples& data, std::size_t first, std::size_t count, Parallel& parallel) override;

private:
    const Vae* vae_;
    Inference inference_;
};

/// q(z|u) of the pseudo-inputs of a VampPrior.
Encoded encode_pseudo_inputs(const Vae& vae, Parallel& parallel);

}  // namespace gen
