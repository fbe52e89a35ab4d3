#include "prob/likelihood.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

#include "core/kernels.hpp"
#include "gradients.hpp"

using namespace gen;

namespace {

constexpr bool is_double = sizeof(real) == 8;
constexpr double fine = is_double ? 1e-12 : 1e-5;

const std::string all[] = {
    "bernoulli",
    "gaussian:0.5",
    "gaussian:0.5,mean=sigmoid",
    "gaussian",
    "gaussian:mean=linear",
    "gaussian-full",
    "gaussian-full:mean=linear",
    "laplace:0.5",
    "laplace:0.5,mean=sigmoid",
    "laplace",
    "laplace:mean=linear",
    "laplace-full",
    "laplace-full:mean=linear",
    "logistic",
    "logistic:mean=linear",
    "logistic:3",
    "logistic:3,mean=linear",
};

/// Bytes / 255, the first and the last among them.
Matrix bytes(std::size_t n) {
    Matrix x(1, n);
    for (std::size_t i = 0; i < n; ++i) x(0, i) = static_cast<real>(i * 97 % 256) / 255;
    if (n > 1) x(0, 1) = 1;
    return x;
}

/// Standard normal outputs; log-scales around `log_scale`.
Matrix outputs_of(const Likelihood& likelihood, std::size_t n, double log_scale) {
    Matrix o = normals(1, likelihood.outputs(n), 3);
    if (likelihood.kind == Likelihood::Kind::bernoulli) return o;
    const std::size_t scales = likelihood.scale == Likelihood::Scale::each ? likelihood.components * n : likelihood.outputs(n) - n;
    for (std::size_t i = o.size() - scales; i < o.size(); ++i) o.data()[i] = static_cast<real>(log_scale + 0.3 * static_cast<double>(o.data()[i]));
    return o;
}

double loss_of(const std::string& words, std::vector<real> o, std::vector<real> x) {
    const Likelihood likelihood = parse_likelihood(words);
    REQUIRE(o.size() == likelihood.outputs(x.size()));
    return likelihood.loss(o.data(), x.data(), x.size(), 1, nullptr);
}

std::vector<real> gradient_of(const std::string& words, const std::vector<real>& o, const std::vector<real>& x) {
    std::vector<real> d(o.size(), 77);
    parse_likelihood(words).loss(o.data(), x.data(), x.size(), 1, d.data());
    return d;
}

/// Over the 256 bytes of exp(-loss) of one pixel.
double total_probability(const std::string& words, const std::vector<real>& o) {
    double sum = 0;
    for (int byte = 0; byte < 256; ++byte) sum += std::exp(-loss_of(words, o, {static_cast<real>(byte) / 255}));
    return sum;
}

double total_density(const std::string& words, const std::vector<real>& o) {
    constexpr double h = 1e-3;
    double sum = 0;
    for (int i = -20000; i <= 20000; ++i) sum += h * std::exp(-loss_of(words, o, {static_cast<real>(i * h)}));
    return sum;
}

}  // namespace

TEST_CASE("likelihood: gradients of every kind are those of central differences") {
    constexpr std::size_t n = 19;
    for (const std::string& words : all)
        for (const double log_scale : {-0.5, -3.0}) {
            if (!is_double && log_scale < -1) continue;  // too sharp for differences of floats
            CAPTURE(words);
            CAPTURE(log_scale);
            const Likelihood likelihood = parse_likelihood(words);
            Matrix o = outputs_of(likelihood, n, log_scale);
            const Matrix x = bytes(n);
            Matrix d(1, o.size());
            d.fill(77);
            likelihood.loss(o.data(), x.data(), n, 1, d.data());
            check_gradient(o, d, [&] { return likelihood.loss(o.data(), x.data(), n, 1, nullptr); });
        }
}

