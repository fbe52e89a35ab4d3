#include "tools/common/reports/density_units.hpp"

#include <cmath>

#include "core/error.hpp"
#include "formats/pixel_units.hpp"

namespace gen {

void check_density(const Likelihood& likelihood, bool original_units) {
    if (original_units && !likelihood.has_density())
        fail_usage("--original-units: the likelihood ", text(likelihood), " gives probabilities, which are the same in all units");
}

std::string density_note(const Images& images, bool original_units) {
    if (original_units) return "a density of the original numbers";
    const PixelUnits units = units_of(images);
    if (goes_without_saying(units)) return "";
    const std::string after = units.transform.empty() ? "" : " after " + text(units.transform);
    const bool has_ends = std::isfinite(units.range.low) && std::isfinite(units.range.high);
    return (has_ends ? "a density of pixels on 0 to 1" : "a density of numbers") + after;
}

std::vector<double> log_slopes(const ImageExamples& data, std::size_t count) {
    std::vector<double> sums(count);
    add_log_slopes(data.images(), data.name(), 0, sums);
    return sums;
}

}  // namespace gen
