#include "eval/worst.hpp"

#include <cmath>
#include <limits>
#include <utility>

#include "core/error.hpp"

namespace gen {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// How far it is from where it must be, in tolerances.
double distance(const Check& c) {
    const double off = std::abs(c.value - c.reference);
    if (off == 0) return 0;
    return off <= c.tolerance || off > c.tolerance ? off / c.tolerance : infinity;  // NaN is neither
}

}  // namespace

void Worst::add(const Check& check) {
    ++count_;
    const double off = distance(check);
    if (worst_ && !(off > distance_)) return;
    worst_ = check;
    distance_ = off;
}

Check Worst::check(std::string name) const {
    if (!worst_) return expect_near(std::move(name), std::nan(""), 0, 0, "nothing was compared");
    Check check = *worst_;
    check.name = std::move(name);
    check.note = join(check.note, check.note.empty() ? "" : ", ", "the worst of ", count_);
    return check;
}

void Least::add(double value) {
    if (!(value >= value_) && value_ == value_) value_ = value;
}

}  // namespace gen
