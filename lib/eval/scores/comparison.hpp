#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "core/parallel.hpp"
#include "eval/scores/manifold.hpp"
#include "eval/scores/ms_ssim.hpp"
#include "eval/scores/score_rows.hpp"
#include "models/classifier/classifier.hpp"

namespace gen {

/// How samples are compared with real rows.
struct ScoreOptions {
    Balls precision = {3, true};  // also recall's
    Balls density = {5, false};   // also coverage's
    MsSsimProtocol ms_ssim = MsSsimProtocol::by_size;
    std::size_t kernel_rows = 1000;  // of a subset
    std::size_t kernel_subsets = 100;
    std::size_t directions = 1000;
    std::size_t validation = 1000;                               // training rows by which the width of Parzen windows is chosen
    std::optional<std::size_t> validation_first = std::nullopt;  // the first of them; else where the last sixth begins: of MNIST 50,000
    const Classifier* stacked = nullptr;                         // of one channel, where pictures have several
    std::uint64_t seed = 0;
};

/// Real rows, samples, and what else metrics may look at. All of it outlives this.
class Comparison {
public:
    Comparison(ScoreRows& of_real, ScoreRows& of_samples, ScoreRows* trained_on, const ScoreOptions& how, Parallel& threads)
        : real_rows(of_real), samples(of_samples), train(trained_on), options(how), parallel(threads) {}

    ScoreRows& real_rows;
    ScoreRows& samples;
    ScoreRows* train;  // what the model was trained on; null: not known
    const ScoreOptions& options;
    Parallel& parallel;

    /// Computed once.
    const ManifoldScores& manifold();

private:
    std::optional<ManifoldScores> manifold_;
};

}  // namespace gen
