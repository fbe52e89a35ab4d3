// eval: how good and how sound a model is: bounds, sampling estimates, statistics of codes, and checks of the mathematics with a verdict. Nothing
// here trains, and nothing formats a report (tools/common/reports).
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gen {

/// What came of a check. `info` and `warn` describe: they say no only where all must be well. `skip`: it could not be made, the note says why.
enum class Verdict { pass, fail, info, warn, skip };

/// One number beside what it must be.
struct Check {
    std::string name;  // "diagonal.quadrature": the group, a dot, what is looked at
    double value;
    double reference;  // NaN: none
    double tolerance;  // NaN: none
    Verdict verdict;
    std::string note = {};  // what is compared with what, or why there is no verdict
};

/// Passes when |value - reference| <= tolerance; so NaN fails.
Check expect_near(std::string name, double value, double reference, double tolerance, std::string note = {});
/// Passes when value >= low - tolerance.
Check expect_at_least(std::string name, double value, double low, double tolerance, std::string note = {});
/// Passes when value <= high + tolerance.
Check expect_at_most(std::string name, double value, double high, double tolerance, std::string note = {});
/// No more than a number.
Check described(std::string name, double value, std::string note = {});
/// A number that a person should look at.
Check warned(std::string name, double value, std::string note);
/// No number, and why.
Check skipped(std::string name, std::string note);

/// Checks that are made together. Their names begin with the group's.
struct CheckGroup {
    std::string name;
    std::string summary;  // one line, lower case: what it looks at, with the equation
    std::function<void(std::vector<Check>&)> run;
};

/// Whether all is well: nothing failed and, if `strict`, nothing was warned of.
bool all_well(const std::vector<Check>& checks, bool strict);

std::string_view text(Verdict verdict);

}  // namespace gen
