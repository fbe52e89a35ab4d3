#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "formats/architecture.hpp"
#include "lib/models/step_cases.hpp"
#include "models/alpha/turns.hpp"
#include "reference/golden.hpp"

using namespace gen;

namespace {

constexpr double tolerance_of_turns = sizeof(real) == 8 ? 1e-6 : 1e-4;  // the file holds float
constexpr const char* turn_names[] = {"encoder", "generator", "discriminator", "code_discriminator"};

const Golden& alpha_golden() {
    static const Golden file("alpha_step.h5");
    return file;
}

AlphaObjective alpha_objective_of(const std::string& root) {
    const Matrix s = alpha_golden().values(root + "/settings");
    const auto number = [&](std::size_t i) { return static_cast<double>(s(0, i)); };
    return {.critic = &adversarial_loss(alpha_golden().words(root + "/critic")),
            .hybrid = number(0) != 0,
            .penalty = number(1),
            .adversarial = number(2),
            .divergence = number(3),
            .cycle = number(4),
            .real_weight = number(5),
            .judges_reconstructions = number(6) != 0,
            .averages = number(7) != 0,
            .together = number(8) != 0};
}

/// ||a-b|| / ||b||; gradients of biases may be sums that cancel, down to what rounding leaves.
void check_alpha_near(const Matrix& a, const Matrix& b) {
    const Apart found = apart(a, b);
    CHECK(found.difference < tolerance_of_turns * found.norm + 1e-6);
}

/// One case of the file: all turns, one after the other.
void check_turns(const std::string& name) {
    CAPTURE(name);
    const std::string root = "/" + name;
    const Golden& golden = alpha_golden();
    Alpha model = model_of_words<Alpha>(golden.words(root + "/architecture"), name);
    each_parameter(model, root + "/before", [&](const std::string& path, Parameter& p) { p.value = from_stored(p, golden.values(path)); });
    each_buffer(model, root + "/before", [&](const std::string& path, Buffer& b) {
        const Matrix values = golden.values(path);
        std::copy_n(values.data(), values.size(), b.value.data());
    });
    const Optimizer optimizer(parse_optimizer("adam:beta1=0.5"));
    AlphaTurns turns(model, alpha_objective_of(root), {.optimizers = {&optimizer, &optimizer, &optimizer, &optimizer}}, 0);
    const Matrix x = golden.values(root + "/x");
    const Matrix latents = golden.values(root + "/latents");
    const Matrix noise = golden.values(root + "/noise");
    const Matrix between = golden.values(root + "/between");
    turns.give({.latents = &latents, .noise = &noise, .between = &between});
    const MatrixExamples data(x);
    const std::vector<std::uint32_t> rows = first_rows(x.rows());
    Parallel parallel(2);
    for (const AlphaPart part : turns.parts()) {
        const std::string turn = turn_names[static_cast<std::size_t>(part)];
        CAPTURE(turn);
        const std::string after = join(root, '/', turn);
        const AlphaResult result = turns.train(part, {data, rows}, 1e-2, parallel);
        const Matrix expected = golden.values(after + "/loss");
        CHECK(result.loss == doctest::Approx(static_cast<double>(expected(0, 0))).epsilon(1e-5));
        CHECK(result.penalty == doctest::Approx(static_cast<double>(expected(0, 1))).epsilon(1e-5));
        const bool both = part == AlphaPart::generator && turns.parts().front() == AlphaPart::generator;
        const auto learns = [&](const std::string& path) { return path.starts_with("/" + turn + "/") || (both && path.starts_with("/encoder/")); };
        each_parameter(model, "", [&](const std::string& path, const Parameter& p) {
            if (!learns(path)) return;
            CAPTURE(path);
            check_alpha_near(to_stored(p, p.grad), golden.values(after + "/gradient" + path));
            check_alpha_near(to_stored(p, p.value), golden.values(after + "/after" + path));
        });
        each_buffer(model, "", [&](const std::string& path, const Buffer& b) {
            if (!learns(path)) return;
            CAPTURE(path);
            check_alpha_near(b.value, golden.values(after + "/after" + path));
        });
    }
}

}  // namespace

TEST_CASE("reference: turns of alpha-GAN equal PyTorch's, each network's own and together, with a cycle of codes") {
    for (const char* const name : {"alpha-gan", "alpha-gan-non-saturating", "alpha-gan-together", "alpha-gan-gaussian", "alpha-gan-bernoulli"})
        check_turns(name);
}

TEST_CASE("reference: turns of alpha-GAN with convolutions and batch norm equal PyTorch's") { check_turns("alpha-gan-conv"); }

TEST_CASE("reference: turns with gradient penalties of images, of codes and of pairs equal PyTorch's") {
    for (const char* const name : {"alpha-gan-wgan-gp", "aae-wgan-gp", "ali-wgan-gp"}) check_turns(name);
}

TEST_CASE("reference: turns of an adversarial autoencoder equal PyTorch's") {
    for (const char* const name : {"aae", "aae-gaussian"}) check_turns(name);
}

TEST_CASE("reference: turns of a VAE-GAN equal PyTorch's: the reconstruction does not change D, what D says does not change E") {
    for (const char* const name : {"vae-gan", "vae-gan-conv"}) check_turns(name);
}

TEST_CASE("reference: turns of ALI and BiGAN equal PyTorch's, pairs as rows and as maps") {
    for (const char* const name : {"ali", "ali-points"}) check_turns(name);
}
