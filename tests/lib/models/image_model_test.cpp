#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "lib/models/gan_cases.hpp"
#include "models/gan/gan.hpp"
#include "models/vae/vae.hpp"

using namespace gen;

namespace {

/// Mean and standard deviation of a dimension over many draws.
PriorAxis measured(const ImageModel& model, std::size_t dimension) {
    constexpr std::size_t n = 40'000;
    Parallel parallel(2);
    const Matrix z = draw(*model.prior(parallel), n, {5, Purpose::prior, 0});
    double sum = 0;
    double squares = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const auto value = static_cast<double>(z(i, dimension));
        sum += value;
        squares += value * value;
    }
    return {sum / n, std::sqrt(squares / n - sum / n * sum / n)};
}

void check_axes(const Model& model) {
    Parallel parallel(2);
    const std::unique_ptr<ImageModel> images = model.draws();
    const std::vector<PriorAxis> axes = images->prior(parallel)->axes();
    REQUIRE(axes.size() == images->latent());
    for (std::size_t j = 0; j < axes.size(); ++j) {
        const PriorAxis drawn = measured(*images, j);
        CHECK(std::abs(drawn.mean - axes[j].mean) < 0.03 * axes[j].sd);
        CHECK(drawn.sd == doctest::Approx(axes[j].sd).epsilon(0.03));
    }
}

Vae small_vae(VaeSpec spec) {
    Vae vae(std::move(spec));
    vae.initialise(parse_initialisation("glorot"), 4);
    return vae;
}

GanSpec gan_with(LatentNoise noise) {
    GanSpec spec = small_gan();
    spec.noise = noise;
    return spec;
}

}  // namespace

TEST_CASE("image models: axes of the prior have the mean and the standard deviation of its draws") {
    VaeSpec spec = small_spec(true);
    spec.prior = {1.5, 0.5};
    check_axes(small_vae(spec));
    spec.pseudo_inputs = 7;
    spec.pseudo = {{"table", {{"rows", 7}, {"out", 12}}}, {"sigmoid", {}}};
    check_axes(small_vae(spec));
    for (const LatentNoise noise : {LatentNoise::normal, LatentNoise::uniform, LatentNoise::sphere}) {
        Gan gan(gan_with(noise));
        gan.initialise(parse_initialisation("glorot"), parse_initialisation("glorot"), 4);
        check_axes(gan);
    }
}

TEST_CASE("image models: quantiles of an axis divide its draws") {
    const PriorAxis normal{1, 2};
    CHECK(normal.quantile(0.5) == doctest::Approx(1));
    CHECK(normal.quantile(0.975) == doctest::Approx(1 + 2 * 1.959963984540054));
    const PriorAxis uniform{0, 1 / std::sqrt(3.0), PriorAxis::Form::uniform};  // on [-1, 1]
    CHECK(uniform.quantile(0.1) == doctest::Approx(-0.8));
    CHECK(uniform.quantile(0.75) == doctest::Approx(0.5));
}

TEST_CASE("models: a VAE encodes rows as its encoder does, a GAN does not encode") {
    const Matrix x = pixels(9, 12);
    Parallel parallel(2);
    const Vae vae = small_vae(small_spec(true));
    const Encoded expected = Encoder(vae).encode(MatrixExamples(x), 0, 9, parallel);
    const std::unique_ptr<ImageEncoder> encoder = vae.encodes();
    CHECK(encoder->kind() == CodeKind::gaussian);
    const Encoded codes = encoder->encode(MatrixExamples(x), 2, 5, parallel);
    REQUIRE(codes.mean.rows() == 5);
    CHECK(std::equal(codes.mean.data(), codes.mean.data() + codes.mean.size(), expected.mean.row(2)));
    CHECK(std::equal(codes.logvar.data(), codes.logvar.data() + codes.logvar.size(), expected.logvar.row(2)));
    CHECK(small_vae(small_spec(false)).encodes()->kind() == CodeKind::points);
    CHECK(Gan(small_gan()).encodes() == nullptr);
}
