#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "models/image_encoder.hpp"

namespace gen {

/// The networks of this family, in the order of their turns.
enum class AlphaPart : std::uint8_t { encoder, generator, discriminator, code_discriminator };
constexpr std::size_t alpha_parts = 4;

/// How an image x and its reconstruction G(E(x)) are compared.
enum class AlphaDistance { l1, l2, bernoulli, features };
constexpr std::string_view alpha_distances[] = {"l1", "l2", "bernoulli", "features"};
constexpr std::string_view code_kinds[] = {"points", "gaussian", "implicit"};

/// A member of the family of models with an encoder E and a generator G that learn by discriminators: which parts are on. A row of the table in
/// mode.cpp is all there is to one; `name` is the kind of model in files, too.
struct AlphaMode {
    std::string_view name;
    std::string_view says;  // for manuals

    enum class Judged { nothing, images, pairs };
    Judged judged;                  // by D: images, or images together with codes
    bool judges_codes;              // there is a C, which tells codes from draws of the prior
    bool compares;                  // x and G(E(x))
    bool divergence = false;        // that of E's Gaussian from the prior is a term, in closed form
    bool together = false;          // E and G learn in one update
    bool balances = false;          // D and G wait for each other (AlphaObjective::Balance)
    double code_weight = 1;         // of each of the two terms of C's loss
    bool generator_weighs = false;  // lambda is the weight of the reconstruction for G alone, for E it is 1
    bool shares = false;            // the reconstruction weighs 1 - s, what C says s

    // What goes with it where nobody says otherwise.
    AlphaDistance distance;
    double lambda;
    bool per_pixel;  // the distance is the mean over pixels, not the sum
    CodeKind codes;
    bool hybrid;  // E and G minimise logits, not -log D
    std::uint64_t latent;

    bool has_discriminator() const { return judged != Judged::nothing; }
    /// The networks that it has.
    std::vector<AlphaPart> parts() const;
};

std::span<const AlphaMode> alpha_modes();
/// Throws Fault::usage naming what is known.
const AlphaMode& alpha_mode(std::string_view name);

}  // namespace gen
