#include "models/avb/avb.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/random.hpp"

namespace gen {
namespace {

constexpr double small = 1e-5;  // sd of what starts near 0

void expect_outputs(const Sequential& network, std::size_t expected) {
    if (network.outputs() != expected) fail("the ", network.name(), " has ", network.outputs(), " outputs, expected ", expected);
}

/// Those of the last linear layer's outputs from `first` on, `n` of them, start near 0.
void start_small(Sequential& network, std::size_t first, std::size_t n, std::uint64_t seed, std::uint64_t number) {
    std::size_t last = network.size() - 1;
    while (network.layer(last).parameters().size() < 2) --last;
    const std::span<Parameter> parameters = network.layer(last).parameters();
    Matrix& weight = parameters[0].value;
    std::vector<real> drawn(weight.rows());
    for (std::size_t j = first; j < first + n; ++j) {
        random_normal({seed, Purpose::avb_start, number}, static_cast<std::uint32_t>(j), drawn.data(), drawn.size());
        for (std::size_t i = 0; i < weight.rows(); ++i) weight(i, j) = static_cast<real>(small) * drawn[i];
        parameters[1].value(0, j) = 0;
    }
}

/// A residual block adds nothing at the start.
void start_blocks(Sequential& network) {
    for (std::size_t i = 1; i < network.size(); ++i)
        if (network.specs()[i].type == "residual")
            for (Parameter& parameter : network.layer(i - 1).parameters()) parameter.value.fill(0);
}

}  // namespace

AvbModel::AvbModel(AvbSpec s)
    : spec(std::move(s)),
      encoder(spec.of_data ? "encoder" : "generator", spec.encoder, spec.of_data ? spec.input : Shape{spec.noise}),
      discriminator("discriminator", spec.discriminator, {spec.latent + (spec.factored() ? 0 : spec.pixels())}) {
    expect_outputs(encoder, spec.latent * (1 + spec.basis.size()));
    for (std::size_t i = 0; i < spec.basis.size(); ++i) {
        basis.emplace_back(join("basis-", i + 1), spec.basis[i], Shape{spec.noise});
        expect_outputs(basis.back(), spec.latent);
    }
    if (spec.of_data) {
        decoder = Sequential("decoder", spec.decoder, {spec.latent});
        expect_outputs(decoder, spec.likelihood.outputs(spec.pixels()));
    }
    if (spec.factored()) tower = Sequential("discriminator-x", spec.tower, spec.input);
    expect_outputs(discriminator, spec.factored() ? tower.outputs() : 1);
}

std::vector<Sequential*> AvbModel::players() {
    std::vector<Sequential*> all = {&encoder};
    for (Sequential& network : basis) all.push_back(&network);
    if (spec.of_data) all.push_back(&decoder);
    return all;
}

std::vector<Sequential*> AvbModel::networks() {
    std::vector<Sequential*> all = players();
    all.push_back(&discriminator);
    if (spec.factored()) all.push_back(&tower);
    return all;
}

std::vector<const Sequential*> AvbModel::networks() const {
    const std::vector<Sequential*> all = const_cast<AvbModel*>(this)->networks();
    return {all.begin(), all.end()};
}

void AvbModel::initialise(const Initialisation& how, std::uint64_t seed) {
    const std::vector<Sequential*> all = networks();
    for (std::size_t i = 0; i < all.size(); ++i) gen::initialise(*all[i], how, seed, static_cast<std::uint32_t>(i));
    for (Sequential* const network : {&discriminator, &tower}) start_blocks(*network);
    if (!basis.empty()) start_small(encoder, 0, spec.latent, seed, 0);
    if (!spec.factored()) return;
    start_small(tower, 0, tower.outputs(), seed, 1);
    start_small(discriminator, discriminator.outputs() - 1, 1, seed, 2);
}

}  // namespace gen
