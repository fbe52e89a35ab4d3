#include "prob/categorical.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "gradients.hpp"

using namespace gen;

TEST_CASE("categorical: the cross-entropy of two classes is that of their odds") {
    const real logits[] = {static_cast<real>(std::log(3.0)), 0};  // 3 to 1
    CHECK(cross_entropy(logits, 2, 0, 0, nullptr) == doctest::Approx(std::log(4.0 / 3)));
    CHECK(cross_entropy(logits, 2, 1, 0, nullptr) == doctest::Approx(std::log(4.0)));
    real d[2];
    cross_entropy(logits, 2, 1, 2, d);
    CHECK(d[0] == doctest::Approx(1.5));
    CHECK(d[1] == doctest::Approx(-1.5));
    real log_p[2];
    log_softmax(logits, 2, log_p);
    CHECK(log_p[0] == doctest::Approx(std::log(0.75)));
    CHECK(log_p[1] == doctest::Approx(std::log(0.25)));
}

TEST_CASE("categorical: only differences of logits count, and the largest overflow nothing") {
    const real logits[] = {1e30F, 1e30F, -1e30F};
    CHECK(cross_entropy(logits, 3, 0, 0, nullptr) == doctest::Approx(std::log(2.0)));
    CHECK(cross_entropy(logits, 3, 2, 0, nullptr) == doctest::Approx(2e30));
    real d[3];
    cross_entropy(logits, 3, 2, 1, d);
    CHECK(d[0] == doctest::Approx(0.5));
    CHECK(d[2] == doctest::Approx(-1));
}

TEST_CASE("categorical: logits that are not finite give a loss that is not") {
    const real bad = std::numeric_limits<real>::quiet_NaN();
    const real infinite = std::numeric_limits<real>::infinity();
    for (const real logit : {bad, infinite}) {
        const real logits[] = {0, logit, 1};
        CHECK_FALSE(std::isfinite(cross_entropy(logits, 3, 0, 0, nullptr)));
    }
}

TEST_CASE("categorical: the gradient is that of central differences") {
    for (const double smoothing : {0.0, 0.3}) {
        Matrix logits = normals(1, 7, 3);
        Matrix d(1, 7);
        cross_entropy(logits.data(), 7, 4, 1, d.data(), smoothing);
        const Matrix gradient = d;
        check_gradient(logits, gradient, [&] { return cross_entropy(logits.data(), 7, 4, 1, nullptr, smoothing); });
    }
}

TEST_CASE("categorical: a smooth label is mostly the class, and a little of each") {
    const real logits[] = {static_cast<real>(std::log(3.0)), 0};                                  // 3 to 1
    const double expected = -0.9 * std::log(0.75) - 0.1 * (std::log(0.75) + std::log(0.25)) / 2;  // of class 0
    CHECK(cross_entropy(logits, 2, 0, 0, nullptr, 0.1) == doctest::Approx(expected));
}

TEST_CASE("categorical: of equal logits the first class is the most likely") {
    const real logits[] = {-1, 2, 2, 0};
    CHECK(most_likely(logits, 4) == 1);
}
