#include "eval/check.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace gen {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

Verdict verdict(bool passes) { return passes ? Verdict::pass : Verdict::fail; }

}  // namespace

Check expect_near(std::string name, double value, double reference, double tolerance, std::string note) {
    return {std::move(name), value, reference, tolerance, verdict(std::abs(value - reference) <= tolerance), std::move(note)};
}

Check expect_at_least(std::string name, double value, double low, double tolerance, std::string note) {
    return {std::move(name), value, low, tolerance, verdict(value >= low - tolerance), std::move(note)};
}

Check expect_at_most(std::string name, double value, double high, double tolerance, std::string note) {
    return {std::move(name), value, high, tolerance, verdict(value <= high + tolerance), std::move(note)};
}

Check described(std::string name, double value, std::string note) { return {std::move(name), value, none, none, Verdict::info, std::move(note)}; }

Check warned(std::string name, double value, std::string note) { return {std::move(name), value, none, none, Verdict::warn, std::move(note)}; }

Check skipped(std::string name, std::string note) { return {std::move(name), none, none, none, Verdict::skip, std::move(note)}; }

bool all_well(const std::vector<Check>& checks, bool strict) {
    return std::none_of(checks.begin(), checks.end(),
                        [&](const Check& c) { return c.verdict == Verdict::fail || (strict && c.verdict == Verdict::warn); });
}

std::string_view text(Verdict verdict) {
    constexpr std::string_view names[] = {"pass", "fail", "info", "warn", "skip"};
    return names[static_cast<int>(verdict)];
}

}  // namespace gen
