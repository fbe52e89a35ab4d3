#pragma once

#include <doctest/doctest.h>

#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "gradients.hpp"
#include "models/vae/step.hpp"
#include "nn/architecture.hpp"
#include "nn/layer_table.hpp"

namespace gen {

/// Rows of a matrix, each with its class.
class LabelledExamples : public MatrixExamples {
public:
    LabelledExamples(const Matrix& m, std::vector<std::int32_t> labels) : MatrixExamples(m), labels_(std::move(labels)) {}
    std::int32_t label(std::size_t row) const override { return labels_.at(row); }

private:
    std::vector<std::int32_t> labels_;
};

/// Both networks as `architecture` says, with smooth activations, 3 latent numbers.
inline VaeSpec small_spec(bool stochastic, const std::string& architecture = "mlp:7", const Shape& input = {1, 3, 4},
                          const std::string& likelihood = "bernoulli") {
    VaeSpec spec;
    spec.stochastic = stochastic;
    spec.input = input;
    spec.latent = 3;
    spec.likelihood = parse_likelihood(likelihood);
    const LayerSpec smooth = parse_activation("tanh");
    const Architecture how = parse_architecture(architecture);
    const bool shared = spec.likelihood.outputs(spec.pixels()) == spec.pixels() + 1;
    const std::size_t planes = shared ? 1 : spec.likelihood.outputs(spec.pixels()) / spec.pixels();
    spec.encoder = expand_encoder(how, smooth, spec.input, spec.encoder_outputs());
    spec.decoder = expand_decoder(how, smooth, spec.latent, {planes * input[0], input[1], input[2]});
    if (shared) spec.decoder.push_back({"scale", {}});
    return spec;
}

/// Bytes / 255, as a logistic likelihood needs them.
inline Matrix pixels(std::size_t rows, std::size_t columns) {
    Matrix x(rows, columns);
    for (std::size_t i = 0; i < rows; ++i) random_uniform({9, Purpose::synth, 1}, static_cast<std::uint32_t>(i), x.row(i), columns);
    for (real& v : x.values()) v = static_cast<real>(std::round(static_cast<double>(v) * 255) / 255);
    return x;
}

inline std::vector<std::uint32_t> first_rows(std::size_t n) {
    std::vector<std::uint32_t> rows(n);
    std::iota(rows.begin(), rows.end(), 0U);
    return rows;
}

/// Every gradient of step number `step` on `rows` examples.
inline void check_all_gradients(Vae& vae, const VaeObjective& objective, std::uint64_t step_number = 1, std::size_t rows = 5) {
    const Optimizer optimizer(parse_optimizer("adam"));
    VaeStep step(vae, objective, optimizer, 0, 0);
    const Matrix x = pixels(rows, vae.spec.pixels());
    std::vector<std::int32_t> labels;
    for (std::size_t i = 0; i < rows; ++i) labels.push_back(vae.spec.classes > 0 ? static_cast<std::int32_t>(i % (vae.spec.classes + 1)) - 1 : -1);
    const LabelledExamples data(x, labels);
    const Matrix noise = normals(rows * objective.samples, vae.spec.latent, 8);
    Parallel parallel(2);
    const auto loss = [&] { return step.gradients(data, noise, step_number, parallel).loss / static_cast<double>(rows); };
    for (Sequential* const network : vae.networks()) {
        if (!objective.type->reconstructs && network->name() == "decoder") continue;
        check_network(*network, loss);
    }
}

inline void check_all_gradients(VaeSpec spec, const VaeObjective& objective, std::uint64_t step_number = 1, std::size_t rows = 5) {
    Vae vae(std::move(spec));
    vae.initialise({}, 4);
    check_all_gradients(vae, objective, step_number, rows);
}

}  // namespace gen
