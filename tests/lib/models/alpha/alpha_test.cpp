#include "models/alpha/alpha.hpp"

#include <algorithm>
#include <cmath>

#include "lib/models/alpha_cases.hpp"
#include "models/family.hpp"
#include "nn/inference.hpp"

using namespace gen;

TEST_CASE("alpha: each mode is a kind of model that draws and encodes") {
    for (const AlphaMode& mode : alpha_modes()) {
        CAPTURE(mode.name);
        const auto found = std::ranges::find_if(families(), [&](const Family& family) { return family.has(mode.name); });
        REQUIRE(found != families().end());
        CHECK(found->trainer == "alphagan-train");
        AlphaCase c(image_alpha(mode.name));
        CHECK(c.model.networks().size() == mode.parts().size());
        CHECK(c.model.draws()->latent() == 3);
        CHECK(c.model.encodes()->kind() == mode.codes);
    }
    CHECK_THROWS_WITH_AS(alpha_mode("gan"), "the mode gan is not known, expected alpha-gan, aae, vae-gan or ali", Error);
}

TEST_CASE("alpha: where G gives logits of pixels its images are their probabilities") {
    AlphaSpec spec = image_alpha("aae");
    spec.distance = AlphaDistance::bernoulli;
    spec.generator.pop_back();
    AlphaCase c(spec);
    const std::unique_ptr<ImageModel> images = c.model.draws();
    const Matrix z = normals(4, 3, 1);
    Trace trace;
    c.model.generator.reserve(trace, 4, false);
    const Matrix logits = c.model.generator.forward(z, trace, {0, 4});
    double most = 0;
    Matrix x(4, 64);
    images->images(z, {0, 4}, {}, c.parallel, panel(x), {});
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double expected = 1 / (1 + std::exp(-static_cast<double>(logits.data()[i])));
        most = std::max(most, std::abs(static_cast<double>(x.data()[i]) - expected));
    }
    CHECK(most < 1e-6);
    CHECK(images->has_range());
    CHECK(images->rendering().squashed);
}

TEST_CASE("alpha: what makes no model is refused") {
    AlphaSpec spec = small_alpha("vae-gan");
    spec.layer = 4;
    CHECK_THROWS_WITH_AS(spec.check(), "features are those of layer 4 of the discriminator, expected one before its last", Error);
    spec = small_alpha("vae-gan");
    spec.codes = CodeKind::points;
    CHECK_THROWS_WITH_AS(spec.check(), "the divergence in closed form is that of a Gaussian code from N(0, 1)", Error);
    spec = small_alpha("ali");
    spec.discriminator[0] = dense(5, 7);
    CHECK_THROWS_AS(Alpha{spec}, Error);
    spec = small_alpha("alpha-gan");
    spec.code_discriminator.back() = dense(5, 2);
    CHECK_THROWS_WITH_AS(Alpha{spec}, "the code_discriminator has 2 outputs, expected 1", Error);
}
