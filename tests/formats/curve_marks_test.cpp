#include "formats/curve_marks.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "core/error.hpp"

using namespace gen;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

std::string marks_in_words(const Curve& curve) {
    std::string out;
    for (const CurveMark& m : curve_marks(curve)) out += join(m.best ? "best " : "last ", m.column, ' ', m.value, " at ", m.epoch, "; ");
    return out;
}

}  // namespace

TEST_CASE("curve marks: the lowest losses and the first epochs that have them, without what was not measured") {
    CHECK(marks_in_words({{"epoch", "loss", "kl", "valid_loss"}, {{1, 5, 0, none}, {2, 3, 0, 4}, {3, 3, 0, 4}, {4, 2, 0, 7}, {5, none, 0, none}}}) ==
          "best loss 2 at 4; best valid_loss 4 at 2; ");
}

TEST_CASE("curve marks: of networks that play against each other the last losses") {
    CHECK(marks_in_words({{"epoch", "d_loss", "g_loss", "mmd"}, {{1, 0.1, 5, 0.3}, {2, 1.2, 0.8, 0.2}, {3, 1.3, none, 0.4}}}) ==
          "last d_loss 1.3 at 3; last g_loss 0.8 at 2; best mmd 0.2 at 2; ");
}

TEST_CASE("curve marks: curves without epochs, without losses, without rows, without a finite value") {
    CHECK(marks_in_words({{"step", "loss"}, {{1, 5}, {2, 3}}}) == "best loss 3 at nan; ");
    CHECK(marks_in_words({{"epoch", "lr"}, {{1, 5}}}).empty());
    CHECK(marks_in_words({{"epoch", "loss"}, {}}).empty());
    CHECK(marks_in_words({{"epoch", "loss"}, {{1, none}, {2, std::numeric_limits<double>::infinity()}}}).empty());
}
