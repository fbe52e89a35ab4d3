#include "models/network_encoder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "lib/models/gan_cases.hpp"
#include "models/implicit_encoder.hpp"
#include "nn/initialise.hpp"

using namespace gen;

namespace {

LayerSpec always_noisy(double sd) { return {"noise", {{"sd", sd}, {"always", 1}}}; }

Sequential encoder_of(std::vector<LayerSpec> layers) {
    Sequential network("encoder", std::move(layers), {3, 1, 1});
    initialise(network, parse_initialisation("glorot"), 6, 0);
    return network;
}

Matrix pixels_to_encode(std::size_t rows) {
    Matrix x(rows, 3);
    for (std::size_t i = 0; i < rows; ++i) random_uniform({2, Purpose::synth, 0}, static_cast<std::uint32_t>(i), x.row(i), 3);
    return x;
}

/// Whether rows first, ... of `all` are those of `some`.
bool holds(const Matrix& all, std::size_t first, const Matrix& some) {
    return !some.empty() && std::equal(some.values().begin(), some.values().end(), all.row(first));
}

}  // namespace

TEST_CASE("network encoder: points and Gaussians are what the network gives for pixels on its own range") {
    const Sequential network = encoder_of({{"flatten", {}}});
    const Matrix x(1, 3, {0, 0.5, 1});
    Parallel parallel(1);
    const std::unique_ptr<ImageEncoder> points = network_encoder(network, {.latent = 3, .low = -1, .high = 1});
    CHECK(points->kind() == CodeKind::points);
    const Encoded codes = points->encode(MatrixExamples(x), 0, 1, parallel);
    CHECK(holds(codes.mean, 0, Matrix(1, 3, {-1, 0, 1})));
    CHECK(codes.logvar.empty());
    CHECK(codes.draw.empty());
    CHECK(holds(network_encoder(network, {.latent = 3})->encode(MatrixExamples(x), 0, 1, parallel).mean, 0, x));

    const Sequential both = encoder_of({{"flatten", {}}, dense(3, 4)});
    const std::unique_ptr<ImageEncoder> gaussian = network_encoder(both, {.kind = CodeKind::gaussian, .latent = 2});
    const Matrix outputs = network_encoder(both, {.latent = 4})->encode(MatrixExamples(x), 0, 1, parallel).mean;
    const Encoded q = gaussian->encode(MatrixExamples(x), 0, 1, parallel);
    CHECK(holds(q.mean, 0, Matrix(1, 2, {outputs(0, 0), outputs(0, 1)})));
    CHECK(holds(q.logvar, 0, Matrix(1, 2, {outputs(0, 2), outputs(0, 3)})));
    CHECK(q.draw.empty());
    CHECK_THROWS_WITH_AS(network_encoder(both, {.latent = 2}), "the encoder has 4 outputs, expected 2", Error);
}

TEST_CASE("network encoder: implicit codes have the moments of their draws, and one more draw") {
    constexpr std::size_t n = 1500;  // more than are in memory at once
    const Sequential network = encoder_of({{"flatten", {}}, always_noisy(0.5)});
    const std::unique_ptr<ImageEncoder> encoder = network_encoder(network, {.kind = CodeKind::implicit, .latent = 3});
    CHECK(encoder->kind() == CodeKind::implicit);
    const Matrix x = pixels_to_encode(n);
    Parallel parallel(2);
    const Encoded q = encoder->encode(MatrixExamples(x), 0, n, parallel);
    double variance = 0;
    double means = 0;   // squared distance of means
    double shared = 0;  // of the errors of draw and mean: 0 where the draw is none of those behind the mean
    for (std::size_t i = 0; i < q.mean.size(); ++i) {
        const double error = static_cast<double>(q.mean.data()[i] - x.data()[i]);
        variance += std::exp(static_cast<double>(q.logvar.data()[i])) / (3 * n);
        means += error * error / (3 * n);
        shared += error * static_cast<double>(q.draw.data()[i] - x.data()[i]) / (3 * n);
    }
    CHECK(variance == doctest::Approx(0.25).epsilon(0.02));
    CHECK(means == doctest::Approx(0.25 / ImplicitEncoder::moment_draws).epsilon(0.1));
    CHECK(std::abs(shared) < 0.0023);  // 5 standard errors; of one that is among them .25 / 64 = .0039
}

TEST_CASE("network encoder: a row has the same implicit codes in every call, and others with another seed") {
    const Sequential network = encoder_of({{"flatten", {}}, always_noisy(0.5), dense(3, 5), {"tanh", {}}, always_noisy(0.1), dense(5, 2)});
    const std::unique_ptr<ImageEncoder> encoder = network_encoder(network, {.kind = CodeKind::implicit, .latent = 2});
    const Matrix x = pixels_to_encode(1100);
    Parallel one(1);
    Parallel three(3);
    const Encoded all = encoder->encode(MatrixExamples(x), 0, x.rows(), one);
    for (const std::size_t first : {0, 7, 900}) {
        const Encoded part = encoder->encode(MatrixExamples(x), first, 150, three);
        CHECK(holds(all.mean, first, part.mean));
        CHECK(holds(all.logvar, first, part.logvar));
        CHECK(holds(all.draw, first, part.draw));
    }
    encoder->set_seed(8);
    const Encoded other = encoder->encode(MatrixExamples(x), 0, 1, one);
    CHECK(other.draw(0, 0) != all.draw(0, 0));
    CHECK(other.mean(0, 0) != all.mean(0, 0));
}

TEST_CASE("network encoder: draws that do not differ have a finite log-variance") {
    const Sequential network = encoder_of({{"flatten", {}}});
    const std::unique_ptr<ImageEncoder> encoder = network_encoder(network, {.kind = CodeKind::implicit, .latent = 3});
    const Matrix x = pixels_to_encode(2);
    Parallel parallel(1);
    const Encoded q = encoder->encode(MatrixExamples(x), 0, 2, parallel);
    CHECK(holds(q.mean, 0, x));
    CHECK(holds(q.draw, 0, x));
    CHECK(static_cast<double>(q.logvar(0, 0)) == doctest::Approx(std::log(ImplicitEncoder::least_variance)));
}
