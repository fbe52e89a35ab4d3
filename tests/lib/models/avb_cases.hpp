#pragma once

#include <string>
#include <vector>

#include "lib/models/step_cases.hpp"
#include "models/avb/step.hpp"
#include "prob/target.hpp"

namespace gen {

inline LayerSpec linear_layer(std::size_t in, std::size_t out) {
    return {"linear", {{"in", static_cast<double>(in)}, {"out", static_cast<double>(out)}}};
}

/// Images of 3x4 on [-1, 1], 2 latent numbers, smooth networks: noise beside the input, T on both beside each other.
inline AvbSpec concat_avb() {
    AvbSpec spec;
    spec.input = {1, 3, 4};
    spec.latent = 2;
    spec.low = -1;
    spec.high = 1;
    spec.encoder = {{"append-noise", {{"size", 3}}}, linear_layer(15, 6), {"tanh", {}}, linear_layer(6, 2)};
    spec.decoder = {linear_layer(2, 5), {"tanh", {}}, linear_layer(5, 12)};
    spec.discriminator = {linear_layer(14, 7),     {"tanh", {}},       linear_layer(7, 7),
                          {"softplus", {}},        linear_layer(7, 7), {"residual", {{"from", 1}}},
                          {"elu", {{"alpha", 1}}}, linear_layer(7, 1)};
    return spec;
}

/// The same with noise mixed into maps.
inline AvbSpec layers_avb() {
    AvbSpec spec = concat_avb();
    spec.encoder = {
        {"conv", {{"in", 1}, {"out", 2}, {"kernel", 2}}}, {"mix-noise", {{"size", 3}}}, {"tanh", {}}, {"flatten", {}}, linear_layer(12, 2)};
    return spec;
}

/// A noise basis of two networks, and T as a product.
inline AvbSpec basis_avb(Contrast contrast) {
    AvbSpec spec = concat_avb();
    spec.contrast = contrast;
    spec.quadratic = contrast == Contrast::prior ? 0.5 : 0;
    spec.noise = 3;
    spec.encoder = {linear_layer(12, 6), {"tanh", {}}, linear_layer(6, 6)};
    spec.basis.assign(2, {linear_layer(3, 4), {"elu", {{"alpha", 1}}}, linear_layer(4, 2)});
    spec.discriminator = {linear_layer(2, 5), {"tanh", {}}, linear_layer(5, 4)};
    spec.tower = {linear_layer(12, 5), {"softplus", {}}, linear_layer(5, 4)};
    return spec;
}

/// z of eight schools.
inline AvbSpec posterior_avb(Contrast contrast) {
    AvbSpec spec;
    spec.of_data = false;
    spec.input = {10, 1, 1};
    spec.latent = 10;
    spec.noise = 4;
    spec.contrast = contrast;
    spec.target = "eight-schools";
    spec.encoder = {linear_layer(4, 6), {"tanh", {}}, linear_layer(6, 10)};
    spec.discriminator = {linear_layer(10, 7), {"tanh", {}}, linear_layer(7, 1)};
    return spec;
}

/// A model, its step and a batch of data.
class AvbCase {
public:
    explicit AvbCase(AvbSpec spec, const AvbObjective& objective = {}, std::size_t threads = 2)
        : avb(std::move(spec)), parallel(threads), target_(avb.spec.of_data ? nullptr : make_target(avb.spec.target)), objective_(objective) {
        avb.initialise(parse_initialisation("glorot"), 4);
        begin();
    }
    /// Another step with what is kept of the last one.
    void begin() {
        step = std::make_unique<AvbStep>(avb, objective_, AvbLearning{.players = &optimizer_, .critic = &optimizer_, .states = &states}, 7,
                                         target_.get());
    }
    void train(std::size_t steps) {
        std::vector<double> sums;
        for (std::size_t i = 0; i < steps; ++i) {
            step->train(batch(), {.step = ++steps_, .rate = 1e-3, .steps_per_epoch = 5}, parallel, sums);
            for (std::uint32_t& row : rows_) row = (row + 6) % 30;
        }
    }
    Batch batch() { return {data_, rows_}; }
    std::vector<real> numbers() const {
        std::vector<real> all;
        for (const Sequential* const network : avb.networks())
            for (std::size_t i = 0; i < network->size(); ++i)
                for (const Parameter& p : network->layer(i).parameters()) all.insert(all.end(), p.value.values().begin(), p.value.values().end());
        return all;
    }

    Avb avb;
    LearningStates states;
    Parallel parallel;
    std::unique_ptr<AvbStep> step;

private:
    std::unique_ptr<Target> target_;
    AvbObjective objective_;
    Optimizer optimizer_{parse_optimizer("adam")};
    Matrix x_ = pixels(30, 12);
    MatrixExamples data_{x_};
    std::vector<std::uint32_t> rows_ = first_rows(6);
    std::uint64_t steps_ = 0;
};

}  // namespace gen
