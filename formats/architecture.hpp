#pragma once

#include <string>

#include "models/classifier/classifier.hpp"
#include "models/gan/gan.hpp"
#include "models/vae/vae.hpp"

namespace gen {

/// /architecture of a model: a spec as JSON text, and back. `name` is the file's, for messages; all throw Fault::input on another kind and on what they
/// do not understand.
///   {"kind":"vae", "input":[C,H,W], "latent":N, "likelihood":"bernoulli", "prior":{...}, "networks":{"encoder":[...], "decoder":[...]}}
///   {"kind":"classifier", "input":[C,H,W], "classes":N, "class_names":[...], "networks":{"classifier":[...]}}
///   {"kind":"gan", "input":[C,H,W], "latent":N, "noise":"normal", "range":[-1,1], "networks":{"generator":[...], "discriminator":[...]}}
///   with "classes":N, "condition":"concat" and "pack":m where there are some
/// A layer is {"type":"linear", "in":784, "out":10}.
std::string architecture_json(const VaeSpec& spec);
std::string architecture_json(const ClassifierSpec& spec);
std::string architecture_json(const GanSpec& spec);
VaeSpec vae_spec_of(const std::string& json, const std::string& name);
ClassifierSpec classifier_spec_of(const std::string& json, const std::string& name);
GanSpec gan_spec_of(const std::string& json, const std::string& name);
/// "vae", "gan", ...
std::string kind_of_architecture(const std::string& json, const std::string& name);

/// Where two architectures first differ, "/latent is 2, expected 3"; "" when they do not.
std::string difference_of_architectures(const std::string& is, const std::string& expected);

}  // namespace gen
