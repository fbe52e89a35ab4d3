#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string_view>
#include <vector>

#include "models/alpha/mode.hpp"
#include "models/model.hpp"
#include "nn/initialise.hpp"
#include "prob/latent_noise.hpp"

namespace gen {

/// What such a model is made of: all that a model file's /architecture says.
///   {"kind":"alpha-gan", "input":[C,H,W], "latent":N, "noise":"normal", "codes":"points", "range":[-1,1],
///    "reconstruction":{"distance":"l1", "lambda":20, "per":"pixel"},
///    "networks":{"encoder":[...], "generator":[...], "discriminator":[...], "code_discriminator":[...]}}
/// with "layer":l in place of "per" where features of D's layer l are compared, and without what a mode does not have.
struct AlphaSpec {
    const AlphaMode* mode = &alpha_modes().front();
    Shape input;  // C, H, W of one image
    std::size_t latent = 0;
    LatentNoise noise = LatentNoise::normal;
    CodeKind codes = CodeKind::points;
    double low = -std::numeric_limits<double>::infinity();  // of pixels as the networks see them; not finite: points, as they are
    double high = std::numeric_limits<double>::infinity();

    // The reconstruction. With `bernoulli` the generator gives logits of pixels.
    AlphaDistance distance = AlphaDistance::l1;
    double lambda = 0;      // its weight, of pixels in the range above
    bool per_pixel = true;  // of the mean over pixels, not of the sum
    std::size_t layer = 0;  // of D, for features

    std::vector<LayerSpec> encoder;             // C*H*W numbers in; latent, or 2*latent, numbers out
    std::vector<LayerSpec> generator;           // latent numbers in, C*H*W out
    std::vector<LayerSpec> discriminator;       // an image, or an image and a code, in; a logit out
    std::vector<LayerSpec> code_discriminator;  // latent numbers in, a logit out

    std::size_t pixels() const { return count(input); }
    bool bounded() const { return low > -std::numeric_limits<double>::infinity(); }
    bool gives_logits() const { return mode->compares && distance == AlphaDistance::bernoulli; }
    /// Of D: {C, H, W} of an image. Of pairs rows: the image, then the code; or, where D begins with maps, maps {C + latent, H, W}, those of the code
    /// being equal numbers each.
    Shape judged() const;
    /// How often a number of a code stands in such a row, and what it is multiplied by there: maps of all numbers together weigh as much as one.
    std::size_t code_positions() const;
    double code_scale() const;

    std::string_view kind() const { return mode->name; }
    void describe(SpecVisitor& v);
    /// Throws Fault::input where something is missing or without meaning.
    void check() const;
};

/// Encoder, generator and those discriminators that the mode has.
struct Alpha : Model {
    AlphaSpec spec;
    Sequential encoder;
    Sequential generator;
    Sequential discriminator;       // no layers where the mode has none
    Sequential code_discriminator;  // likewise

    /// Parameters have room and no values yet: initialise() or a file gives them. Throws Fault::input when a network does not fit the spec.
    explicit Alpha(AlphaSpec spec);

    Sequential& network(AlphaPart part);
    /// Each in the order of networks(), which is that of spec.mode->parts().
    void initialise(const std::vector<Initialisation>& each, std::uint64_t seed);

    static const Family& family();
    std::string_view kind() const override { return spec.kind(); }
    void describe(SpecVisitor& v) const override { AlphaSpec(spec).describe(v); }
    std::vector<Sequential*> networks() override;
    std::vector<const Sequential*> networks() const override;
    ImageForm takes() const override { return {spec.input}; }
    std::unique_ptr<ImageModel> draws() const override;
    std::unique_ptr<ImageEncoder> encodes() const override;
    std::unique_ptr<LatentModel> density() const override;
};

}  // namespace gen