TEST_CASE("likelihood: the gradient is scaled by the factor, and asking for it does not change the loss") {
    constexpr std::size_t n = 600;  // more than the kernels take at a time
    for (const std::string& words : all) {
        CAPTURE(words);
        const Likelihood likelihood = parse_likelihood(words);
        const Matrix o = outputs_of(likelihood, n, -1);
        const Matrix x = bytes(n);
        Matrix once(1, o.size());
        Matrix half(1, o.size());
        const double loss = likelihood.loss(o.data(), x.data(), n, 1, once.data());
        likelihood.loss(o.data(), x.data(), n, 0.5, half.data());
        CHECK(likelihood.loss(o.data(), x.data(), n, 1, nullptr) == doctest::Approx(loss).epsilon(1e-6));
        double worst = 0;
        for (std::size_t i = 0; i < o.size(); ++i)
            worst = std::max(worst, std::abs(static_cast<double>(half.data()[i]) - 0.5 * static_cast<double>(once.data()[i])));
        CHECK(worst <= 1e-5);
    }
}

TEST_CASE("likelihood: many pixels cost what they cost one by one") {
    constexpr std::size_t n = 600;
    for (const std::string& words : all) {
        CAPTURE(words);
        const Likelihood likelihood = parse_likelihood(words);
        if (likelihood.scale == Likelihood::Scale::shared) continue;
        const Matrix o = outputs_of(likelihood, n, -1);
        const Matrix x = bytes(n);
        Matrix d(1, o.size());
        const double loss = likelihood.loss(o.data(), x.data(), n, 1, d.data());
        const std::size_t planes = likelihood.outputs(1);
        std::vector<real> one(planes);
        std::vector<real> d_one(planes);
        double sum = 0;
        double worst = 0;
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t k = 0; k < planes; ++k) one[k] = o.data()[k * n + i];
            sum += likelihood.loss(one.data(), x.data() + i, 1, 1, d_one.data());
            for (std::size_t k = 0; k < planes; ++k) worst = std::max(worst, std::abs(static_cast<double>(d_one[k] - d.data()[k * n + i])));
        }
        CHECK(loss == doctest::Approx(sum).epsilon(1e-6));
        CHECK(worst < 1e-4);
    }
}

TEST_CASE("likelihood: losses are those of PyTorch's distributions") {
    // torch.distributions 1.13, float64: Bernoulli, Normal, Laplace; logistics as differences of the distribution function of a transformed Uniform.
    const std::vector<real> x = {real{0.2}, real{0.9}, real{0.4}};
    const std::vector<real> m = {real{0.3}, real{-1.1}, real{2}};
    const std::vector<real> v = {real{-1.5}, real{0.4}, real{-3}};
    const auto join = [](std::vector<real> a, const std::vector<real>& b) {
        a.insert(a.end(), b.begin(), b.end());
        return a;
    };
    const std::vector<real> each = join(m, v);
    const std::vector<real> shared = join(m, {real{-1.5}});
    const struct {
        std::string words;
        const std::vector<real>& o;
        double loss;
    } rows[] = {
        {"bernoulli", m, 3.3986185806269305},
        {"gaussian:0.5", m, 13.817374057934183},
        {"gaussian:0.5,mean=sigmoid", m, 2.265796524967968},
        {"gaussian-full:mean=linear", each, 27.77935139871721},
        {"gaussian-full", each, 3.4842615052793633},
        {"gaussian:mean=linear", shared, 15.229164195674562},
        {"gaussian", shared, 2.2865195020102043},
        {"laplace:0.5", m, 7.4},
        {"laplace:0.5,mean=sigmoid", m, 3.010999400769318},
        {"laplace-full:mean=linear", each, 31.90510961788519},
        {"laplace-full", each, 9.750526322947678},
        {"laplace:mean=linear", shared, 14.161691101930678},
        {"laplace", shared, 4.326623094290994},
    };
    for (const auto& row : rows) {
        CAPTURE(row.words);
        CHECK(loss_of(row.words, row.o, x) == doctest::Approx(row.loss).epsilon(fine));
    }
    const std::vector<real> pixels = {0, real{51} / 255, 1};
    CHECK(loss_of("logistic:mean=linear", each, pixels) == doctest::Approx(9.08086480624568).epsilon(fine));
    CHECK(loss_of("logistic", each, pixels) == doctest::Approx(12.413116058842295).epsilon(fine));
    std::vector<real> mixture = {real{0.5}, -1, real{0.2}, real{-0.3}, real{0.8}, real{1.1}};
    mixture = join(join(mixture, m), {real{-0.15}, real{0.55}, -1});
    mixture = join(join(mixture, v), {real{-0.5}, real{1.4}, -2});
    CHECK(loss_of("logistic:2,mean=linear", mixture, pixels) == doctest::Approx(10.551211530702293).epsilon(fine));
    CHECK(loss_of("logistic:2", mixture, pixels) == doctest::Approx(13.586693717984138).epsilon(fine));
}

