#include "eval/model_checks.hpp"

#include <cmath>

#include "eval/model_scene.hpp"

namespace gen {

std::vector<CheckGroup> model_check_groups(const std::shared_ptr<ModelScene>& scene) {
    using Checks = void (*)(ModelScene&, std::vector<Check>&);
    struct Row {
        const char* name;
        const char* summary;
        Checks checks;
    };
    constexpr Row rows[] = {
        {"divergence", "KL(q(z|x) || p(z)) is not negative, image by image and dimension by dimension, and adds up (eq. 12-22)",
         model_divergence_checks},
        {"objective", "the analytic form of the bound equals the sampled one (eq. 25-26, 41-42), and what the training log says",
         model_objective_checks},
        {"order", "ELBO <= IWAE_k <= log p(x), with the same samples", model_order_checks},
        {"rate", "rate and distortion: the divergence and the reconstruction term", model_rate_checks},
        {"dimensions", "the divergence and the spread of codes in each dimension; active units", model_dimension_checks},
        {"collapse", "dimensions, or the whole model, for which the code says nothing about the image", model_collapse_checks},
        {"aggregate", "all codes together, q(z), against the prior: moments, divergence and its parts, MMD, Kolmogorov distances",
         model_aggregate_checks},
        {"prior", "how sure a classifier is of images decoded from the prior", model_prior_checks},
        {"numerics", "log-variances, finite numbers, float against double, saturated logits", model_numerics_checks},
        {"data", "images are as in training: binarised alike, no grey in a Bernoulli likelihood", model_data_checks},
        {"gate", "what a latent space must be for the model to pass", model_gates},
    };
    std::vector<CheckGroup> groups;
    for (const Row& row : rows)
        groups.push_back({row.name, row.summary, [scene, checks = row.checks](std::vector<Check>& all) { checks(*scene, all); }});
    return groups;
}

double information_ceiling(std::size_t examples) { return std::log(static_cast<double>(examples)) - 0.5; }

}  // namespace gen
