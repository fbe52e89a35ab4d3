#include "eval/importance.hpp"
#include "nn/architecture.hpp"
#include "nn/layer_table.hpp"
#include "reference/golden.hpp"

using namespace gen;

TEST_CASE("reference: bounds of log p(x) and divergences of each dimension equal PyTorch's, with the same noise") {
    const Golden golden("elbo.h5");
    const Matrix x = golden.values("/x");
    const Matrix kl = golden.values("/kl");
    VaeSpec spec;
    spec.input = {1, 1, x.columns()};
    spec.latent = kl.columns();
    const Architecture hidden = parse_architecture(join("mlp:", golden.set("/weights/encoder/0/bias").shape[0]));
    spec.encoder = expand_encoder(hidden, parse_activation("tanh"), spec.input, 2 * spec.latent);
    spec.decoder = expand_decoder(hidden, parse_activation("tanh"), spec.latent, spec.input);
    Vae vae(std::move(spec));
    each_parameter(vae, "/weights", [&](const std::string& path, Parameter& p) { p.value = from_stored(p, golden.values(path)); });
    Parallel parallel(2);
    const MatrixExamples data(x);
    const std::vector<Bounds> all = importance_bounds(*vae.density(), data, 0, data.size(), {.samples = 6, .seed = 5}, parallel);
    const Encoded q = Encoder(vae).encode(data, 0, data.size(), parallel);
    for (std::size_t i = 0; i < all.size(); ++i) {
        CAPTURE(i);
        const auto expect = [&](double value, const std::string& name) {
            CAPTURE(name);
            CHECK(value == doctest::Approx(static_cast<double>(golden.values("/" + name).data()[i])).epsilon(1e-5));
        };
        expect(all[i].elbo, "elbo");
        expect(all[i].iwae, "iwae");
        expect(all[i].ess, "ess");
        double sum = 0;
        for (std::size_t j = 0; j < kl.columns(); ++j) {
            const double nats = gaussian_kl({q.mean.row(i) + j, q.logvar.row(i) + j, 1}, {}, 0, nullptr, nullptr);
            CHECK(nats == doctest::Approx(static_cast<double>(kl(i, j))).epsilon(1e-5));
            sum += nats;
        }
        CHECK(all[i].kl == doctest::Approx(sum).epsilon(1e-6));
    }
}
