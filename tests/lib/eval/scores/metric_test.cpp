#include "eval/scores/metric.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <string>
#include <utility>

#include "tests/lib/eval/scores/gaussian_rows.hpp"

using namespace gen;

namespace {

ScoreRows vectors(Matrix pixels) {
    ScoreRows rows;
    rows.shape = {pixels.columns(), 1, 1};
    rows.pixels = std::move(pixels);
    return rows;
}

double score(const char* name, ScoreRows& real_rows, ScoreRows& samples, ScoreRows* train = nullptr) {
    Parallel parallel(2);
    ScoreOptions options;
    Comparison comparison(real_rows, samples, train, options, parallel);
    const Metric* const metric = find_metric(name);
    REQUIRE(metric != nullptr);
    REQUIRE(metric->lacks(comparison) == "");
    return metric->measure(comparison).value;
}

/// Rows on two clouds, or on the first alone.
Matrix clouds(std::size_t n, std::uint64_t seed, bool both) {
    Matrix m = gaussian_rows(n, 6, seed);
    for (std::size_t i = 0; i < n; ++i) m(i, 0) += i % 2 == 0 && both ? real{12} : real{0};
    return m;
}

}  // namespace

TEST_CASE("metric: each has a name of its own, a sentence, and says what is better") {
    std::set<std::string> names;
    for (const Metric& metric : metrics()) {
        CHECK(names.insert(std::string(metric.name)).second);
        CHECK(metric.summary.size() > 10);
    }
    CHECK(find_metric("FDD") == nullptr);
    CHECK(is_better(*find_metric("FD"), 1, 2, 0));
    CHECK(is_better(*find_metric("recall"), 2, 1, 0));
    CHECK(is_better(*find_metric("density"), 1.1, 0.8, 1));
    CHECK(is_better(*find_metric("density"), 1.1, std::nan(""), 1));
    CHECK_FALSE(is_better(*find_metric("recall"), std::nan(""), 0.5, 0));
    const double infinite = std::numeric_limits<double>::infinity();
    CHECK(is_better(*find_metric("birthday"), infinite, 100, 0));
    CHECK_FALSE(is_better(*find_metric("birthday"), 100, infinite, 0));
    CHECK(is_better(*find_metric("classes-kl"), 3, infinite, 0));
}

TEST_CASE("metric: a mode that samples lack lowers recall and coverage, not precision, and raises the distances") {
    ScoreRows real_rows = vectors(clouds(1000, 1, true));
    ScoreRows whole = vectors(clouds(1000, 2, true));
    ScoreRows half = vectors(clouds(1000, 3, false));
    CHECK(score("recall", real_rows, half) < 0.6);
    CHECK(score("recall", real_rows, whole) > 0.8);
    CHECK(score("coverage", real_rows, half) < 0.6);
    CHECK(score("coverage", real_rows, whole) > 0.9);
    CHECK(score("precision", real_rows, half) > 0.8);
    for (const char* const name : {"FD", "MIND", "KD"}) CHECK(score(name, real_rows, half) > 10 * std::abs(score(name, real_rows, whole)));
}

TEST_CASE("metric: samples that huddle together are more precise and denser than real rows are, and duplicates cover less") {
    ScoreRows real_rows = vectors(gaussian_rows(1000, 6, 1));
    ScoreRows other = vectors(gaussian_rows(1000, 6, 2));
    ScoreRows tight = vectors(gaussian_rows(1000, 6, 3, 0.5));
    Matrix few = gaussian_rows(1000, 6, 4);
    for (std::size_t i = 50; i < 1000; ++i) std::copy_n(few.row(i % 50), 6, few.row(i));
    ScoreRows duplicates = vectors(std::move(few));
    CHECK(score("precision", real_rows, tight) > score("precision", real_rows, other));
    CHECK(score("density", real_rows, tight) > 1.3);
    CHECK(score("FD", real_rows, tight) > 5 * score("FD", real_rows, other));
    CHECK(score("coverage", real_rows, duplicates) < 0.3);
    CHECK(score("birthday", real_rows, duplicates) < 60);
    CHECK(std::isinf(score("birthday", real_rows, other)));
}

TEST_CASE("metric: copies of training rows show in ct, authpct and neighbours, and hardly in the Frechet distance, precision and recall") {
    ScoreRows train = vectors(gaussian_rows(1000, 6, 1));
    ScoreRows real_rows = vectors(gaussian_rows(1000, 6, 2));
    ScoreRows fresh = vectors(gaussian_rows(1000, 6, 3));
    ScoreRows copies = vectors(train.pixels);
    CHECK(score("neighbours", real_rows, copies, &train) == 0);
    CHECK(score("authpct", real_rows, copies, &train) == 0);
    CHECK(score("ct", real_rows, copies, &train) < -5);
    CHECK(std::abs(score("ct", real_rows, fresh, &train)) < 3);
    CHECK(score("neighbours", real_rows, fresh, &train) == doctest::Approx(1).epsilon(0.1));
    CHECK(score("FD", real_rows, copies) == doctest::Approx(score("FD", real_rows, fresh)).epsilon(0.5));
    CHECK(std::abs(score("recall", real_rows, copies) - score("recall", real_rows, fresh)) < 0.05);
    CHECK(std::abs(score("precision", real_rows, copies) - score("precision", real_rows, fresh)) < 0.05);
}

TEST_CASE("metric: 1-nn counts the real rows whose nearest sample has their label") {
    ScoreRows real_rows = vectors(clouds(200, 1, true));
    ScoreRows samples = vectors(clouds(300, 2, true));
    for (std::int32_t i = 0; i < 200; ++i) real_rows.labels.push_back(i % 2);
    for (std::int32_t i = 0; i < 300; ++i) samples.labels.push_back(i % 2);
    CHECK(score("1-nn", real_rows, samples) == 1);
    for (std::size_t i = 0; i < 50; ++i) real_rows.labels[i] = 1 - real_rows.labels[i];
    CHECK(score("1-nn", real_rows, samples) == doctest::Approx(0.75));
    for (std::size_t i = 0; i < 100; ++i) real_rows.labels[i] = -1;  // of no known class
    CHECK(score("1-nn", real_rows, samples) == 1);
    samples.labels.clear();
    Parallel parallel(1);
    const ScoreOptions options;
    const Comparison unlabelled(real_rows, samples, nullptr, options, parallel);
    CHECK(find_metric("1-nn")->lacks(unlabelled) == "labels on both sides");
}
