#include "eval/oracle_scene.hpp"

#include <algorithm>

namespace gen {

OracleScene::OracleScene(const MathCase& math, const LinearGaussian& oracle, const PosteriorError& error, std::uint64_t step)
    : model(oracle),
      vae(model.vae(error)),
      x(model.simulate(rows, math.stream(step)).x),
      codes(Encoder(vae).encode(MatrixExamples(x), 0, rows, *math.parallel)) {}

double OracleScene::prior_kl(const MathCase& math, std::size_t row) const {
    double nats = 0;
    for (std::size_t j = 0; j < model.latent(); ++j) nats += math.formulas.normal_kl(normal_of(code(row), j), normal_of(model.prior()));
    return nats;
}

ScalarMoments OracleScene::log_likelihood(std::size_t row) const {
    const FullGaussian q = full_of(code(row));
    return quadratic_moments(model.latent(), [&](const std::vector<double>& e) { return model.log_likelihood(example(row), q.at(e)); });
}

ScalarMoments OracleScene::log_ratio(std::size_t row) const {
    const FullGaussian q = full_of(code(row));
    return quadratic_moments(model.latent(), [&](const std::vector<double>& e) { return q.log_density(q.at(e)) - model.log_prior(q.at(e)); });
}

ScalarMoments OracleScene::log_weight(std::size_t row) const {
    const FullGaussian q = full_of(code(row));
    return quadratic_moments(model.latent(), [&](const std::vector<double>& e) {
        const std::vector<double> z = q.at(e);
        return model.log_likelihood(example(row), z) + model.log_prior(z) - q.log_density(z);
    });
}

std::vector<double> OracleScene::Sampled::log_weights() const {
    std::vector<double> out(log_likelihood.size());
    std::transform(log_likelihood.begin(), log_likelihood.end(), log_ratio.begin(), out.begin(), [](double a, double b) { return a - b; });
    return out;
}

OracleScene::Sampled OracleScene::sample(const MathCase& math, std::size_t row, const Stream& stream, std::size_t n) const {
    const Formulas& f = math.formulas;
    const GaussianRow q = code(row);
    const std::vector<double> x_row = example(row);
    Sampled out{std::vector<double>(n), std::vector<double>(n)};
    math.parallel->run((n + 1023) / 1024, [&](std::size_t task) {
        std::vector<real> noise(q.n);
        std::vector<real> z(q.n);
        std::vector<double> z_double(q.n);
        for (std::size_t k = task * 1024; k < std::min(n, (task + 1) * 1024); ++k) {
            random_normal(stream, static_cast<std::uint32_t>(k), noise.data(), q.n);
            f.reparameterise(q, noise.data(), z.data());
            z_double.assign(z.begin(), z.end());
            out.log_likelihood[k] = model.log_likelihood(x_row, z_double);
            out.log_ratio[k] = f.log_density_of_draw(q, noise.data()) - f.log_density(model.prior(), z.data(), q.n);
        }
    });
    return out;
}

}  // namespace gen
