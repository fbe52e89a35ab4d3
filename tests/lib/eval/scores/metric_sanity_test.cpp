// What each metric sees of samples with a known defect, and what it does not: the manual's table WHAT EACH SEES is true by this.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/random.hpp"
#include "eval/scores/c2st.hpp"
#include "eval/scores/metric.hpp"
#include "eval/scores/neighbours.hpp"
#include "only_once.hpp"
#include "synth/digits.hpp"

using namespace gen;

namespace {

constexpr std::size_t digit_width = 12;
constexpr std::size_t digit_pixels = digit_width * digit_width;
constexpr std::size_t digits_each = 600;

ScoreRows written_digits(std::uint64_t seed) {
    ScoreRows rows;
    rows.shape = {1, digit_width, digit_width};
    rows.images = true;
    rows.pixels = Matrix(digits_each, digit_pixels);
    std::vector<std::uint8_t> drawn(digit_pixels);
    for (std::uint32_t i = 0; i < digits_each; ++i) {
        synth::draw_digit(seed, digit_width, i, drawn.data());
        std::transform(drawn.begin(), drawn.end(), rows.pixels.row(i), [](std::uint8_t v) { return static_cast<real>(v / 255.0); });
        rows.labels.push_back(synth::digit_label(seed, i));
    }
    return rows;
}

/// The mean picture of each digit.
Matrix digit_means(const ScoreRows& rows) {
    Matrix means(10, digit_pixels);
    std::fill_n(means.data(), means.size(), real{0});
    for (std::size_t i = 0; i < digits_each; ++i)
        for (std::size_t j = 0; j < digit_pixels; ++j)
            means(static_cast<std::size_t>(rows.labels[i]), j) += rows.pixels(i, j) * real{10} / digits_each;
    return means;
}

/// A classifier that knows the mean pictures.
void judge(const Matrix& means, ScoreRows& rows) {
    rows.log_probabilities = Matrix(digits_each, 10);
    for (std::size_t i = 0; i < digits_each; ++i) {
        double sum = 0;
        for (std::size_t c = 0; c < 10; ++c) {
            double square = 0;
            for (std::size_t j = 0; j < digit_pixels; ++j) square += std::pow(static_cast<double>(rows.pixels(i, j) - means(c, j)), 2);
            rows.log_probabilities(i, c) = static_cast<real>(-2 * square);
            sum += std::exp(-2 * square);
        }
        for (std::size_t c = 0; c < 10; ++c) rows.log_probabilities(i, c) -= static_cast<real>(std::log(sum));
    }
}

/// A defect: what becomes of row i of good samples.
using Defect = std::function<void(std::size_t i, real* out)>;

struct Sanity {
    ScoreRows real_rows = written_digits(1);
    ScoreRows train = written_digits(2);
    std::vector<ScoreRows> fresh;
    std::vector<std::string> names;
    std::vector<ScoreRows> spoilt;
    Matrix means;
    Parallel parallel{2};
    ScoreOptions options;

    Sanity() {
        for (std::uint64_t seed = 10; seed < 14; ++seed) fresh.push_back(written_digits(seed));
        const Matrix& good = fresh[0].pixels;
        means = digit_means(fresh[0]);
        std::vector<real> noise(digit_pixels);
        const auto draw = [&](std::size_t i) {
            random_uniform({1, Purpose::score_noise}, static_cast<std::uint32_t>(i), noise.data(), digit_pixels);
        };
        add("blur", [&](std::size_t i, real* out) {
            for (std::size_t j = 0; j < digit_pixels; ++j)
                for (std::size_t y = std::max<std::size_t>(j / digit_width, 1) - 1; y < std::min(j / digit_width + 2, digit_width); ++y)
                    for (std::size_t x = std::max<std::size_t>(j % digit_width, 1) - 1; x < std::min(j % digit_width + 2, digit_width); ++x)
                        out[j] += good(i, y * digit_width + x) / real{9};
        });
        add("noise", [&](std::size_t i, real* out) {
            draw(i);
            for (std::size_t j = 0; j < digit_pixels; ++j) out[j] = std::clamp(good(i, j) + real(0.6) * (noise[j] - real(0.5)), real{0}, real{1});
        });
        add("two digits missing", [&](std::size_t i, real* out) {
            while (fresh[0].labels[i] == 1 || fresh[0].labels[i] == 4) i = (i + 7) % digits_each;
            std::copy_n(good.row(i), digit_pixels, out);
        });
        add("duplicates", [&](std::size_t i, real* out) { std::copy_n(good.row(i % 60), digit_pixels, out); });
        add("memorised", [&](std::size_t i, real* out) { std::copy_n(train.pixels.row(i), digit_pixels, out); });
        const Neighbours near = nearest_others(good, 2, parallel);
        add("averages of neighbours", [&](std::size_t i, real* out) {
            for (std::size_t j = 0; j < digit_pixels; ++j)
                out[j] = (good(i, j) + good(near.rows[2 * i], j) + good(near.rows[2 * i + 1], j)) / real{3};
        });
        add("tight", [&](std::size_t i, real* out) {
            for (std::size_t j = 0; j < digit_pixels; ++j) out[j] = (good(i, j) + means(static_cast<std::size_t>(fresh[0].labels[i]), j)) / real{2};
        });
        add("speckle", [&](std::size_t i, real* out) {
            draw(i);
            for (std::size_t j = 0; j < digit_pixels; ++j) out[j] = noise[j] < real(0.15) ? real{1} : real{0};
        });
        judge(means, real_rows);
        for (ScoreRows& rows : fresh) judge(means, rows);
        for (ScoreRows& rows : spoilt) judge(means, rows);
    }

