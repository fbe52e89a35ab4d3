#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "eval/aggregate_posterior.hpp"
#include "eval/check.hpp"
#include "eval/importance.hpp"
#include "eval/latent_statistics.hpp"
#include "eval/model_under_test.hpp"

namespace gen {

/// A model and data under test, and what several groups of checks look at, each computed once, when it is first asked for.
class ModelScene {
public:
    ModelScene(const ModelUnderTest& model, Parallel& parallel)
        : model_(model), parallel_(&parallel), data_(model.data, model.binarize, model.seed) {}

    const ModelUnderTest& model() const { return model_; }
    const LatentModel& subject() const { return model_.subject; }
    const Examples& data() const { return data_; }
    std::size_t count() const { return model_.count; }
    std::uint64_t seed() const { return model_.seed; }
    Parallel& parallel() const { return *parallel_; }

    /// Whether q(z|x) has a density; an autoencoder gives the code itself.
    bool has_density() const { return subject().codes() != CodeKind::points; }
    bool is_implicit() const { return subject().codes() == CodeKind::implicit; }
    /// "KL(q(z|x) || p)", of the distribution by which divergences and bounds are computed: of implicit codes a Gaussian.
    std::string kl_name(const std::string& q, const std::string& p) const {
        return "KL(" + std::string(is_implicit() ? "moment-matched " : "") + q + " || " + p + ")";
    }
    /// Null for a prior that is no single Gaussian.
    const GaussianPrior* gaussian() const { return subject().prior->gaussian(); }

    const Encoded& q();
    const LatentStatistics& statistics();
    /// Only with a density and a Gaussian prior.
    const AggregatePosterior& aggregate();
    /// A draw of q(z) for each example.
    const Matrix& draws();
    /// Of the first examples, where log p(x) has bounds, with blocks of 1, 5, 50, ... samples.
    const std::vector<Bounds>& bounds();
    std::vector<std::size_t> block_sizes() const;
    static constexpr std::size_t most_bounds = 200;
    /// With fewer images standard errors are not to be trusted.
    static constexpr std::size_t few = 30;

private:
    ModelUnderTest model_;
    Parallel* parallel_;
    Binarized data_;
    std::optional<Encoded> q_;
    std::optional<LatentStatistics> statistics_;
    std::optional<AggregatePosterior> aggregate_;
    std::optional<Matrix> draws_;
    std::optional<std::vector<Bounds>> bounds_;
};

inline constexpr const char* few_images = "fewer than 30 images have no standard error to be trusted";

// The groups. Each adds checks whose names begin with its own; what cannot be checked is skipped, with the reason.
void model_divergence_checks(ModelScene& scene, std::vector<Check>& checks);
void model_objective_checks(ModelScene& scene, std::vector<Check>& checks);
void model_order_checks(ModelScene& scene, std::vector<Check>& checks);
void model_rate_checks(ModelScene& scene, std::vector<Check>& checks);
void model_dimension_checks(ModelScene& scene, std::vector<Check>& checks);
void model_collapse_checks(ModelScene& scene, std::vector<Check>& checks);
void model_aggregate_checks(ModelScene& scene, std::vector<Check>& checks);
void model_prior_checks(ModelScene& scene, std::vector<Check>& checks);
void model_numerics_checks(ModelScene& scene, std::vector<Check>& checks);
void model_data_checks(ModelScene& scene, std::vector<Check>& checks);
void model_gates(ModelScene& scene, std::vector<Check>& checks);

}  // namespace gen
