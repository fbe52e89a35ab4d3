#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "core/error.hpp"
#include "formats/streams.hpp"
#include "models/vae_step.hpp"
#include "nn/architecture.hpp"
#include "nn/layer_table.hpp"

using namespace gen;

namespace {

const Document& golden() {
    static const Document document = read_document(GEN_SOURCE_DIR "/tests/reference/vae_step.h5");
    return document;
}

Matrix values(const std::string& path) { return matrix_of(golden().require(path)); }

/// ||a-b|| / ||b||
double distance(const Matrix& a, const Matrix& b) {
    REQUIRE(a.size() == b.size());
    double difference = 0;
    double norm = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        difference += std::pow(static_cast<double>(a.data()[i]) - static_cast<double>(b.data()[i]), 2);
        norm += std::pow(static_cast<double>(b.data()[i]), 2);
    }
    return std::sqrt(difference / norm);
}

template <class Use>
void each_parameter(Vae& vae, const std::string& where, const Use& use) {
    for (Sequential* const network : vae.networks())
        for (std::size_t i = 0; i < network->size(); ++i)
            for (Parameter& p : network->layer(i).parameters()) use(join(where, '/', network->name(), '/', i, '/', p.name), p);
}

void check_case(const std::string& name) {
    CAPTURE(name);
    const std::string root = "/" + name;
    const Matrix settings = values(root + "/settings");
    const double rate = static_cast<double>(settings(0, 0));
    const VaeObjective objective = {.beta = static_cast<double>(settings(0, 2)), .samples = static_cast<std::size_t>(settings(0, 1))};
    const Matrix x = values(root + "/x");
    VaeSpec spec;
    spec.input = {1, 1, x.columns()};
    spec.latent = values(root + "/step1/noise").columns();
    const LayerSpec activation = parse_activation(text_of(golden().require(root + "/activation")));
    const std::size_t hidden = golden().require(root + "/before/encoder/0/bias").shape[0];
    spec.encoder = expand_architecture(join("mlp:", hidden), activation, x.columns(), 2 * spec.latent);
    spec.decoder = expand_architecture(join("mlp:", hidden), activation, spec.latent, x.columns());
    Vae vae(std::move(spec));
    each_parameter(vae, root + "/before", [](const std::string& path, Parameter& p) { p.value = from_stored(p, values(path)); });
    const Optimizer optimizer(parse_optimizer(text_of(golden().require(root + "/optimizer"))));
    VaeStep step(vae, objective, optimizer, static_cast<double>(settings(0, 3)), 0);
    Parallel parallel(2);
    for (const std::uint64_t number : {1, 2}) {
        CAPTURE(number);
        const std::string at = join(root, "/step", number);
        const VaeLoss loss = step.train_given(x, values(at + "/noise"), number, rate, parallel);
        const Matrix expected = values(at + "/loss");
        const double parts[] = {loss.loss, loss.recon, loss.kl};
        for (std::size_t i = 0; i < 3; ++i)
            CHECK(parts[i] / static_cast<double>(x.rows()) == doctest::Approx(static_cast<double>(expected(0, i))).epsilon(1e-5));
        each_parameter(vae, at, [&](const std::string& path, Parameter& p) {
            CAPTURE(path);
            const std::string tail = path.substr(at.size());
            if (settings(0, 3) == 0) CHECK(distance(to_stored(p, p.grad), values(at + "/gradient" + tail)) < 1e-5);
            CHECK(distance(to_stored(p, p.value), values(at + "/after" + tail)) < 1e-5);
        });
    }
}

}  // namespace

TEST_CASE("reference: two whole training steps equal PyTorch's, for every activation") {
    for (const char* const name : {"relu", "leaky-relu", "tanh", "sigmoid", "elu", "softplus"}) check_case(std::string("activation-") + name);
}

TEST_CASE("reference: two whole training steps equal PyTorch's, for every optimiser") {
    for (const char* const name : {"adam", "adamw", "sgd", "adagrad", "rmsprop"}) check_case(std::string("optimizer-") + name);
}

TEST_CASE("reference: several samples with a weighted divergence, and clipped gradients, equal PyTorch's") {
    check_case("samples");
    check_case("clip");
}
