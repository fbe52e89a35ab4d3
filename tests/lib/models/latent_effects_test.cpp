#include "models/latent_effects.hpp"

#include <doctest/doctest.h>

#include "models/vae/vae.hpp"

using namespace gen;

TEST_CASE("latent effects: mean square change of the image between two quantiles of a dimension") {
    VaeSpec spec;
    spec.input = {1, 1, 2};
    spec.latent = 3;
    spec.prior = {0, 2};
    spec.likelihood = parse_likelihood("gaussian:1");
    spec.encoder = {{"linear", {{"in", 2}, {"out", 6}}}};
    spec.decoder = {{"linear", {{"in", 3}, {"out", 2}}}};
    Vae vae(spec);
    vae.initialise(parse_initialisation("glorot"), 1);
    Matrix& weight = vae.decoder.layer(0).parameters()[0].value;  // [in][out]
    vae.decoder.layer(0).parameters()[1].value.fill(real{0.5});
    weight.fill(0);
    weight(0, 0) = real{0.01};
    weight(2, 0) = real{0.02};
    weight(2, 1) = real{0.01};
    Parallel parallel(1);
    const std::vector<double> effects = latent_effects(*vae.draws(), parallel);
    REQUIRE(effects.size() == 3);
    const double square = 2 * 1.2815515655446004 * 2 * 2 * 1.2815515655446004 * 2;  // of the distance of the quantiles
    CHECK(effects[0] == doctest::Approx(square * 0.0001 / 2).epsilon(1e-4));
    CHECK(effects[1] == 0);
    CHECK(effects[2] == doctest::Approx(square * 0.0005 / 2).epsilon(1e-4));
}
