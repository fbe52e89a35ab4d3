#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <string>

#include "eval/check.hpp"

namespace gen {

/// One comparison out of many like ones: that which is worst by its tolerance.
class Worst {
public:
    /// By expect_near(). One whose value is NaN is worse than any other.
    void add(const Check& check);
    bool empty() const { return count_ == 0; }
    /// It, under this name; its note is followed by how many there were. One that fails where there were none.
    Check check(std::string name) const;

private:
    std::optional<Check> worst_;
    double distance_ = 0;
    std::size_t count_ = 0;
};

/// The least of some numbers; NaN where one of them is.
class Least {
public:
    void add(double value);
    double value() const { return value_; }

private:
    double value_ = std::numeric_limits<double>::infinity();
};

}  // namespace gen
