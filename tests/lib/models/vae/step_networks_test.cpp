#include <cmath>
#include <numbers>

#include "lib/models/step_cases.hpp"

using namespace gen;

namespace {

// The steps of differences in float are too wide for kinks and for statistics of few numbers.
constexpr bool wide_steps = sizeof(real) == sizeof(float);

/// Both networks are told the class, as vae-train --condition labels makes them.
VaeSpec conditional_spec(const std::string& architecture, const Shape& input) {
    VaeSpec spec;
    spec.input = input;
    spec.latent = 3;
    spec.classes = 3;
    const LayerSpec smooth = parse_activation("tanh");
    const LayerSpec told = {"condition", {{"classes", 3}, {"size", 2}}};
    const Architecture how = parse_architecture(architecture);
    const bool flat = how.kind == Architecture::Kind::mlp;
    const Shape seen = flat ? Shape{count(input) + 2} : Shape{input[0] + 2, input[1], input[2]};
    spec.encoder = expand_encoder(how, smooth, seen, 6);
    spec.encoder.insert(spec.encoder.begin(), told);
    if (flat) spec.encoder.insert(spec.encoder.begin(), LayerSpec{"flatten", {}});
    spec.decoder = expand_decoder(how, smooth, 5, input);
    spec.decoder.insert(spec.decoder.begin(), told);
    return spec;
}

/// A layer after each of a network's hidden activations.
void after_activations(std::vector<LayerSpec>& layers, const LayerSpec& added) {
    std::vector<LayerSpec> out;
    for (const LayerSpec& layer : layers) {
        out.push_back(layer);
        if (layer.type == "tanh") out.push_back(added);
    }
    layers = std::move(out);
}

}  // namespace

TEST_CASE("vae networks: conditional models have the gradients of central differences") {
    check_all_gradients(conditional_spec("mlp:7", {1, 3, 4}), {});
    check_all_gradients(conditional_spec("mlp:7", {2, 2, 3}), {.samples = 3, .importance = true});
    check_all_gradients(conditional_spec("conv:2,3", {2, 4, 4}), {.samples = 2});
}

TEST_CASE("vae networks: every likelihood has the gradients of central differences") {
    for (const std::string& name :
         std::vector<std::string>{"gaussian", "gaussian-full", "laplace:0.7", "laplace", "laplace-full", "logistic", "logistic:2"}) {
        CAPTURE(name);
        if (wide_steps && name.starts_with("laplace")) continue;
        check_all_gradients(small_spec(true, "mlp:7", {1, 3, 4}, name), {.samples = 2});
    }
    for (const std::string& name : std::vector<std::string>{"gaussian", "gaussian-full", "logistic:2"}) {
        CAPTURE(name);
        check_all_gradients(small_spec(true, "conv:2,3", {2, 4, 4}, name), {.samples = 2});
    }
}

TEST_CASE("vae networks: convolutions have the gradients of central differences") {
    for (const std::string& name : std::vector<std::string>{"conv:2,3", "conv:2,3,norm=batch", "conv:2,norm=layer,dense=4", "conv:2,norm=instance",
                                                            "conv:3,2,head=3", "resnet:2,3", "resnet:2,blocks=2,norm=none", "dcgan:2,kernel=3"}) {
        CAPTURE(name);
        if (wide_steps && name == "resnet:2,3") continue;
        check_all_gradients(small_spec(true, name, {2, 4, 4}), {}, 1, 16);  // rows enough for batch norm of single pixels to be smooth
    }
    check_all_gradients(small_spec(true, "mlp:6,5,norm=batch"), {});
    check_all_gradients(small_spec(true, "mlp:6,norm=layer"), {});
}

TEST_CASE("vae networks: dropout has the gradients of central differences, what falls out differs by step") {
    for (const std::string& architecture : std::vector<std::string>{"mlp:7,7", "conv:2,norm=batch"}) {
        VaeSpec spec = small_spec(true, architecture, {2, 4, 4});
        after_activations(spec.encoder, {"dropout", {{"p", 0.3}}});
        after_activations(spec.decoder, {"dropout", {{"p", 0.3}}});
        check_all_gradients(spec, {.samples = 2}, 5);
        Vae vae(spec);
        vae.initialise({}, 4);
        const Optimizer optimizer(parse_optimizer("adam"));
        VaeStep step(vae, {}, optimizer, 0, 0);
        Parallel parallel(1);
        const Matrix x = pixels(5, 32);
        const auto loss = [&](std::uint64_t number) { return step.gradients(MatrixExamples(x), normals(5, 3, 8), number, parallel).loss; };
        CHECK(loss(1) == loss(1));
        CHECK(loss(1) != loss(2));
    }
}

TEST_CASE("vae networks: several samples with batch norm have the gradients of central differences") {
    for (const std::size_t samples : {2, 3}) check_all_gradients(small_spec(true, "conv:2,3,norm=batch", {2, 4, 4}), {.samples = samples});
    check_all_gradients(small_spec(true, "mlp:4,norm=batch"), {.samples = 3, .importance = true});
}

TEST_CASE("vae networks: a batch of several samples with batch norm forgets larger batches before it") {
    const Optimizer optimizer(parse_optimizer("adam"));
    const VaeObjective objective = {.samples = 4};
    Parallel parallel(1);
    const auto loss = [&](bool larger_before) {
        Vae vae(small_spec(true, "mlp:4,norm=batch"));
        vae.initialise({}, 4);
        VaeStep step(vae, objective, optimizer, 0, 0);
        for (const std::size_t rows : {256, 100}) {
            if (rows == 256 && !larger_before) continue;
            const Matrix x = pixels(rows, 12);
            const double value = step.gradients(MatrixExamples(x), normals(4 * rows, 3, 8), 1, parallel).loss;
            if (rows == 100) return value;
        }
        return 0.0;
    };
    CHECK(loss(true) == loss(false));
}

TEST_CASE("vae networks: the reconstruction of colours is the sum over all channels and pixels") {
    // A decoder of zeros gives logits of 0: ln 2 for each of 3 x 4 x 4 numbers of an image; some public code divides by the channels.
    for (const std::string& architecture : std::vector<std::string>{"mlp:7", "conv:2,3"}) {
        Vae vae(small_spec(true, architecture, {3, 4, 4}));
        vae.initialise({}, 4);
        for (std::size_t i = 0; i < vae.decoder.size(); ++i)
            for (Parameter& p : vae.decoder.layer(i).parameters()) p.value.fill(0);
        const Optimizer optimizer(parse_optimizer("adam"));
        VaeStep step(vae, {}, optimizer, 0, 0);
        Parallel parallel(1);
        const Matrix x = pixels(5, 48);
        const VaeLoss loss = step.gradients(MatrixExamples(x), normals(5, 3, 8), 1, parallel);
        CHECK(loss.recon / 5 == doctest::Approx(48 * std::numbers::ln2).epsilon(1e-6));
        CHECK(loss.loss == doctest::Approx(loss.recon + loss.kl).epsilon(1e-9));
    }
}
