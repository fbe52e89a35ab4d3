#include "models/adversarial/loss.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using namespace gen;

namespace {

std::vector<AdversarialLoss> of_single_logits() {
    std::vector<AdversarialLoss> out;
    for (const AdversarialLoss& loss : adversarial_losses())
        if (loss.discriminator != nullptr) out.push_back(loss);
    return out;
}

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

double d_loss(std::string_view loss, double logit, bool is_real, double label) {
    double slope = 0;
    return adversarial_loss(loss).discriminator(logit, label, is_real, slope);
}

double d_loss(std::string_view loss, double logit, bool is_real) { return d_loss(loss, logit, is_real, is_real ? 1 : 0); }

double g_loss(std::string_view loss, double logit, double label = 1) {
    double slope = 0;
    return adversarial_loss(loss).generator(logit, label, false, slope);
}

/// The relativistic loss as its paper states it, with probabilities.
double relativistic_by_hand(const std::vector<double>& a, const std::vector<double>& b) {
    double mean_a = 0;
    double mean_b = 0;
    for (const double v : a) mean_a += v / static_cast<double>(a.size());
    for (const double v : b) mean_b += v / static_cast<double>(b.size());
    double sum = 0;
    for (const double v : a) sum -= std::log(sigmoid(v - mean_b)) / static_cast<double>(a.size());
    for (const double v : b) sum -= std::log(1 - sigmoid(v - mean_a)) / static_cast<double>(b.size());
    return sum;
}

}  // namespace

TEST_CASE("gan loss: logits give what the papers state for probabilities") {
    for (const double logit : {-2.5, -0.3, 0.0, 0.4, 3.0}) {
        CAPTURE(logit);
        const double d = sigmoid(logit);
        for (const char* const loss : {"minimax", "non-saturating", "flip"}) {
            CHECK(d_loss(loss, logit, true) == doctest::Approx(-std::log(d)));
            CHECK(d_loss(loss, logit, false) == doctest::Approx(-std::log(1 - d)));
            CHECK(d_loss(loss, logit, true, 0.8) == doctest::Approx(-0.8 * std::log(d) - 0.2 * std::log(1 - d)));
        }
        CHECK(g_loss("minimax", logit) == doctest::Approx(std::log(1 - d)));
        CHECK(g_loss("non-saturating", logit) == doctest::Approx(-std::log(d)));
        CHECK(g_loss("flip", logit, 0.9) == doctest::Approx(-0.9 * std::log(d) - 0.1 * std::log(1 - d)));
        CHECK(d_loss("lsgan", logit, true, 0.9) == doctest::Approx((logit - 0.9) * (logit - 0.9) / 2));
        CHECK(g_loss("lsgan", logit) == doctest::Approx((logit - 1) * (logit - 1) / 2));
        CHECK(d_loss("wgan", logit, true) == -logit);
        CHECK(d_loss("wgan", logit, false) == logit);
        CHECK(d_loss("hinge", logit, true) == doctest::Approx(std::fmax(0, 1 - logit)));
        CHECK(d_loss("hinge", logit, false) == doctest::Approx(std::fmax(0, 1 + logit)));
        for (const char* const loss : {"wgan", "hinge"}) CHECK(g_loss(loss, logit) == -logit);
    }
}

TEST_CASE("gan loss: large logits stay finite") {
    for (const AdversarialLoss& loss : of_single_logits())
        for (const double logit : {-800.0, 800.0}) {
            CAPTURE(loss.name);
            CHECK(std::isfinite(d_loss(loss.name, logit, true)));
            CHECK(std::isfinite(g_loss(loss.name, logit)));
        }
    CHECK(d_loss("non-saturating", -800, true) == 800);
    CHECK(d_loss("non-saturating", 800, true) == 0);
}

