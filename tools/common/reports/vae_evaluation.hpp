#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "eval/annealing.hpp"
#include "eval/importance.hpp"
#include "tools/common/command_line/tool.hpp"
#include "tools/common/reports/results.hpp"
#include "tools/common/reports/work_progress.hpp"

namespace gen {

/// What vae-eval is to find out.
struct EvaluationPlan {
    Evaluation evaluation;                // the samples of q(z|x)
    bool weighs = true;                   // importance-weighted bounds
    std::vector<std::size_t> sizes = {};  // k of each of them, ascending
    std::optional<Annealing> annealing = {};
    std::optional<std::size_t> simulated = {};  // images that the model makes itself, for chains both ways; unset: as many as others, at most 100
    bool appendix_d = false;
    std::size_t quadrature = 0;           // points in each latent dimension; 0: none
    bool forced = false;                  // appendix D whatever the latent size
    std::vector<double> log_slopes = {};  // of each image, added to log densities
    std::string note = {};                // on log densities: of what
};

/// Estimates of log p(x) of the first images of a data set.
class VaeEvaluation {
public:
    /// `model` is folded; it and `data` outlive this. Throws Fault::usage for a plan that does not go with the model.
    VaeEvaluation(const Run& run, const LatentModel& model, const Examples& data, std::size_t count, EvaluationPlan plan, WorkProgress& progress);

    std::vector<Result> results() const;
    /// Image by image.
    std::vector<Column> columns() const;

private:
    bool takes(std::size_t chunk) const;
    void complete(std::size_t chunk, const std::function<std::vector<std::span<double>>(std::size_t i)>& found) const;
    std::size_t simulated_count() const { return plan_.simulated.value_or(std::min<std::size_t>(100, count_)); }
    void announce();
    void bounds();
    void annealed();
    void simulated();
    void appendix_d();
    void quadrature();
    void add(std::string name, std::vector<double> values, std::string note = {});

    const Run* run_;
    WorkProgress* progress_;
    const LatentModel* model_;
    Binarized data_;
    std::size_t count_;
    EvaluationPlan plan_;
    Parallel parallel_;
    std::vector<Column> columns_;
    std::vector<Result> results_;
};

}  // namespace gen
