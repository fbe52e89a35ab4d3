#include "models/alpha/mode.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/words.hpp"

namespace gen {
namespace {

using Judged = AlphaMode::Judged;

constexpr AlphaMode modes[] = {
    {.name = "alpha-gan",  // Rosca, Lakshminarayanan, Warde-Farley and Mohamed, 2017
     .says = "E: lambda |x - G(E(x))| and what C says of E(x); G: the same distance and what D says of G(E(x)) and G(z); D tells images from both, C "
             "tells draws z of the prior from codes E(x); each learns in an update of its own",
     .judged = Judged::images,
     .judges_codes = true,
     .compares = true,
     .distance = AlphaDistance::l1,
     .lambda = 20,
     .per_pixel = true,
     .codes = CodeKind::points,
     .hybrid = true,
     .latent = 50},
    {.name = "aae",  // Makhzani, Shlens, Jaitly, Goodfellow and Frey, 2016
     .says = "adversarial autoencoder. E and G in one update: (1 - s) times the distance and s times what C says of E(x); C tells z from E(x)",
     .judged = Judged::nothing,
     .judges_codes = true,
     .compares = true,
     .together = true,
     .code_weight = 0.5,
     .shares = true,
     .distance = AlphaDistance::l2,
     .lambda = 1,
     .per_pixel = false,
     .codes = CodeKind::points,
     .hybrid = false,
     .latent = 16},
    {.name = "vae-gan",  // Larsen, Soenderby, Larochelle and Winther, 2016
     .says =
         "E: the divergence of q(z|x) from the prior, and 1/2 |D_l(x) - D_l(G(z))|^2 in a hidden layer l of D; G: lambda times the latter and what "
         "D says of G(E(x)) and G(z); D tells images from both",
     .judged = Judged::images,
     .judges_codes = false,
     .compares = true,
     .divergence = true,
     .balances = true,
     .generator_weighs = true,
     .distance = AlphaDistance::features,
     .lambda = 1e-2,
     .per_pixel = false,
     .codes = CodeKind::gaussian,
     .hybrid = false,
     .latent = 50},
    {.name = "ali",  // Dumoulin et al., 2017; with codes that are points BiGAN: Donahue, Kraehenbuehl and Darrell, 2017
     .says =
         "ALI; with codes that are points, BiGAN. D tells pairs x, E(x) from pairs G(z), z; E and G, in one update, make it take each for the other",
     .judged = Judged::pairs,
     .judges_codes = false,
     .compares = false,
     .together = true,
     .distance = AlphaDistance::l1,
     .lambda = 0,
     .per_pixel = true,
     .codes = CodeKind::gaussian,
     .hybrid = false,
     .latent = 50},
};

}  // namespace

std::vector<AlphaPart> AlphaMode::parts() const {
    std::vector<AlphaPart> all = {AlphaPart::encoder, AlphaPart::generator};
    if (has_discriminator()) all.push_back(AlphaPart::discriminator);
    if (judges_codes) all.push_back(AlphaPart::code_discriminator);
    return all;
}

std::span<const AlphaMode> alpha_modes() { return modes; }

const AlphaMode& alpha_mode(std::string_view name) {
    const auto* const found = std::ranges::find(modes, name, &AlphaMode::name);
    if (found == std::end(modes))
        fail_usage("the mode ", name, " is not known, expected ", either(names_of(modes)), did_you_mean(name, names_of(modes)));
    return *found;
}

}  // namespace gen
