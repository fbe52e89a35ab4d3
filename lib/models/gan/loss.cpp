#include "models/gan/loss.hpp"

#include <cmath>
#include <limits>
#include <numbers>

#include "core/parallel.hpp"

namespace gen {
namespace {

using Loss = AdversarialLoss;

double softplus(double x) { return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x)); }

double sigmoid(double x) {
    const double e = std::exp(-std::abs(x));
    return x >= 0 ? 1 / (1 + e) : e / (1 + e);
}

/// Cross-entropy of a logit with a label.
double cross_entropy(double logit, double label, double& derivative) {
    derivative = sigmoid(logit) - label;
    return softplus(logit) - label * logit;
}

double squared_error(double logit, double label, double& derivative) {
    derivative = logit - label;
    return derivative * derivative / 2;
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

}  // namespace

std::string_view name_of(Loss loss) {
    constexpr std::string_view names[] = {"minimax", "non-saturating", "flip", "lsgan", "wgan", "hinge", "relativistic", "mmd"};
    return names[static_cast<int>(loss)];
}

bool has_labels(Loss loss) { return loss == Loss::minimax || loss == Loss::non_saturating || loss == Loss::flip || loss == Loss::lsgan; }

double threshold(Loss loss) {
    switch (loss) {
        case Loss::lsgan: return 0.5;
        case Loss::wgan:
        case Loss::relativistic:
        case Loss::mmd: return std::numeric_limits<double>::quiet_NaN();
        default: return 0;
    }
}

Chance chance(Loss loss) {
    constexpr double ln2 = std::numbers::ln2;
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    switch (loss) {
        case Loss::minimax: return {2 * ln2, -ln2};
        case Loss::non_saturating:
        case Loss::flip: return {2 * ln2, ln2};
        case Loss::lsgan: return {0.25, 0.125};
        case Loss::wgan: return {0, nan};
        case Loss::hinge: return {2, 0};
        case Loss::relativistic: return {2 * ln2, 2 * ln2};
        case Loss::mmd: return {nan, nan};
    }
    return {nan, nan};
}

double discriminator_loss(Loss loss, double logit, bool real_side, double label, double& derivative) {
    const double sign = real_side ? -1 : 1;
    switch (loss) {
        case Loss::lsgan: return squared_error(logit, label, derivative);
        case Loss::wgan: derivative = sign; return sign * logit;
        case Loss::hinge: {
            const double margin = 1 + sign * logit;
            derivative = margin > 0 ? sign : 0;
            return margin > 0 ? margin : 0;
        }
        default: return cross_entropy(logit, label, derivative);
    }
}

double generator_loss(Loss loss, double logit, double label, double& derivative) {
    switch (loss) {
        case Loss::minimax: derivative = -sigmoid(logit); return -softplus(logit);
        case Loss::lsgan: return squared_error(logit, label, derivative);
        case Loss::wgan:
        case Loss::hinge: derivative = -1; return -logit;
        default: return cross_entropy(logit, label, derivative);
    }
}

double relativistic_loss(std::span<const double> a, std::span<const double> b, std::span<double> da, std::span<double> db) {
    const double sum = one_side(a, mean(b), -1, da) + one_side(b, mean(a), 1, db);
    const double by_a = mean(da);  // what mean b takes back from a's side, shared out among b
    const double by_b = mean(db);
    for (double& d : da) d -= by_b * static_cast<double>(db.size()) / static_cast<double>(da.size());
    for (double& d : db) d -= by_a * static_cast<double>(da.size()) / static_cast<double>(db.size());
    return sum;
}

}  // namespace gen
