// What a discriminator says of a divergence: its logit is log q - log p where it can tell draws of q from draws of p as well as anyone can.
#include <array>
#include <cmath>

#include "core/linear_algebra.hpp"
#include "eval/math_groups.hpp"

namespace gen {
namespace {

constexpr std::size_t ratio_draws = 40'000;  // of each distribution, to learn from and to look at
constexpr std::array<Normal, 2> first = {Normal{1, 0.70710678118654752}, Normal{0, 0.89442719099991588}};  // variances .5 and .8
constexpr std::array<Normal, 2> second = {Normal{0, 1}, Normal{0, 1}};

/// Rows of the two dimensions.
std::vector<real> draws_of(const MathCase& math, const std::array<Normal, 2>& of, std::uint64_t step) {
    std::vector<real> z = standard_normals(math.stream(step), 2 * ratio_draws, *math.parallel);
    for (std::size_t i = 0; i < z.size(); ++i) z[i] = static_cast<real>(of[i % 2].mean + of[i % 2].sd * static_cast<double>(z[i]));
    return z;
}

double kl_of(const std::array<Normal, 2>& q, const std::array<Normal, 2>& p) { return kl(q[0], p[0]) + kl(q[1], p[1]); }

/// A logit that is quadratic in z, as log q - log p of any two Gaussians is.
class Discriminator {
public:
    double logit(const real* z) const {
        const Terms t = terms(z);
        double sum = 0;
        for (std::size_t i = 0; i < count; ++i) sum += weights_[i] * t[i];
        return sum;
    }

    double mean_logit(const std::vector<real>& z) const {
        std::vector<double> logits;
        for (std::size_t i = 0; i < z.size(); i += 2) logits.push_back(logit(z.data() + i));
        return mean_of(logits);
    }

    /// Newton's steps down the discriminator's loss, the first `ratio_draws` with label 1.
    void learn(const Formulas& f, const std::vector<real>& ones, const std::vector<real>& others) {
        constexpr std::size_t steps = 12;
        for (std::size_t step = 0; step < steps; ++step) {
            DoubleMatrix slope = xt::zeros<double>({count, std::size_t{1}});
            DoubleMatrix curvature = xt::zeros<double>({count, count});
            add(f, ones, 1, slope, curvature);
            add(f, others, 0, slope, curvature);
            const std::optional<DoubleMatrix> lower = cholesky(curvature);
            if (!lower) return;  // it can tell them apart without error
            const DoubleMatrix inverse = inverse_of_lower(*lower);
            const DoubleMatrix move = product(transposed(inverse), product(inverse, slope));
            for (std::size_t i = 0; i < count; ++i) weights_[i] -= move(i, 0);
        }
    }

private:
    static constexpr std::size_t count = 6;
    using Terms = std::array<double, count>;

    static Terms terms(const real* z) {
        const auto a = static_cast<double>(z[0]);
        const auto b = static_cast<double>(z[1]);
        return {1, a, b, a * a, a * b, b * b};
    }

    void add(const Formulas& f, const std::vector<real>& z, double label, DoubleMatrix& slope, DoubleMatrix& curvature) const {
        for (std::size_t i = 0; i < z.size(); i += 2) {
            const Terms t = terms(z.data() + i);
            const double logit_here = logit(z.data() + i);
            double derivative = 0;
            f.discriminator_loss(logit_here, label, label == 1, derivative);
            const double p = 1 / (1 + std::exp(-logit_here));
            for (std::size_t j = 0; j < count; ++j) {
                slope(j, 0) += derivative * t[j];
                for (std::size_t k = 0; k <= j; ++k) curvature(j, k) += p * (1 - p) * t[j] * t[k];
            }
        }
    }

    Terms weights_{};
};

}  // namespace

void ratio_checks(const MathCase& math, std::vector<Check>& checks) {
    Discriminator discriminator;
    discriminator.learn(math.formulas, draws_of(math, first, 1000), draws_of(math, second, 1001));
    const double forward = kl_of(first, second);
    const double reverse = kl_of(second, first);
    checks.push_back(expect_near("ratio.first", discriminator.mean_logit(draws_of(math, first, 1002)), forward, 0.05 * forward,
                                 "mean logit of a discriminator over q = N((1, 0), diag(.5, .8)), label 1, and KL(q || p), p = N(0, 1)"));
    checks.push_back(expect_near("ratio.second", discriminator.mean_logit(draws_of(math, second, 1003)), -reverse, 0.05 * reverse,
                                 "mean logit over p, label 0, and -KL(p || q)"));
}

}  // namespace gen
