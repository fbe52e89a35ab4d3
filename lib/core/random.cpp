#include "core/random.hpp"

#include <bit>
#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

namespace gen {
namespace {

using Block = std::array<std::uint32_t, 4>;

Block block_at(const Stream& s, std::uint32_t row, std::uint32_t block) {
    const auto low = static_cast<std::uint32_t>(s.step);
    const auto high = static_cast<std::uint32_t>(s.step >> 32) << 8 | static_cast<std::uint32_t>(s.purpose);
    return philox({block, row, low, high}, {static_cast<std::uint32_t>(s.seed), static_cast<std::uint32_t>(s.seed >> 32)});
}

// Own logarithm and sine: a C library's differ from machine to machine, and these numbers are part of files.
double natural_log(double x) {
    const auto bits = std::bit_cast<std::uint64_t>(x);
    auto exponent = static_cast<int>(bits >> 52) - 1023;
    double m = std::bit_cast<double>((bits & 0xfffffffffffffULL) | 0x3ff0000000000000ULL);
    const bool upper = m > std::numbers::sqrt2;
    m = upper ? m * 0.5 : m;
    exponent += upper ? 1 : 0;
    const double s = (m - 1) / (m + 1);
    const double t = s * s;
    double p = 1.0 / 17;
    for (const double c : {1.0 / 15, 1.0 / 13, 1.0 / 11, 1.0 / 9, 1.0 / 7, 1.0 / 5, 1.0 / 3, 1.0}) p = p * t + c;
    return 2 * s * p + exponent * std::numbers::ln2;
}

// The sine of x in [-pi/4, pi/4].
double small_sine(double x) {
    const double t = x * x;
    return x * (1 + t * (-1.0 / 6 + t * (1.0 / 120 + t * (-1.0 / 5040 + t * (1.0 / 362880 - t / 39916800)))));
}

double small_cosine(double x) {
    const double t = x * x;
    return 1 + t * (-0.5 + t * (1.0 / 24 + t * (-1.0 / 720 + t * (1.0 / 40320 + t * (-1.0 / 3628800 + t / 479001600)))));
}

std::pair<double, double> normal_pair(std::uint32_t a, std::uint32_t b) {
    const double radius = std::sqrt(-2 * natural_log((a + 0.5) * 0x1p-32));
    const double angle = (static_cast<double>(b & 0x3fffffffU) * 0x1p-30 - 0.5) * (std::numbers::pi / 2);
    const double c = radius * small_cosine(angle);
    const double s = radius * small_sine(angle);
    switch (b >> 30) {  // the quarter turn
        case 0: return {c, s};
        case 1: return {-s, c};
        case 2: return {-c, -s};
        default: return {s, -c};
    }
}

}  // namespace

Block philox(Block x, std::array<std::uint32_t, 2> key) {
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t a = std::uint64_t{0xD2511F53U} * x[0];
        const std::uint64_t b = std::uint64_t{0xCD9E8D57U} * x[2];
        x = {static_cast<std::uint32_t>(b >> 32) ^ x[1] ^ key[0], static_cast<std::uint32_t>(b), static_cast<std::uint32_t>(a >> 32) ^ x[3] ^ key[1],
             static_cast<std::uint32_t>(a)};
        key[0] += 0x9E3779B9U;
        key[1] += 0xBB67AE85U;
    }
    return x;
}

std::uint32_t random_word(const Stream& stream, std::uint32_t row, std::uint32_t column) { return block_at(stream, row, column / 4)[column % 4]; }

void random_uniform(const Stream& stream, std::uint32_t row, real* out, std::size_t n, std::size_t first) {
    Block words{};
    for (std::size_t i = 0; i < n; ++i) {
        const auto column = static_cast<std::uint32_t>(first + i);
        if (i == 0 || column % 4 == 0) words = block_at(stream, row, column / 4);
        out[i] = (static_cast<real>(words[column % 4] >> 9) + real{0.5}) * real{0x1p-23};
    }
}

void random_normal(const Stream& stream, std::uint32_t row, real* out, std::size_t n, std::size_t first) {
    for (std::size_t i = 0; i < n; i += 4) {
        const Block w = block_at(stream, row, static_cast<std::uint32_t>((first + i) / 4));
        const auto [a, b] = normal_pair(w[0], w[1]);
        const auto [c, d] = normal_pair(w[2], w[3]);
        const double four[] = {a, b, c, d};
        for (std::size_t k = 0; k < 4 && i + k < n; ++k) out[i + k] = static_cast<real>(four[k]);
    }
}

std::vector<std::uint32_t> random_order(const Stream& stream, std::uint32_t n) {
    std::vector<std::uint32_t> order(n);
    std::iota(order.begin(), order.end(), 0U);
    Draws draws(stream);
    for (std::uint32_t i = n; i > 1; --i) std::swap(order[i - 1], order[draws.below(i)]);
    return order;
}

double Draws::normal() {
    const std::uint32_t a = word();
    return normal_pair(a, word()).first;
}

std::uint32_t Draws::below(std::uint32_t n) {
    // Lemire, "Fast random integer generation in an interval", 2019.
    std::uint64_t product = std::uint64_t{word()} * n;
    if (static_cast<std::uint32_t>(product) < n) {
        const std::uint32_t threshold = (0U - n) % n;
        while (static_cast<std::uint32_t>(product) < threshold) product = std::uint64_t{word()} * n;
    }
    return static_cast<std::uint32_t>(product >> 32);
}

void draw_normal(const Stream& stream, std::uint32_t row, real* out, std::size_t n, double truncation) {
    random_normal(stream, row, out, n);
    if (truncation <= 0) return;
    Draws again({stream.seed, Purpose::truncation, stream.step}, row);
    for (std::size_t j = 0; j < n; ++j)
        while (std::abs(static_cast<double>(out[j])) > truncation) out[j] = static_cast<real>(again.normal());
}

}  // namespace gen
