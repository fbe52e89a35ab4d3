#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "models/gan/loss.hpp"

using namespace gen;

namespace {

using Loss = AdversarialLoss;

constexpr Loss of_single_logits[] = {Loss::minimax, Loss::non_saturating, Loss::flip, Loss::lsgan, Loss::wgan, Loss::hinge};

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

double d_loss(Loss loss, double logit, bool is_real, double label) {
    double slope = 0;
    return discriminator_loss(loss, logit, is_real, label, slope);
}

double d_loss(Loss loss, double logit, bool is_real) { return d_loss(loss, logit, is_real, is_real ? 1 : 0); }

double g_loss(Loss loss, double logit, double label = 1) {
    double slope = 0;
    return generator_loss(loss, logit, label, slope);
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
        for (const Loss loss : {Loss::minimax, Loss::non_saturating, Loss::flip}) {
            CHECK(d_loss(loss, logit, true) == doctest::Approx(-std::log(d)));
            CHECK(d_loss(loss, logit, false) == doctest::Approx(-std::log(1 - d)));
            CHECK(d_loss(loss, logit, true, 0.8) == doctest::Approx(-0.8 * std::log(d) - 0.2 * std::log(1 - d)));
        }
        CHECK(g_loss(Loss::minimax, logit) == doctest::Approx(std::log(1 - d)));
        CHECK(g_loss(Loss::non_saturating, logit) == doctest::Approx(-std::log(d)));
        CHECK(g_loss(Loss::flip, logit, 0.9) == doctest::Approx(-0.9 * std::log(d) - 0.1 * std::log(1 - d)));
        CHECK(d_loss(Loss::lsgan, logit, true, 0.9) == doctest::Approx((logit - 0.9) * (logit - 0.9) / 2));
        CHECK(g_loss(Loss::lsgan, logit) == doctest::Approx((logit - 1) * (logit - 1) / 2));
        CHECK(d_loss(Loss::wgan, logit, true) == -logit);
        CHECK(d_loss(Loss::wgan, logit, false) == logit);
        CHECK(d_loss(Loss::hinge, logit, true) == doctest::Approx(std::fmax(0, 1 - logit)));
        CHECK(d_loss(Loss::hinge, logit, false) == doctest::Approx(std::fmax(0, 1 + logit)));
        for (const Loss loss : {Loss::wgan, Loss::hinge}) CHECK(g_loss(loss, logit) == -logit);
    }
}

TEST_CASE("gan loss: large logits stay finite") {
    for (const Loss loss : of_single_logits)
        for (const double logit : {-800.0, 800.0}) {
            CAPTURE(name_of(loss));
            CHECK(std::isfinite(d_loss(loss, logit, true)));
            CHECK(std::isfinite(g_loss(loss, logit)));
        }
    CHECK(d_loss(Loss::non_saturating, -800, true) == 800);
    CHECK(d_loss(Loss::non_saturating, 800, true) == 0);
}

TEST_CASE("gan loss: a discriminator that cannot tell scores what chance() says") {
    for (const Loss loss : of_single_logits) {
        CAPTURE(name_of(loss));
        const double logit = loss == Loss::lsgan ? 0.5 : 0;
        CHECK(d_loss(loss, logit, true) + d_loss(loss, logit, false) == doctest::Approx(chance(loss).discriminator));
        if (loss != Loss::wgan) CHECK(g_loss(loss, logit) == doctest::Approx(chance(loss).generator));
        if (loss != Loss::wgan) CHECK(threshold(loss) == logit);
    }
    std::vector<double> d(2);
    std::vector<double> e(3);
    CHECK(relativistic_loss(std::vector<double>{7, 7}, std::vector<double>{7, 7, 7}, d, e) / 2.5 ==
          doctest::Approx(chance(Loss::relativistic).discriminator));
    CHECK(chance(Loss::minimax).discriminator == doctest::Approx(1.3862943611));
    CHECK(chance(Loss::minimax).generator == doctest::Approx(-0.6931471806));
    CHECK(std::isnan(threshold(Loss::wgan)));
    CHECK(std::isnan(chance(Loss::mmd).generator));
}

TEST_CASE("gan loss: derivatives are central differences") {
    constexpr double h = 1e-6;
    for (const Loss loss : of_single_logits)
        for (const double logit : {-2.5, -0.3, 0.4, 3.0}) {
            CAPTURE(name_of(loss));
            CAPTURE(logit);
            double slope = 0;
            for (const bool is_real : {true, false}) {
                discriminator_loss(loss, logit, is_real, 0.7, slope);
                CHECK(slope ==
                      doctest::Approx((d_loss(loss, logit + h, is_real, 0.7) - d_loss(loss, logit - h, is_real, 0.7)) / (2 * h)).epsilon(1e-7));
            }
            generator_loss(loss, logit, 0.7, slope);
            CHECK(slope == doctest::Approx((g_loss(loss, logit + h, 0.7) - g_loss(loss, logit - h, 0.7)) / (2 * h)).epsilon(1e-7));
        }
}

TEST_CASE("gan loss: the relativistic one is the paper's, the means' derivatives included") {
    std::vector<double> a = {0.3, -1.2, 2, 0.1};
    std::vector<double> b = {-0.7, 0.9, 0.2, -2};
    std::vector<double> da(4);
    std::vector<double> db(4);
    CHECK(relativistic_loss(a, b, da, db) / 4 == doctest::Approx(relativistic_by_hand(a, b)));
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
    for (const Loss loss : {Loss::minimax, Loss::non_saturating, Loss::flip, Loss::lsgan}) CHECK(has_labels(loss));
    for (const Loss loss : {Loss::wgan, Loss::hinge, Loss::relativistic, Loss::mmd}) CHECK_FALSE(has_labels(loss));
    CHECK(name_of(Loss::non_saturating) == "non-saturating");
    CHECK(name_of(Loss::mmd) == "mmd");
}
