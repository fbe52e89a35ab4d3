#pragma once

#include <algorithm>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "models/model.hpp"

namespace gen {

/// What a model can be used for: the functions of Model that say so.
enum class Ability { draws, encodes, classifies, density };

/// One family of models.
struct Family {
    std::vector<std::string_view> kinds;  // words in model files
    std::string_view trainer;             // the tool that makes them; empty: there is none
    std::vector<Ability> abilities;       // abilities_of<M>()
    /// A model without values of its parameters, of the spec whose fields are read. Throws Fault::input where that makes none.
    std::unique_ptr<Model> (*make)(std::string_view kind, SpecVisitor& fields);

    bool has(std::string_view kind) const { return std::find(kinds.begin(), kinds.end(), kind) != kinds.end(); }
    bool can(Ability ability) const { return std::find(abilities.begin(), abilities.end(), ability) != abilities.end(); }
};

/// Those that models of type M have.
template <class M>
std::vector<Ability> abilities_of() {
    std::vector<Ability> found;
    if constexpr (!std::is_same_v<decltype(&M::draws), decltype(&Model::draws)>) found.push_back(Ability::draws);
    if constexpr (!std::is_same_v<decltype(&M::encodes), decltype(&Model::encodes)>) found.push_back(Ability::encodes);
    if constexpr (!std::is_same_v<decltype(&M::classifies), decltype(&Model::classifies)>) found.push_back(Ability::classifies);
    if constexpr (!std::is_same_v<decltype(&M::density), decltype(&Model::density)>) found.push_back(Ability::density);
    return found;
}

/// A spec that is read field by field, and a model of it.
template <class M, class Spec>
std::unique_ptr<Model> model_of_fields(Spec spec, SpecVisitor& fields) {
    spec.describe(fields);
    spec.check();
    return std::make_unique<M>(std::move(spec));
}

/// All families, first those of this library.
std::span<const Family> families();
/// One more family of this program; its kinds are new. Before models are read: what families() gave does not stay.
void add_family(Family family);

/// Families that can do something.
std::vector<Family> families_that(Ability ability);
/// The kinds of these, and who makes them: "vae, autoencoder or gan: train one with vae-train or gan-train".
std::string kinds_of(std::span<const Family> some);

}  // namespace gen
