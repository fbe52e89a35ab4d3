#include "tools/common/lists.hpp"

#include <charconv>
#include <cmath>

#include "core/error.hpp"

namespace gen {

std::vector<std::string> comma_parts(std::string_view list) {
    std::vector<std::string> parts;
    while (!list.empty()) {
        const std::size_t comma = list.find(',');
        parts.emplace_back(list.substr(0, comma));
        if (comma == std::string_view::npos) break;
        list.remove_prefix(comma + 1);
        if (list.empty()) parts.emplace_back();
    }
    return parts;
}

std::pair<double, double> number_pair(std::string_view option, const std::string& text) {
    const std::vector<std::string> parts = comma_parts(text);
    double values[2] = {};
    bool good = parts.size() == 2;
    for (std::size_t i = 0; good && i < 2; ++i) {
        const char* const end = parts[i].data() + parts[i].size();
        const auto [stop, error] = std::from_chars(parts[i].data(), end, values[i]);
        good = error == std::errc() && stop == end && std::isfinite(values[i]);
    }
    if (!good || !(values[0] < values[1])) fail_usage("--", option, ": got '", text, "', expected two numbers LO,HI, the first below the second");
    return {values[0], values[1]};
}

}  // namespace gen
