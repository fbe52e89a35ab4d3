#include "eval/model_scene.hpp"

#include <algorithm>

namespace gen {

const Encoded& ModelScene::q() {
    if (!q_) q_ = subject().encoder->encode(data_, 0, model_.count, *parallel_);
    return *q_;
}

const LatentStatistics& ModelScene::statistics() {
    if (!statistics_) statistics_ = latent_statistics(q(), gaussian());
    return *statistics_;
}

const AggregatePosterior& ModelScene::aggregate() {
    if (aggregate_) return *aggregate_;
    const Encoded& codes = q();
    if (model_.begins) model_.begins(std::min(codes.mean.rows(), AggregatePosterior::most_draws));
    aggregate_ = aggregate_posterior(codes, *gaussian(), model_.seed, *parallel_, model_.each_done);
    return *aggregate_;
}

const Matrix& ModelScene::draws() {
    if (!draws_) draws_ = aggregate_draws(q(), model_.seed);
    return *draws_;
}

std::vector<std::size_t> ModelScene::block_sizes() const {
    std::vector<std::size_t> sizes;
    for (const std::size_t size : {1, 5, 50, 500, 5000})
        if (size <= model_.samples && model_.samples % size == 0) sizes.push_back(size);
    if (sizes.back() != model_.samples) sizes.push_back(model_.samples);
    return sizes;
}

const std::vector<Bounds>& ModelScene::bounds() {
    if (bounds_) return *bounds_;
    const std::size_t count = std::min(model_.count, most_bounds);
    if (model_.begins) model_.begins(count);
    bounds_ = importance_bounds(subject(), data_, 0, count,
                                {.samples = model_.samples, .blocks = block_sizes(), .seed = model_.seed, .each_done = model_.each_done}, *parallel_);
    return *bounds_;
}

}  // namespace gen
