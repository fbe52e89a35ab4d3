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

void Generator::generate(const Matrix& z, Rows rows, Parallel& parallel, const std::function<void(std::size_t row, const real* x)>& use,
                         std::span<const std::int32_t> labels, const Stream& noise) {
    if (z.columns() != spec_->latent) fail("latents have ", z.columns(), " dimensions, the model has ", spec_->latent);
    const auto read = [&](std::size_t first, Matrix& x) { std::copy_n(z.row(rows.begin + first), x.size(), x.data()); };
    const auto each = [&](std::size_t first, Matrix& x) {
        if (spec_->bounded()) {
            const auto low = static_cast<real>(spec_->low);
            const auto scale = static_cast<real>(1 / (spec_->high - spec_->low));
            for (real& v : x.values()) v = (v - low) * scale;
        }
        for (std::size_t i = 0; i < x.rows(); ++i) use(rows.begin + first + i, x.row(i));
    };
    inference_.run(rows.count(), parallel, read, each, Mode{.noise = noise, .labels = labels}.part(rows.begin, rows.count()));
}

}  // namespace gen
