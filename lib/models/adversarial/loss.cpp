#include "models/adversarial/loss.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/error.hpp"
#include "core/parallel.hpp"
#include "core/words.hpp"
#include "prob/logit.hpp"

namespace gen {
namespace {

double cross_entropy(double logit, double label, bool, double& derivative) {
    derivative = sigmoid(logit) - label;
    return softplus(logit) - label * logit;
}

double squared_error(double logit, double label, bool, double& derivative) {
    derivative = logit - label;
    return derivative * derivative / 2;
}

double saturating(double logit, double, bool, double& derivative) {
    derivative = -sigmoid(logit);
    return -softplus(logit);
}

double difference(double logit, double, bool is_real, double& derivative) {
    derivative = is_real ? -1 : 1;
    return derivative * logit;
}

double hinge(double logit, double, bool is_real, double& derivative) {
    const double sign = is_real ? -1 : 1;
    const double margin = 1 + sign * logit;
    derivative = margin > 0 ? sign : 0;
    return margin > 0 ? margin : 0;
}

double negated(double logit, double, bool, double& derivative) {
    derivative = -1;
    return -logit;
}

double mean(std::span<const double> values) { return tree_sum(values.data(), values.size()) / static_cast<double>(values.size()); }

/// The sum of sp(sign (x_i - centre)); derivatives of the mean by each x, and the sum of those, which the centre gets with the other sign.
double one_side(std::span<const double> x, double centre, double sign, std::span<double> dx) {
    const auto n = static_cast<double>(x.size());
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double t = sign * (x[i] - centre);
        sum += softplus(t);
        dx[i] = sign * sigmoid(t) / n;
    }
    return sum;
}

double relativistic(std::span<const double> a, std::span<const double> b, std::span<double> da, std::span<double> db) {
    const double sum = one_side(a, mean(b), -1, da) + one_side(b, mean(a), 1, db);
    const double by_a = mean(da);  // what mean b takes back from a's side, shared out among b
    const double by_b = mean(db);
    for (double& d : da) d -= by_b * static_cast<double>(db.size()) / static_cast<double>(da.size());
    for (double& d : db) d -= by_a * static_cast<double>(da.size()) / static_cast<double>(db.size());
    return sum;
}

constexpr double ln2 = std::numbers::ln2;

constexpr AdversarialLoss losses[] = {
    {.name = "minimax",  // eq. 1
     .says = "D sp(-a) + sp(b), G -sp(b): the value function of Goodfellow et al. (2014); G's gradient dies where D is sure",
     .discriminator = cross_entropy,
     .generator = saturating,
     .has_labels = true,
     .saturates = true,
     .threshold = 0,
     .chance = {2 * ln2, -ln2}},
    {.name = "non-saturating",  // section 3 there
     .says = "D as minimax, G sp(-b): the same fixed point, strong gradients early",
     .discriminator = cross_entropy,
     .generator = cross_entropy,
     .has_labels = true,
     .threshold = 0,
     .chance = {2 * ln2, ln2}},
    {.name = "flip",
     .says = "the same, by exchanged labels: G learns with D's label for real images",
     .discriminator = cross_entropy,
     .generator = cross_entropy,
     .has_labels = true,
     .exchanges_labels = true,
     .threshold = 0,
     .chance = {2 * ln2, ln2}},
    {.name = "lsgan",  // Mao et al., 2017
     .says = "D (a-1)^2/2 + b^2/2, G (b-1)^2/2",
     .discriminator = squared_error,
     .generator = squared_error,
     .has_labels = true,
     .threshold = 0.5,
     .chance = {0.25, 0.125}},
    {.name = "wgan",  // Arjovsky, Chintala and Bottou, 2017
     .says = "D b - a, G -b, D's weights clipped to +-0.01, 5 steps of D to one of G",
     .discriminator = difference,
     .generator = negated,
     .chance = {.discriminator = 0},
     .weight_limit = 0.01,
     .d_steps = 5,
     .beta1 = 0,
     .beta2 = 0.9},
    {.name = "wgan-gp",  // Gulrajani et al., 2017
     .says = "wgan with a gradient penalty of weight 10 in place of clipping",
     .discriminator = difference,
     .generator = negated,
     .chance = {.discriminator = 0},
     .penalty = 10,
     .without_penalty = "wgan",
     .d_steps = 5,
     .beta1 = 0,
     .beta2 = 0.9},
    {.name = "hinge",  // Lim and Ye, 2017
     .says = "D max(0, 1-a) + max(0, 1+b), G -b",
     .discriminator = hinge,
     .generator = negated,
     .threshold = 0,
     .chance = {2, 0},
     .beta1 = 0,
     .beta2 = 0.9},
    {.name = "dragan",  // Kodali et al., 2017
     .says = "non-saturating, and a gradient penalty of weight 10 around real images",
     .discriminator = cross_entropy,
     .generator = cross_entropy,
     .has_labels = true,
     .threshold = 0,
     .chance = {2 * ln2, ln2},
     .penalty = 10,
     .penalty_around_real = true},
    {.name = "relativistic",  // Jolicoeur-Martineau, 2019
     .says = "D sp(-(a - mean b)) + sp(b - mean a), G with a and b exchanged",
     .batch = relativistic,
     .chance = {2 * ln2, 2 * ln2}},
    {.name = "mmd",
     .says = "no D: direct matching. G minimises the square root of the unbiased MMD^2 of its images from the batch, Gaussian kernels of standard "
             "deviations 2, 5, 10, 20, 40 and 80 (Li, Swersky and Zemel, 2015); for batches of 500 or more"},
};

}  // namespace

std::span<const AdversarialLoss> adversarial_losses() { return losses; }

const AdversarialLoss& adversarial_loss(std::string_view name) {
    const auto* const found = std::ranges::find(losses, name, &AdversarialLoss::name);
    if (found == std::end(losses))
        fail_usage("the loss ", name, " is not known, expected ", either(names_of(losses)), did_you_mean(name, names_of(losses)));
    return *found;
}

}  // namespace gen
