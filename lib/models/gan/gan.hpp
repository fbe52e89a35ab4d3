#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "core/matrix.hpp"
#include "core/random.hpp"
#include "models/model.hpp"
#include "nn/initialise.hpp"
#include "nn/sequential.hpp"
#include "prob/latent_noise.hpp"

namespace gen {

/// How a conditional GAN's discriminator is told the class; the generator always gets an embedding of it beside z. `concat` and `embed`: beside its
/// input (Mirza and Osindero, 2014); `projection`: by an inner product with its features (Miyato and Koyama, 2018); `auxiliary`: it is not, but
/// has to say it (Odena, Olah and Shlens, 2017).
enum class ConditionBy { concat, embed, projection, auxiliary };

/// What a GAN is made of: all that a model file's /architecture says.
///   {"kind":"gan", "input":[C,H,W], "latent":N, "noise":"normal", "range":[-1,1], "networks":{"generator":[...], "discriminator":[...]}}
///   with "classes":N, "condition":"concat" and "pack":m where there are some
struct GanSpec {
    Shape input;  // C, H, W of one image
    std::size_t latent = 0;
    LatentNoise noise = LatentNoise::normal;
    std::size_t classes = 0;               // 0: not conditional
    std::vector<std::string> class_names;  // empty: the classes have none
    ConditionBy condition = ConditionBy::concat;
    std::size_t pack = 1;                                   // images that the discriminator judges together, joined along channels (Lin et al., 2018)
    double low = -std::numeric_limits<double>::infinity();  // of pixels as the networks see them; not finite: points, as they are
    double high = std::numeric_limits<double>::infinity();
    std::vector<LayerSpec> generator;      // latent numbers in, C*H*W out
    std::vector<LayerSpec> discriminator;  // pack*C*H*W in, a logit out, and with an auxiliary classifier one for each class; empty: there is none

    std::size_t pixels() const { return count(input); }
    bool bounded() const { return low > -std::numeric_limits<double>::infinity(); }
    bool adversarial() const { return !discriminator.empty(); }
    std::size_t logits() const { return 1 + (condition == ConditionBy::auxiliary ? classes : 0); }

    std::string_view kind() const { return "gan"; }
    void describe(SpecVisitor& v);
    /// Throws Fault::input where something is missing or without meaning.
    void check() const;
};

/// Generator and discriminator. Goodfellow et al., "Generative adversarial nets", 2014.
struct Gan : Model {
    GanSpec spec;
    Sequential generator;
    Sequential discriminator;  // no layers where the spec has none

    /// Parameters have room and no values yet: initialise() or a file gives them. Throws Fault::input when a network does not fit the spec.
    explicit Gan(GanSpec spec);

    void initialise(const Initialisation& of_generator, const Initialisation& of_discriminator, std::uint64_t seed);

    static const Family& family();
    std::string_view kind() const override { return spec.kind(); }
    void describe(SpecVisitor& v) const override { GanSpec(spec).describe(v); }
    std::vector<Sequential*> networks() override;
    std::vector<const Sequential*> networks() const override;
    ImageForm takes() const override { return {spec.input, spec.classes, spec.class_names}; }
    std::unique_ptr<ImageModel> draws() const override;
};

}  // namespace gen
