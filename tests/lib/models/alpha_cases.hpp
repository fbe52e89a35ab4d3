#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lib/models/gan_cases.hpp"
#include "models/alpha/turns.hpp"

namespace gen {

/// Points of 5 numbers, all networks with smooth hidden layers.
inline AlphaSpec small_alpha(std::string_view mode) {
    AlphaSpec spec;
    spec.mode = &alpha_mode(mode);
    spec.input = {5, 1, 1};
    spec.latent = 3;
    spec.codes = spec.mode->codes;
    spec.distance = spec.mode->distance;
    spec.lambda = 1.5;
    spec.per_pixel = false;
    spec.layer = 1;
    const std::size_t pairs = spec.mode->judged == AlphaMode::Judged::pairs ? 3 : 0;
    spec.encoder = {dense(5, 6), {"tanh", {}}, dense(6, spec.codes == CodeKind::gaussian ? 6 : 3)};
    spec.generator = {dense(3, 6), {"tanh", {}}, dense(6, 5)};
    spec.discriminator = {dense(5 + pairs, 7), {"tanh", {}}, dense(7, 4), {"tanh", {}}, dense(4, 1)};
    spec.code_discriminator = {dense(3, 5), {"tanh", {}}, dense(5, 1)};
    return spec;
}

/// Images of 8x8 on [-1, 1]; the networks of images normalise over the batch, or with `normalises` false over nothing.
inline AlphaSpec image_alpha(std::string_view mode, bool normalises = true) {
    AlphaSpec spec = small_alpha(mode);
    const GanSpec gan = image_gan(normalises ? LayerSpec{"batch-norm", {{"channels", 2}}} : LayerSpec{"leaky-relu", {{"slope", 0.2}}});
    spec.input = gan.input;
    spec.low = gan.low;
    spec.high = gan.high;
    spec.layer = 2;
    spec.generator = gan.generator;
    spec.discriminator = gan.discriminator;
    if (spec.mode->judged == AlphaMode::Judged::pairs) spec.discriminator[0].settings[0].second = 4;
    spec.encoder = gan.discriminator;
    spec.encoder.back() = dense(32, spec.codes == CodeKind::gaussian ? 6 : 3);
    return spec;
}

/// A model, its turns and a batch of data.
class AlphaCase {
public:
    explicit AlphaCase(AlphaSpec spec, const AlphaObjective& objective = {}, std::size_t rows = 6, std::size_t threads = 2)
        : model(std::move(spec)),
          optimizer_(parse_optimizer("adam")),
          x_(pixels(40, model.spec.pixels())),
          data_(x_),
          parallel(threads),
          rows_(rows) {
        model.initialise(std::vector<Initialisation>(model.networks().size(), parse_initialisation("glorot")), 4);
        turns = std::make_unique<AlphaTurns>(model, objective,
                                             AlphaLearning{.optimizers = {&optimizer_, &optimizer_, &optimizer_, &optimizer_}, .states = &states}, 7);
    }

    /// Rows of the data in turn.
    void next() {
        for (std::uint32_t& row : order_) row = static_cast<std::uint32_t>((row + order_.size()) % x_.rows());
    }
    Batch batch() { return {data_, order_}; }
    /// All networks in turn, so often.
    void train(int steps) {
        for (int i = 0; i < steps; ++i) {
            for (const AlphaPart part : turns->parts()) turns->train(part, batch(), 1e-2, parallel);
            next();
        }
    }

    Alpha model;
    LearningStates states;
    std::unique_ptr<AlphaTurns> turns;

private:
    Optimizer optimizer_;
    Matrix x_;
    MatrixExamples data_;

public:
    Parallel parallel;

private:
    std::size_t rows_;
    std::vector<std::uint32_t> order_ = first_rows(rows_);
};

/// All numbers of all networks.
inline std::vector<real> numbers_of(const Alpha& model) {
    std::vector<real> all;
    for (const Sequential* const network : model.networks())
        for (std::size_t i = 0; i < network->size(); ++i) {
            for (const Parameter& p : network->layer(i).parameters()) all.insert(all.end(), p.value.values().begin(), p.value.values().end());
            for (const Buffer& b : network->layer(i).buffers()) all.insert(all.end(), b.value.values().begin(), b.value.values().end());
        }
    return all;
}

}  // namespace gen