TEST_CASE("likelihood: losses and gradients by hand") {
    CHECK(loss_of("bernoulli", {0}, {1}) == doctest::Approx(std::numbers::ln2).epsilon(1e-6));
    CHECK(loss_of("gaussian:2", {1}, {1}) == doctest::Approx(std::log(2) + 0.5 * std::log(2 * std::numbers::pi)));
    CHECK(loss_of("gaussian:mean=linear", {1, 2, 0}, {1, 0}) == doctest::Approx(2 + std::log(2 * std::numbers::pi)));
    CHECK(loss_of("laplace:2", {1}, {3}) == doctest::Approx(std::log(4) + 1));
    CHECK(gradient_of("gaussian:2", {1}, {3})[0] == doctest::Approx(-0.5));
    CHECK(gradient_of("gaussian:mean=linear", {1, 2, 0}, {1, 0}) == std::vector<real>{0, 2, -1});
    CHECK(gradient_of("laplace:2", {1, 3, 5}, {3, 3, 3}) == std::vector<real>{real{-0.5}, 0, real{0.5}});
    CHECK(gradient_of("laplace-full:mean=linear", {1, 0}, {1}) == std::vector<real>{0, 1});
    CHECK(gradient_of("laplace:mean=linear", {1, 3, 5, 0}, {3, 3, 3}) == std::vector<real>{-1, 0, 1, -1});
}

TEST_CASE("likelihood: a byte in the middle of a logistic has probability tanh(w/4), w = 1/(255 s), for narrow and wide s") {
    for (double s = -9; s <= 20; s += 0.125) {
        CAPTURE(s);
        const double w = std::exp(-s) / 255;
        const std::vector<real> o = {real{51} / 255, static_cast<real>(s)};
        CHECK(std::abs(loss_of("logistic:mean=linear,low=-10", o, {o[0]}) + std::log(std::tanh(w / 4))) < (is_double ? 1e-12 : 2e-6));
        CHECK(std::abs(static_cast<double>(gradient_of("logistic:mean=linear,low=-10", o, {o[0]})[1]) - w / 2 / std::sinh(w / 2)) <
              (is_double ? 1e-12 : 2e-6));
    }
}

TEST_CASE("likelihood: the probabilities of all bytes sum to one") {
    for (const real s : {-7, -6, -4, -2, 0, 3, 8, 20})
        for (const real m : {-50, -1, 0, 1, 50}) {
            CAPTURE(s);
            CAPTURE(m);
            for (const std::string words : {"logistic", "logistic:mean=linear"})
                CHECK(total_probability(words, {m, s}) == doctest::Approx(1).epsilon(is_double ? 1e-12 : 1e-4));
            CHECK(total_probability("logistic:3", {1, -20, 3, m, real{0.3}, -m, s, -1, -3}) == doctest::Approx(1).epsilon(is_double ? 1e-12 : 1e-4));
        }
}

TEST_CASE("likelihood: densities integrate to one") {
    for (const real s : {real{-3}, real{-1}, real{0.5}}) {
        CAPTURE(s);
        for (const std::string words : {"gaussian", "gaussian:mean=linear", "gaussian-full", "laplace", "laplace-full:mean=linear"}) {
            CAPTURE(words);
            CHECK(total_density(words, {real{0.7}, s}) == doctest::Approx(1).epsilon(1e-4));
        }
    }
    CHECK(total_density("gaussian:0.5", {real{0.7}}) == doctest::Approx(1).epsilon(1e-5));
    CHECK(total_density("laplace:0.5", {real{0.7}}) == doctest::Approx(1).epsilon(1e-5));
}

