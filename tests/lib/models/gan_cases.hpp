#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lib/models/step_cases.hpp"
#include "models/gan/turns.hpp"

namespace gen {

inline LayerSpec dense(std::size_t in, std::size_t out) { return {"linear", {{"in", static_cast<double>(in)}, {"out", static_cast<double>(out)}}}; }

/// Points of 5 numbers, both networks with one smooth hidden layer.
inline GanSpec small_gan() {
    GanSpec spec;
    spec.input = {5, 1, 1};
    spec.latent = 3;
    spec.generator = {dense(3, 6), {"tanh", {}}, dense(6, 5)};
    spec.discriminator = {dense(5, 7), {"tanh", {}}, dense(7, 4), {"tanh", {}}, dense(4, 1)};
    return spec;
}

/// The same, told one of 3 classes.
inline GanSpec told_gan(ConditionBy condition) {
    GanSpec spec = small_gan();
    spec.classes = 3;
    spec.condition = condition;
    spec.generator = {{"condition", {{"classes", 3}, {"size", 2}}}, dense(5, 5)};
    std::vector<LayerSpec>& d = spec.discriminator;
    if (condition == ConditionBy::projection) d.back() = {"projection", {{"in", 4}, {"classes", 3}}};
    if (condition == ConditionBy::auxiliary) d.back() = dense(4, 4);
    if (condition == ConditionBy::concat) {
        d[0] = dense(8, 7);
        d.insert(d.begin(), {{"flatten", {}}, {"condition", {{"classes", 3}, {"size", 3}}}});
    }
    return spec;
}

/// Images of 8x8 on [-1, 1]. `norm`: a layer of the critic between its convolutions.
inline GanSpec image_gan(const LayerSpec& norm = {"tanh", {}}, std::size_t pack = 1) {
    const auto maps = static_cast<double>(pack);
    GanSpec spec;
    spec.input = {1, 8, 8};
    spec.latent = 3;
    spec.pack = pack;
    spec.low = -1;
    spec.high = 1;
    spec.generator = {dense(3, 32),
                      {"unflatten", {{"channels", 2}, {"height", 4}, {"width", 4}}},
                      {"batch-norm", {{"channels", 2}}},
                      {"conv-transposed", {{"in", 2}, {"out", 1}, {"kernel", 4}, {"stride", 2}, {"padding", 1}}},
                      {"tanh", {}}};
    spec.discriminator = {
        {"conv", {{"in", maps}, {"out", 2}, {"kernel", 4}, {"stride", 2}, {"padding", 1}}}, norm, {"tanh", {}}, {"flatten", {}}, dense(32, 1)};
    return spec;
}

/// A GAN, its step and a batch of data.
class GanCase {
public:
    GanCase(GanSpec spec, const GanObjective& objective, std::size_t rows = 6, std::size_t threads = 2, const std::string& optimizer = "adam")
        : gan(std::move(spec)), optimizer_(parse_optimizer(optimizer)), x_(pixels(40, gan.spec.pixels())), parallel(threads), rows_(rows) {
        gan.initialise(parse_initialisation("glorot"), parse_initialisation("glorot"), 4);
        std::vector<std::int32_t> labels;
        for (std::size_t i = 0; i < x_.rows(); ++i) labels.push_back(gan.spec.classes > 0 ? static_cast<std::int32_t>(i % gan.spec.classes) : -1);
        data_ = std::make_unique<LabelledExamples>(x_, labels);
        step = std::make_unique<GanTurns>(gan, objective, GanLearning{.generator = &optimizer_, .discriminator = &optimizer_, .states = &states}, 7);
    }

    /// Rows of the data in turn.
    void next() {
        for (std::uint32_t& row : order_) row = static_cast<std::uint32_t>((row + order_.size()) % x_.rows());
    }
    Batch batch() { return {*data_, order_}; }

    Gan gan;
    LearningStates states;
    std::unique_ptr<GanTurns> step;

private:
    Optimizer optimizer_;
    Matrix x_;
    std::unique_ptr<LabelledExamples> data_;

public:
    Parallel parallel;

private:
    std::size_t rows_;
    std::vector<std::uint32_t> order_ = first_rows(rows_);
};

/// All numbers of both networks.
inline std::vector<real> numbers_of(const Gan& gan) {
    std::vector<real> all;
    for (const Sequential* const network : gan.networks())
        for (std::size_t i = 0; i < network->size(); ++i) {
            for (const Parameter& p : network->layer(i).parameters()) all.insert(all.end(), p.value.values().begin(), p.value.values().end());
            for (const Buffer& b : network->layer(i).buffers()) all.insert(all.end(), b.value.values().begin(), b.value.values().end());
        }
    return all;
}

}  // namespace gen
