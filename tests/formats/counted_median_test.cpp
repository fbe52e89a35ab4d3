#include "formats/counted_median.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "formats/document.hpp"

using namespace gen;

namespace {

double median_of(const std::vector<double>& values, std::size_t finite) {
    const auto bytes = std::as_bytes(std::span(values));
    return counted_median(dataset("/x", Type::f64, {values.size()}, {bytes.begin(), bytes.end()}), finite);
}

}  // namespace

TEST_CASE("median: counted by bits it is the one that sorting finds") {
    CHECK(median_of({3}, 1) == 3);
    CHECK(median_of({-1, 4}, 2) == 1.5);
    CHECK(median_of({-1, -2, std::numeric_limits<double>::infinity(), -3, std::numeric_limits<double>::quiet_NaN()}, 3) == -2);
    std::vector<double> values;
    for (int i = 0; i < 1001; ++i) values.push_back((i * 7919 % 1001 - 500) * 1e-3 * (i % 2 == 0 ? 1 : 1e-200));
    std::vector<double> sorted = values;
    std::ranges::sort(sorted);
    CHECK(median_of(values, values.size()) == sorted[500]);
    values.pop_back();
    sorted = values;
    std::ranges::sort(sorted);
    CHECK(median_of(values, values.size()) == sorted[499] + (sorted[500] - sorted[499]) / 2);
}
