#pragma once

#include <concepts>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "models/family.hpp"

namespace gen {

/// /architecture of a model: its kind and the fields of its spec as JSON text. A layer is {"type":"linear", "in":784, "out":10}.
std::string architecture_json(std::string_view kind, const std::function<void(SpecVisitor&)>& describe);
inline std::string architecture_json(const Model& model) {
    return architecture_json(model.kind(), [&](SpecVisitor& v) { model.describe(v); });
}
template <class Spec>
    requires(!std::derived_from<Spec, Model>)
std::string architecture_json(Spec spec) {
    return architecture_json(spec.kind(), [&](SpecVisitor& v) { spec.describe(v); });
}

/// "vae", "gan", ...; `name` is the file's, for messages.
std::string kind_of_architecture(const std::string& json, const std::string& name);
/// And back: a model without values of its parameters. Throws Fault::input on a kind of none of these families and on what
/// is not understood.
std::unique_ptr<Model> empty_model(const std::string& json, const std::string& name, std::span<const Family> expected = families());

/// Where two architectures first differ, "/latent is 2, expected 3"; "" when they do not.
std::string difference_of_architectures(const std::string& is, const std::string& expected);

}  // namespace gen
