#include "eval/math_checks.hpp"

#include <cmath>
#include <utility>

#include "core/error.hpp"
#include "eval/math_groups.hpp"

namespace gen {
namespace {

struct Entry {
    const char* name;
    const char* summary;
    void (*run)(const MathCase& math, std::vector<Check>& checks);
};

constexpr Entry entries[] = {
    {"univariate", "KL of two normal distributions: closed form, quadrature and sampling agree (eq. 29-39)", univariate_checks},
    {"diagonal", "KL of diagonal Gaussians as trainers compute it: sum over dimensions, sampling, invariance (eq. 39, 40)", diagonal_checks},
    {"full", "KL of Gaussians with full covariances: quadrature, sampling, invariance, chain rule (eq. 39)", full_checks},
    {"gradient", "gradients of KL and of z = mean + sd noise against differences (eq. 40)", gradient_checks},
    {"non-negative", "KL is at least 0, for every code and in every dimension (eq. 12-22)", non_negative_checks},
    {"objective", "the objective in closed form, all sampled, and as the trainer computes it (eq. 25, 26, 41, 42)", objective_checks},
    {"order", "ELBO <= IWAE_5 <= ... <= IWAE_5000 <= log p(x), with shared weights", order_checks},
    {"oracle", "linear Gaussian models: estimates return log p(x), a wrong q costs KL(q || p(z|x)) (eq. 17-22)", oracle_checks},
    {"toy", "four points of probability 1/4: the optimum is -ln 4", toy_checks},
    {"ratio", "the mean logit of a discriminator between two known Gaussians is their divergence", ratio_checks},
    {"numerics", "small and large log-variances, infinity, NaN, saturated logits", numerics_checks},
};

// One direction of the divergence.
CheckGroup direction(const std::string& name, std::string summary, const MathCase& math, const Normal& q, const Normal& p, std::uint64_t step) {
    return {name, std::move(summary), [=](std::vector<Check>& checks) {
                for (Check check : normal_pair_checks(math, q, p, step)) {
                    check.name = join(name, ".", check.name);
                    checks.push_back(std::move(check));
                }
            }};
}

}  // namespace

std::vector<CheckGroup> math_check_groups(std::uint64_t seed, Parallel& parallel, const Formulas& formulas) {
    const MathCase math = {seed, &parallel, formulas};
    std::vector<CheckGroup> groups;
    for (const Entry& entry : entries)
        groups.push_back({entry.name, entry.summary, [math, run = entry.run](std::vector<Check>& checks) { run(math, checks); }});
    return groups;
}

std::vector<CheckGroup> gaussian_check_groups(const Normal& q, const Normal& p, std::uint64_t seed, Parallel& parallel, const Formulas& formulas) {
    for (const double value : {kl(q, p), kl(p, q), log_ratio_variance(q, p), log_ratio_variance(p, q)})
        if (!std::isfinite(value))
            fail_usage("the two normal distributions are too different: their divergence is no finite number, or its variance");
    const MathCase math = {seed, &parallel, formulas};
    return {direction("forward", "KL(q || p): closed form, quadrature, sampling, the formula used in training and its gradient (eq. 29-39)", math, q,
                      p, 0),
            direction("reverse", "KL(p || q), likewise", math, p, q, 1)};
}

}  // namespace gen
