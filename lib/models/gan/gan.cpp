#include "models/gan/gan.hpp"

#include <algorithm>

#include "core/error.hpp"

namespace gen {
namespace {

void expect_outputs(const Sequential& network, std::size_t expected) {
    if (network.outputs() != expected) fail("the ", network.name(), " has ", network.outputs(), " outputs, expected ", expected);
}

Shape packed(const GanSpec& spec) { return {spec.pack * spec.input[0], spec.input[1], spec.input[2]}; }

}  // namespace

Gan::Gan(GanSpec s) : spec(std::move(s)), generator("generator", spec.generator, {spec.latent}) {
    expect_outputs(generator, spec.pixels());
    if (!spec.adversarial()) return;
    discriminator = Sequential("discriminator", spec.discriminator, packed(spec));
    expect_outputs(discriminator, spec.logits());
}

void Gan::initialise(const Initialisation& of_generator, const Initialisation& of_discriminator, std::uint64_t seed) {
    gen::initialise(generator, of_generator, seed, 0);
    if (spec.adversarial()) gen::initialise(discriminator, of_discriminator, seed, 1);
    for (Sequential* const network : networks()) network->prepare(false);
}

std::vector<Sequential*> Gan::networks() {
    if (!spec.adversarial()) return {&generator};
    return {&generator, &discriminator};
}

std::vector<const Sequential*> Gan::networks() const {
    if (!spec.adversarial()) return {&generator};
    return {&generator, &discriminator};
}

}  // namespace gen
