#include "core/finite.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <span>
#include <vector>

using namespace gen;

namespace {

template <class Number>
void check() {
    using Limits = std::numeric_limits<Number>;
    std::vector<Number> numbers = {Limits::max(), Limits::lowest(), Limits::denorm_min(), Number{-0.0F}};
    numbers.resize(67, 1);
    CHECK(all_finite(std::span<const Number>(numbers)));
    CHECK(all_finite(std::span<const Number>()));
    for (const Number none : {Limits::infinity(), -Limits::infinity(), Limits::quiet_NaN(), -Limits::quiet_NaN()})
        for (Number& number : numbers) {
            const Number kept = number;
            number = none;
            CHECK_FALSE(all_finite(std::span<const Number>(numbers)));
            number = kept;
        }
}

}  // namespace

TEST_CASE("finite: what is no number is found wherever it stands, the largest and smallest numbers are some") {
    check<float>();
    check<double>();
}
