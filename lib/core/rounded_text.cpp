#include "core/rounded_text.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace gen {

std::string rounded_text(double value) {
    if (std::isnan(value)) return "nan";
    const double size = std::abs(value);
    const bool whole = size < 1e7 && (size >= 1e4 || value == std::round(value));
    std::array<char, 32> out;
    char* const end = out.data() + out.size();
    value += 0.0;  // no -0
    const auto written = whole ? std::to_chars(out.data(), end, value, std::chars_format::fixed, 0)
                               : std::to_chars(out.data(), end, value, std::chars_format::general, 5);
    return {out.data(), written.ptr};
}

}  // namespace gen
