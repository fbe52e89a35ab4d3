#include "tools/common/command_line/work_report.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "core/work_time.hpp"
#include "tools/common/command_line/status_line.hpp"

namespace gen {
namespace {

/// "61.2"
std::string tenths(double value) {
    const auto n = std::llround(value * 10);
    return join(n / 10, '.', n % 10);
}

void tell_products(const Run& run) {
    for (const ProductTime& p : product_times())
        say(run.tool->name, join("product ", p.rows, " x ", p.inner, p.transposed_left ? "'" : "", " x ", p.columns, p.transposed_right ? "'" : "",
                                 ": ", p.count, " times, ", p.seconds, " s"));
}

}  // namespace

void tell_where_time_went(const Run& run) {
    if (!counts_work()) return;
    std::vector<WorkTime> times = work_times();
    double all = 0;
    for (const WorkTime& time : times) all += time.seconds;
    std::ranges::stable_sort(times, [](const WorkTime& a, const WorkTime& b) { return a.seconds > b.seconds; });
    std::string line = join(tenths(all), " seconds of all threads");
    std::string_view separator = ": ";
    for (const WorkTime& time : times) {
        if (time.seconds < all / 2000) continue;
        line += join(separator, time.name, ' ', tenths(time.seconds / all * 100), " %");
        separator = ", ";
    }
    say(run.tool->name, line);
    if (run.verbosity > 2) tell_products(run);
}

}  // namespace gen
