#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "models/model.hpp"
#include "nn/initialise.hpp"
#include "nn/sequential.hpp"
#include "prob/likelihood.hpp"

namespace gen {

/// What T compares q(z|x) with: the prior, or the Gaussian that has the moments of q(z|x).
enum class Contrast { prior, adaptive };

/// What adversarial variational Bayes is made of: all that a model file's /architecture says.
///   avb: {"kind":"avb", "input":[C,H,W], "latent":N, "contrast":"prior", "quadratic":0.5, "range":[-1,1], "likelihood":"bernoulli",
///         "networks":{"encoder":[...], "decoder":[...], "discriminator":[...]}}; with a noise basis also "noise":E, "basis":M and networks basis-1
///         ... basis-M; where T is factored also the network discriminator-x
///   posterior: no images: z of a given log density. {"kind":"posterior", "input":[N,1,1], "latent":N, "noise":E, "target":"...", ...} with the
///         networks generator, from E numbers of noise to z, and discriminator
struct AvbSpec {
    static constexpr std::size_t most_basis = 200;

    bool of_data = true;  // "avb"; false: "posterior"
    Shape input;          // C, H, W; posterior: z as a point
    std::size_t latent = 0;
    std::size_t noise = 0;  // numbers that each network of the basis, or the generator, is given; 0: neither is there
    Contrast contrast = Contrast::prior;
    double quadratic = 0.5;                                 // T = what its networks give + this |z|^2
    double low = -std::numeric_limits<double>::infinity();  // of pixels as the encoder and T see them; not finite: points, as they are
    double high = std::numeric_limits<double>::infinity();
    Likelihood likelihood;
    std::string target;                         // of a posterior: the name of its density
    std::vector<LayerSpec> encoder;             // gives z; with a basis z0, then M times raw numbers whose elu(. - 5) + 1 are a_i
    std::vector<std::vector<LayerSpec>> basis;  // M networks v_i, z = z0 + sum of a_i v_i(eps_i)
    std::vector<LayerSpec> decoder;
    std::vector<LayerSpec> discriminator;  // [x, z] in, T out; factored: z in, k + 1 numbers out
    std::vector<LayerSpec> tower;          // factored: x in, k + 1 numbers out; T is the product of the first k, plus both last ones

    std::size_t pixels() const { return of_data ? count(input) : 0; }
    bool adaptive() const { return contrast == Contrast::adaptive; }
    bool bounded() const { return low > -std::numeric_limits<double>::infinity(); }
    bool factored() const { return !tower.empty(); }

    std::string_view kind() const { return of_data ? "avb" : "posterior"; }
    void describe(SpecVisitor& v);
    /// Throws Fault::input where something is missing or without meaning.
    void check() const;
};

/// An encoder that gives draws of q(z|x), whatever that is, a decoder and T, which tells draws from a density that is known. Mescheder, Nowozin and
/// Geiger, "Adversarial variational Bayes", 2017.
struct AvbModel : Model {
    AvbSpec spec;
    Sequential encoder;  // of a posterior: the generator
    std::vector<Sequential> basis;
    Sequential decoder;  // no layers where the spec has none, as the tower
    Sequential discriminator;
    Sequential tower;

    /// Parameters have room and no values yet: initialise() or a file gives them. Throws Fault::input when a network does not fit the spec.
    explicit AvbModel(AvbSpec spec);

    /// z0, the tower of x and T's own number of z start near 0, and the second weight of each of T's residual blocks at 0.
    void initialise(const Initialisation& how, std::uint64_t seed);
    /// Those that learn together, all but T's.
    std::vector<Sequential*> players();

    std::string_view kind() const override { return spec.kind(); }
    void describe(SpecVisitor& v) const override { AvbSpec(spec).describe(v); }
    std::vector<Sequential*> networks() override;
    std::vector<const Sequential*> networks() const override;
    ImageForm takes() const override { return {spec.input}; }
};

/// Of images.
struct Avb : AvbModel {
    using AvbModel::AvbModel;
    static const Family& family();
    std::unique_ptr<ImageModel> draws() const override;
    std::unique_ptr<ImageEncoder> encodes() const override;
    std::unique_ptr<LatentModel> density() const override;
};

/// Of a posterior, whose draws are points.
struct AvbPosterior : AvbModel {
    using AvbModel::AvbModel;
    static const Family& family();
    std::unique_ptr<ImageModel> draws() const override;
};

}  // namespace gen