    void add(std::string name, const Defect& defect) {
        ScoreRows rows = written_digits(10);
        std::fill_n(rows.pixels.data(), rows.pixels.size(), real{0});
        for (std::size_t i = 0; i < digits_each; ++i) defect(i, rows.pixels.row(i));
        names.push_back(std::move(name));
        spoilt.push_back(std::move(rows));
    }

    double score(const Metric& metric, ScoreRows& samples) {
        Comparison comparison(real_rows, samples, &train, options, parallel);
        REQUIRE(metric.lacks(comparison) == "");
        return metric.measure(comparison).value;
    }

    /// For each defect: + raised, - lowered, . within three times the range of four fresh draws.
    std::string seen(std::string_view name) {
        const Metric& metric = *find_metric(name);
        std::vector<double> usual;
        for (ScoreRows& rows : fresh) usual.push_back(score(metric, rows));
        const auto [least, most] = std::minmax_element(usual.begin(), usual.end());
        const double margin = 3 * (*most - *least);
        std::string out;
        for (ScoreRows& rows : spoilt) {
            const double v = score(metric, rows);
            out += v > *most + margin ? '+' : v < *least - margin ? '-' : '.';
        }
        return out;
    }
};

}  // namespace

TEST_CASE("metric sanity: what each metric sees of samples with a known defect, and what it does not" * only_once) {
    Sanity sanity;
    struct Row {
        std::string_view metric;
        std::string_view seen;  // blur, noise, missing digits, duplicates, memorised, averages, tight, speckle
    };
    const Row rows[] = {
        {"FD", "++++.+++"},
        {"FDinf", "++++.+++"},
        {"KD", "++++...+"},
        {"IS", "-.....+-"},
        {"precision", ".-.....-"},
        {"recall", "-.--.--."},  // not speckle, whose balls are so wide that all real rows lie in them
        {"density", "+-...++-"},
        {"coverage", "----...-"},
        {"MIND", "++++.+++"},
        {"vendi", "-..-.--+"},
        {"ms-ssim", "-.....-+"},
        {"sharpness", "-....--+"},
        {"parzen", "--.--++-"},
        {"classes-kl", "+.+....+"},
        {"modes", ".......-"},  // not the missing digits: among 600
                                // samples the classifier mistakes
                                // some for them
        {"ct", ".+.----+"},
        {"authpct", "++..---+"},
        {"neighbours", ".+..---+"},
        {"gap", "....+..."},
    };
    for (const Row& row : rows) {
        CAPTURE(row.metric);
        CHECK(sanity.seen(row.metric) == row.seen);
    }
}

TEST_CASE("metric sanity: real rows are the best samples, but for metrics that are known to be deceived" * only_once) {
    Sanity sanity;
    const auto better_than_fresh = [&](std::string_view name) {
        const Metric& metric = *find_metric(name);
        const double fresh = sanity.score(metric, sanity.fresh[0]);
        std::string out;
        for (std::size_t i = 0; i < sanity.spoilt.size(); ++i)
            if (sanity.names[i] != "memorised" && is_better(metric, sanity.score(metric, sanity.spoilt[i]), fresh, fresh))
                out += sanity.names[i] + "; ";
        return out;
    };
    for (const char* const name : {"FD", "FDinf", "KD", "MIND", "classes-kl"}) {
        CAPTURE(name);
        CHECK(better_than_fresh(name) == "");
    }
    CHECK(better_than_fresh("recall") == "speckle; ");
    CHECK(better_than_fresh("coverage") == "averages of neighbours; tight; ");
    CHECK(better_than_fresh("precision") == "blur; two digits missing; duplicates; averages of neighbours; tight; ");
    CHECK(better_than_fresh("parzen") == "averages of neighbours; tight; ");
}

TEST_CASE("metric sanity: what is trained to tell samples from real rows sees every defect but memorised training rows" * only_once) {
    Sanity sanity;
    const auto told_apart = [&](ScoreRows& samples) {
        return two_sample_test(sanity.real_rows.pixels, samples.pixels, samples.shape, {.steps = 150}, sanity.parallel).value;
    };
    const double least = 0.57;  // two standard errors above one half are .541
    CHECK(told_apart(sanity.fresh[0]) < least);
    for (std::size_t i = 0; i < sanity.spoilt.size(); ++i) {
        CAPTURE(sanity.names[i]);
        CHECK((told_apart(sanity.spoilt[i]) > least) == (sanity.names[i] != "memorised"));
    }
    const Metric& critic = *find_metric("critic");
    REQUIRE(sanity.names[2] == "two digits missing");
    CHECK(sanity.score(critic, sanity.spoilt[2]) > sanity.score(critic, sanity.fresh[0]) + 0.1);
}
