#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "core/matrix.hpp"
#include "core/parallel.hpp"
#include "eval/scores/feature_map.hpp"
#include "eval/scores/moments.hpp"
#include "eval/scores/neighbours.hpp"
#include "models/image_classifier.hpp"

namespace gen {

/// One side of a comparison: images or vectors, their features, or only the statistics of these. What several metrics need is computed once.
class ScoreRows {
public:
    Matrix pixels;                     // [n, C*H*W] in [0, 1], vectors as they are; empty where only features are known
    Shape shape;                       // C, H, W of the pixels
    bool images = false;               // pictures, not vectors
    Matrix own_features;               // [n, d]; empty: the pixels are the features
    Matrix log_probabilities;          // [n, classes] of a classifier; empty: there is none
    Matrix centres;                    // [modes, C*H*W] of points from known modes; else empty
    double spread = 0;                 // standard deviation about them
    std::vector<std::int32_t> labels;  // of images that have some

    ScoreRows() = default;
    explicit ScoreRows(Moments statistics) : moments_(std::move(statistics)) {}

    /// The rows, 0 where only statistics are known.
    std::size_t size() const { return features().rows(); }
    const Matrix& features() const { return own_features.empty() ? pixels : own_features; }
    bool has_pictures() const { return images && !pixels.empty(); }
    /// Moments that were computed before.
    void know(Moments statistics) { moments_ = std::move(statistics); }
    /// Of the features.
    const Moments& moments(Parallel& parallel);
    /// The k or more nearest other rows of each, by features.
    const Neighbours& others(std::size_t k, Parallel& parallel);

    /// The nearest training row of each, by features. `train` is always the same.
    const Neighbours& nearest_in(const ScoreRows& train, Parallel& parallel);

    /// Features and classes of the pixels. Null: none.
    void look(const FeatureMap* map, ImageClassifier* classifier, Parallel& parallel);
    /// These rows alone.
    ScoreRows part(std::span<const std::uint32_t> rows) const;

private:
    std::optional<Moments> moments_;
    std::optional<Neighbours> others_;
    std::optional<Neighbours> in_train_;
};

/// Copies of the mean row of `real_rows`, of its pixels or, where there are none, of its features.
ScoreRows mean_rows(const ScoreRows& real_rows, std::size_t count);

/// Pictures of uniform noise; of vectors and features normal numbers, each column with its own mean and variance.
ScoreRows noise_rows(const ScoreRows& real_rows, std::size_t count, std::uint64_t seed, Parallel& parallel);

}  // namespace gen