TEST_CASE("likelihood: the mean and the spread of draws are those of the distribution") {
    constexpr std::size_t n = 5000;
    const struct {
        std::string words;
        std::vector<real> o;  // for one pixel, and here for all
        double mean, sd;
    } rows[] = {
        {"bernoulli", {1}, 0.731059, 0.443410},
        {"gaussian:0.5", {real{0.7}}, 0.7, 0.5},
        {"gaussian-full", {0, -4}, 0.5, std::exp(-2)},
        {"gaussian", {0, -4}, 0.5, std::exp(-2)},
        {"gaussian-full:mean=linear", {3, -20}, 3, std::exp(-4)},
        {"laplace:0.5", {real{0.7}}, 0.7, std::numbers::sqrt2 / 2},
        {"laplace-full:mean=linear", {3, -1}, 3, std::numbers::sqrt2 * std::exp(-1)},
        {"laplace", {0, -1}, 0.5, std::numbers::sqrt2 * std::exp(-1)},
        {"logistic", {0, -4}, 0.5, std::numbers::pi / std::sqrt(3) * std::exp(-4)},
        {"logistic:2", {std::log(real{3}), 0, -1, 1, -4, -5}, 0.75 * 0.268941 + 0.25 * 0.731059, 0.2024},
    };
    for (const auto& row : rows) {
        CAPTURE(row.words);
        const Likelihood likelihood = parse_likelihood(row.words);
        const bool shared = likelihood.scale == Likelihood::Scale::shared;
        std::vector<real> o;
        for (std::size_t k = 0; k < row.o.size(); ++k) o.insert(o.end(), shared && k == 1 ? 1 : n, row.o[k]);
        std::vector<real> mean(n);
        std::vector<real> x(n);
        likelihood.mean(o.data(), n, mean.data());
        likelihood.draw({5, Purpose::pixels, 0}, 2, o.data(), n, x.data());
        double sum = 0;
        double squares = 0;
        for (const real value : x) {
            sum += static_cast<double>(value) / n;
            squares += std::pow(static_cast<double>(value) - row.mean, 2) / n;
        }
        CHECK(static_cast<double>(mean[n - 1]) == doctest::Approx(row.mean).epsilon(1e-5));
        CHECK(std::abs(sum - row.mean) < 4 * row.sd / std::sqrt(n));
        CHECK(std::sqrt(squares) == doctest::Approx(row.sd).epsilon(0.05));
    }
}

TEST_CASE("likelihood: bytes are drawn as often as the loss says") {
    constexpr std::size_t n = 40000;
    const Likelihood likelihood = parse_likelihood("logistic:2");
    std::vector<real> o;
    for (const real plane : {real{0.4}, real{0}, real{4}, real{-1}, real{-2}, real{-4}}) o.insert(o.end(), n, plane);
    std::vector<real> x(n);
    likelihood.draw({5, Purpose::pixels, 0}, 2, o.data(), n, x.data());
    std::array<double, 256> seen{};
    for (const real value : x) {
        const auto byte = static_cast<std::size_t>(std::lround(255 * static_cast<double>(value)));
        CHECK(value == static_cast<real>(static_cast<double>(byte) / 255));
        ++seen[byte];
    }
    double chi = 0;
    for (std::size_t byte = 0; byte < 256; ++byte) {
        const double expected = n * std::exp(-loss_of("logistic:2", {real{0.4}, 0, 4, -1, -2, -4}, {static_cast<real>(byte) / 255}));
        chi += std::pow(seen[byte] - expected, 2) / expected;
    }
    CHECK(chi < 255 + 4 * std::sqrt(2 * 255.0));
    CHECK(seen[255] > 1000);  // the open end
}

TEST_CASE("likelihood: draws depend on the row and on nothing else") {
    const Likelihood likelihood = parse_likelihood("laplace-full");
    const Matrix o = normals(1, 8, 1);
    std::array<real, 4> a{};
    std::array<real, 4> b{};
    std::array<real, 4> c{};
    likelihood.draw({5, Purpose::pixels, 0}, 2, o.data(), 4, a.data());
    likelihood.draw({5, Purpose::pixels, 0}, 3, o.data(), 4, b.data());
    likelihood.draw({5, Purpose::pixels, 0}, 2, o.data(), 4, c.data());
    CHECK(a == c);
    CHECK(a != b);
}

