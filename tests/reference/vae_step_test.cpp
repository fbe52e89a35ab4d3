#include "nn/architecture.hpp"
#include "nn/layer_table.hpp"
#include "reference/golden.hpp"

using namespace gen;

namespace {

const Golden& vae_golden() {
    static const Golden file("vae_step.h5");
    return file;
}

Matrix vae_values(const std::string& path) { return vae_golden().values(path); }

void check_vae_case(const std::string& name) {
    CAPTURE(name);
    const std::string root = "/" + name;
    const Matrix settings = vae_values(root + "/settings");
    const double rate = static_cast<double>(settings(0, 0));
    const VaeObjective objective = {.beta = static_cast<double>(settings(0, 2)), .samples = static_cast<std::size_t>(settings(0, 1))};
    const Matrix x = vae_values(root + "/x");
    VaeSpec spec;
    spec.input = {1, 1, x.columns()};
    spec.latent = vae_values(root + "/step1/noise").columns();
    const LayerSpec activation = parse_activation(vae_golden().words(root + "/activation"));
    const std::size_t hidden = vae_golden().set(root + "/before/encoder/0/bias").shape[0];
    spec.encoder = expand_encoder(parse_architecture(join("mlp:", hidden)), activation, spec.input, 2 * spec.latent);
    spec.decoder = expand_decoder(parse_architecture(join("mlp:", hidden)), activation, spec.latent, spec.input);
    Vae vae(std::move(spec));
    each_parameter(vae, root + "/before", [](const std::string& path, Parameter& p) { p.value = from_stored(p, vae_values(path)); });
    const Optimizer optimizer(parse_optimizer(vae_golden().words(root + "/optimizer")));
    VaeStep step(vae, objective, optimizer, static_cast<double>(settings(0, 3)), 0);
    Parallel parallel(2);
    for (const std::uint64_t number : {1, 2}) {
        CAPTURE(number);
        const std::string at = join(root, "/step", number);
        const VaeLoss loss = step.train_given(MatrixExamples(x), vae_values(at + "/noise"), number, rate, parallel);
        check_losses(loss, x.rows(), vae_values(at + "/loss"));
        each_parameter(vae, at, [&](const std::string& path, Parameter& p) {
            CAPTURE(path);
            const std::string tail = path.substr(at.size());
            if (settings(0, 3) == 0) CHECK(distance(to_stored(p, p.grad), vae_values(at + "/gradient" + tail)) < 1e-5);
            CHECK(distance(to_stored(p, p.value), vae_values(at + "/after" + tail)) < 1e-5);
        });
    }
}

}  // namespace

TEST_CASE("reference: two whole training steps equal PyTorch's, for every activation") {
    for (const char* const name : {"relu", "leaky-relu", "tanh", "sigmoid", "elu", "softplus"}) check_vae_case(std::string("activation-") + name);
}

TEST_CASE("reference: two whole training steps equal PyTorch's, for every optimiser") {
    for (const char* const name : {"adam", "adamw", "sgd", "adagrad", "rmsprop"}) check_vae_case(std::string("optimizer-") + name);
}

TEST_CASE("reference: several samples with a weighted divergence, and clipped gradients, equal PyTorch's") {
    check_vae_case("samples");
    check_vae_case("clip");
}