TEST_CASE("gan loss: a discriminator that cannot tell scores what the row says") {
    for (const AdversarialLoss& loss : of_single_logits()) {
        CAPTURE(loss.name);
        const double logit = std::isnan(loss.threshold) ? 0 : loss.threshold;
        CHECK(d_loss(loss.name, logit, true) + d_loss(loss.name, logit, false) == doctest::Approx(loss.chance.discriminator));
        if (!std::isnan(loss.chance.generator)) CHECK(g_loss(loss.name, logit) == doctest::Approx(loss.chance.generator));
        CHECK(std::isnan(loss.threshold) == std::isnan(loss.chance.generator));  // of single logits: both are known, or neither
        CHECK((d_loss(loss.name, 0.3, true, 0.8) != d_loss(loss.name, 0.3, true)) == loss.has_labels);
    }
    for (const AdversarialLoss& loss : adversarial_losses()) {
        if (loss.batch == nullptr) continue;
        std::vector<double> d(3);
        std::vector<double> e(3);
        const std::vector<double> alike = {7, 7, 7};
        CHECK(loss.batch(alike, alike, d, e) / 3 == doctest::Approx(loss.chance.discriminator));
        CHECK(loss.batch(alike, alike, d, e) / 3 == doctest::Approx(loss.chance.generator));
    }
    CHECK(adversarial_loss("minimax").chance.discriminator == doctest::Approx(1.3862943611));
    CHECK(adversarial_loss("minimax").chance.generator == doctest::Approx(-0.6931471806));
    CHECK(adversarial_loss("lsgan").threshold == 0.5);
    CHECK(std::isnan(adversarial_loss("wgan").threshold));
    CHECK(std::isnan(adversarial_loss("mmd").chance.generator));
}

TEST_CASE("gan loss: a row has the functions of a logit, one of the batch, or none, and a name and a line of its own") {
    for (const AdversarialLoss& loss : adversarial_losses()) {
        CAPTURE(loss.name);
        CHECK(&adversarial_loss(loss.name) == &loss);
        CHECK_FALSE(loss.says.empty());
        CHECK((loss.discriminator == nullptr) == (loss.generator == nullptr));
        CHECK_FALSE((loss.discriminator != nullptr && loss.batch != nullptr));
        if (!loss.without_penalty.empty()) CHECK(adversarial_loss(loss.without_penalty).penalty == 0);
    }
    CHECK_THROWS_WITH(adversarial_loss("wgn"), doctest::Contains("the loss wgn is not known, expected minimax, non-saturating"));
    CHECK_THROWS_WITH(adversarial_loss("wgn"), doctest::Contains("(did you mean wgan?)"));
}

TEST_CASE("gan loss: derivatives are central differences") {
    constexpr double h = 1e-6;
    for (const AdversarialLoss& loss : of_single_logits())
        for (const double logit : {-2.5, -0.3, 0.4, 3.0}) {
            CAPTURE(loss.name);
            CAPTURE(logit);
            double slope = 0;
            for (const bool is_real : {true, false}) {
                loss.discriminator(logit, 0.7, is_real, slope);
                CHECK(slope == doctest::Approx((d_loss(loss.name, logit + h, is_real, 0.7) - d_loss(loss.name, logit - h, is_real, 0.7)) / (2 * h))
                                   .epsilon(1e-7));
            }
            loss.generator(logit, 0.7, false, slope);
            CHECK(slope == doctest::Approx((g_loss(loss.name, logit + h, 0.7) - g_loss(loss.name, logit - h, 0.7)) / (2 * h)).epsilon(1e-7));
        }
}

TEST_CASE("gan loss: the relativistic one is the paper's, the means' derivatives included") {
    std::vector<double> a = {0.3, -1.2, 2, 0.1};
    std::vector<double> b = {-0.7, 0.9, 0.2, -2};
    std::vector<double> da(4);
    std::vector<double> db(4);
    CHECK(adversarial_loss("relativistic").batch(a, b, da, db) / 4 == doctest::Approx(relativistic_by_hand(a, b)));
    constexpr double h = 1e-6;
    for (const auto& [at, slopes] : {std::pair{&a, &da}, std::pair{&b, &db}})
        for (std::size_t i = 0; i < 4; ++i) {
            const double kept = (*at)[i];
            (*at)[i] = kept + h;
            const double above = relativistic_by_hand(a, b);
            (*at)[i] = kept - h;
            const double below = relativistic_by_hand(a, b);
            (*at)[i] = kept;
            CHECK((*slopes)[i] == doctest::Approx((above - below) / (2 * h)).epsilon(1e-7));
        }
}

TEST_CASE("gan loss: soft labels are for losses that have labels") {
    for (const char* const loss : {"minimax", "non-saturating", "flip", "lsgan", "dragan"}) CHECK(adversarial_loss(loss).has_labels);
    for (const char* const loss : {"wgan", "wgan-gp", "hinge", "relativistic", "mmd"}) CHECK_FALSE(adversarial_loss(loss).has_labels);
}