TEST_CASE("likelihood: a log-scale at or below its bound counts as the bound and has no gradient") {
    for (const std::string words : {"gaussian:low=-2", "gaussian-full:low=-2", "laplace:low=-2", "laplace-full:low=-2", "logistic:low=-2"}) {
        CAPTURE(words);
        const double at_bound = loss_of(words, {1, -2}, {real{51} / 255});
        CHECK(loss_of(words, {1, -9}, {real{51} / 255}) == at_bound);
        CHECK(loss_of(words, {1, real{-1.5}}, {real{51} / 255}) != at_bound);
        CHECK(gradient_of(words, {1, -2}, {real{51} / 255})[1] == 0);
        CHECK(gradient_of(words, {1, -9}, {real{51} / 255})[1] == 0);
        CHECK(gradient_of(words, {1, real{-1.5}}, {real{51} / 255})[1] != 0);
        CHECK(gradient_of(words, {1, -9}, {real{51} / 255})[0] == gradient_of(words, {1, -2}, {real{51} / 255})[0]);
    }
    CHECK(gradient_of("logistic:2,low=-2", {0, 0, 1, 1, -2, 0}, {0})[4] == 0);
    CHECK(gradient_of("logistic:2,low=-2", {0, 0, 1, 1, -2, 0}, {0})[5] != 0);
}

TEST_CASE("likelihood: far from the data and at extreme scales nothing overflows") {
    for (const std::string& words : all) {
        CAPTURE(words);
        const Likelihood likelihood = parse_likelihood(words);
        for (const real m : {-1000, -80, 0, 80, 1000})
            for (const real s : {-100, -7, 0, 20})
                for (const real x : {real{0}, real{51} / 255, real{1}}) {
                    std::vector<real> o(likelihood.outputs(1), m);
                    if (likelihood.kind != Likelihood::Kind::bernoulli && likelihood.scale != Likelihood::Scale::fixed)
                        for (std::size_t k = 0; k < likelihood.components; ++k) o[o.size() - 1 - k] = s;
                    std::vector<real> d(o.size());
                    CHECK(std::isfinite(likelihood.loss(o.data(), &x, 1, 1, d.data())));
                    CHECK(kernels().all_finite(d.data(), d.size()));
                }
    }
}

TEST_CASE("likelihood: locations set from means give the means back") {
    const std::array<real, 3> means = {real{0.25}, real{0.5}, real{0.875}};
    for (const std::string& words : all) {
        CAPTURE(words);
        const Likelihood likelihood = parse_likelihood(words);
        std::vector<real> o(likelihood.outputs(3), 0);
        std::array<real, 3> x{};
        likelihood.set_locations(means.data(), 3, o.data());
        likelihood.mean(o.data(), 3, x.data());
        for (std::size_t i = 0; i < 3; ++i) CHECK(static_cast<double>(x[i]) == doctest::Approx(static_cast<double>(means[i])).epsilon(1e-5));
    }
    std::array<real, 1> o{};
    const real none = 0;
    parse_likelihood("bernoulli").set_locations(&none, 1, o.data());
    CHECK(static_cast<double>(o[0]) == doctest::Approx(std::log(1e-3 / (1 - 1e-3))));
}

TEST_CASE("likelihood: bits for each byte") {
    const double nats = 12 * std::numbers::ln2;
    CHECK(parse_likelihood("gaussian:1").bits_per_dimension(nats, 4) == doctest::Approx(3 + 8));
    CHECK(parse_likelihood("laplace-full").bits_per_dimension(nats, 4) == doctest::Approx(3 + 8));
    CHECK(parse_likelihood("logistic").bits_per_dimension(nats, 4) == doctest::Approx(3));
    CHECK(std::isnan(parse_likelihood("bernoulli").bits_per_dimension(nats, 4)));
    // A wide logistic spreads over the bytes much as a density does.
    const Likelihood logistic = parse_likelihood("logistic");
    double sum = 0;
    const std::array<real, 2> o = {0, -2};
    for (int byte = 100; byte < 101; ++byte) {
        const real x = static_cast<real>(byte) / 255;
        sum += logistic.bits_per_dimension(logistic.loss(o.data(), &x, 1, 1, nullptr), 1);
    }
    const double t = std::tanh((100.0 / 255 - 0.5) * std::exp(2) / 2);
    CHECK(sum == doctest::Approx(-std::log2(std::exp(2) / 4 * (1 - t * t) / 255)).epsilon(1e-4));
}
