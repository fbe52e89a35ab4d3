#include "formats/finite_rows.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "core/error.hpp"
#include "core/finite.hpp"

namespace gen {
namespace {

template <class Number>
void look_at(std::span<const Number> numbers, std::size_t first, std::size_t columns, const std::string& says, const std::string& hint) {
    if (all_finite(numbers)) return;
    const auto found = std::ranges::find_if(numbers, [](Number v) { return !std::isfinite(v); });
    const auto at = static_cast<std::size_t>(found - numbers.begin());
    fail(says, ": row ", first + at / columns, ", column ", at % columns, " is ", *found, hint);
}

}  // namespace

RowSource finite_rows(RowSource rows, std::size_t columns, const std::string& says, const std::string& hint) {
    return [rows = std::move(rows), columns, says, hint](std::size_t first, std::size_t count, void* out) {
        rows(first, count, out);
        look_at(std::span(static_cast<const float*>(out), count * columns), first, columns, says, hint);
    };
}

void expect_finite(const Matrix& m, const std::string& says) { look_at(m.values(), 0, m.columns(), says, ""); }

}  // namespace gen
