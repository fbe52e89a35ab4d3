#include "models/alpha/alpha.hpp"

#include <cmath>

#include "core/error.hpp"
#include "nn/layer_table.hpp"

namespace gen {
namespace {

void expect_outputs(const Sequential& network, std::size_t expected) {
    if (network.outputs() != expected) fail("the ", network.name(), " has ", network.outputs(), " outputs, expected ", expected);
}

}  // namespace

Shape AlphaSpec::judged() const {
    if (mode->judged != AlphaMode::Judged::pairs) return input;
    if (code_positions() == 1) return {pixels() + latent};
    return {input[0] + latent, input[1], input[2]};
}

std::size_t AlphaSpec::code_positions() const { return discriminator.empty() || takes_rows(discriminator.front().type) ? 1 : input[1] * input[2]; }

double AlphaSpec::code_scale() const { return code_positions() == 1 ? 1 : 1 / std::sqrt(static_cast<double>(latent)); }

Alpha::Alpha(AlphaSpec s) : spec(std::move(s)), encoder("encoder", spec.encoder, spec.input), generator("generator", spec.generator, {spec.latent}) {
    expect_outputs(encoder, spec.latent * (spec.codes == CodeKind::gaussian ? 2 : 1));
    expect_outputs(generator, spec.pixels());
    if (spec.mode->has_discriminator()) {
        discriminator = Sequential("discriminator", spec.discriminator, spec.judged());
        expect_outputs(discriminator, 1);
    }
    if (!spec.mode->judges_codes) return;
    code_discriminator = Sequential("code_discriminator", spec.code_discriminator, {spec.latent});
    expect_outputs(code_discriminator, 1);
}

void Alpha::initialise(const std::vector<Initialisation>& each, std::uint64_t seed) {
    const std::vector<Sequential*> all = networks();
    for (std::size_t i = 0; i < all.size(); ++i) {
        gen::initialise(*all[i], each.at(i), seed, static_cast<std::uint32_t>(i));
        all[i]->prepare(false);
    }
}

Sequential& Alpha::network(AlphaPart part) {
    Sequential* const all[alpha_parts] = {&encoder, &generator, &discriminator, &code_discriminator};
    return *all[static_cast<std::size_t>(part)];
}

std::vector<Sequential*> Alpha::networks() {
    std::vector<Sequential*> all;
    for (const AlphaPart part : spec.mode->parts()) all.push_back(&network(part));
    return all;
}

std::vector<const Sequential*> Alpha::networks() const {
    const std::vector<Sequential*> all = const_cast<Alpha*>(this)->networks();
    return {all.begin(), all.end()};
}

}  // namespace gen
