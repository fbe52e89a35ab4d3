#include "picture/ticks.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>

#include "core/error.hpp"

namespace gen::picture {
namespace {

std::string with_minus(std::string number) {
    if (const auto at = number.find("e-"); at != std::string::npos) number.replace(at + 1, 1, "\u2212");
    if (number.front() == '-') number.replace(0, 1, "\u2212");
    return number;
}

std::string fixed(double value, int decimals) {
    std::array<char, 64> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed, decimals).ptr;
    return with_minus(std::string(digits.data(), end));
}

/// mantissa x 10^exponent, exact where that is possible.
double decimal(std::int64_t mantissa, int exponent) {
    const double power = std::pow(10.0, std::abs(exponent));
    return exponent < 0 ? static_cast<double>(mantissa) / power : static_cast<double>(mantissa) * power;
}

struct Step {
    int mantissa;  // 1, 2 or 5
    int exponent;
    double value() const { return decimal(mantissa, exponent); }
};

Step next(Step step) {
    if (step.mantissa == 1) return {2, step.exponent};
    if (step.mantissa == 2) return {5, step.exponent};
    return {1, step.exponent + 1};
}

struct Multiples {
    std::int64_t first;
    std::int64_t last;
};

Multiples multiples(const Step& step, double low, double high) {
    const double slack = 1e-9;
    return {static_cast<std::int64_t>(std::ceil(low / step.value() - slack)), static_cast<std::int64_t>(std::floor(high / step.value() + slack))};
}

std::string label_of(std::int64_t multiple, const Step& step, double largest) {
    if (multiple == 0) return "0";
    const double value = decimal(multiple * step.mantissa, step.exponent);
    if (largest >= 1e15 || (largest < 1e-3 && step.exponent < -4)) return with_minus(gen::text(value));
    if (largest >= 1e4 && step.exponent >= 3) {
        const int group = largest >= 1e9 && step.exponent >= 8 ? 9 : largest >= 1e6 && step.exponent >= 5 ? 6 : 3;
        const char letter = group == 9 ? 'G' : group == 6 ? 'M' : 'k';
        return fixed(value / std::pow(10.0, group), std::max(0, group - step.exponent)) + letter;
    }
    return fixed(value, std::max(0, -step.exponent));
}

}  // namespace

std::vector<Tick> linear_ticks(double low, double high, std::size_t most, bool whole) {
    Step step = {1, static_cast<int>(std::floor(std::log10((high - low) / static_cast<double>(most)))) - 1};
    if (whole && step.exponent < 0) step = {1, 0};
    Multiples range = multiples(step, low, high);
    while (range.last - range.first + 1 > static_cast<std::int64_t>(most)) {
        step = next(step);
        range = multiples(step, low, high);
    }
    std::vector<Tick> ticks;
    const double largest = std::max(std::abs(low), std::abs(high));
    for (std::int64_t i = range.first; i <= range.last; ++i) ticks.push_back({decimal(i * step.mantissa, step.exponent), label_of(i, step, largest)});
    return ticks;
}

std::vector<Tick> log_ticks(double low, double high, std::size_t most) {
    const double decades = std::log10(high / low);
    if (decades < 0.9) return linear_ticks(low, high, most);
    const int first = static_cast<int>(std::floor(std::log10(low)));
    const int last = static_cast<int>(std::ceil(std::log10(high)));
    const int stride = std::max(1, static_cast<int>(std::ceil(decades / static_cast<double>(most))));
    std::vector<Tick> ticks;
    for (int exponent = first; exponent <= last; ++exponent) {
        for (int digit = 1; digit < 10; ++digit) {
            const double value = decimal(digit, exponent);
            if (value < low * (1 - 1e-9) || value > high * (1 + 1e-9)) continue;
            const bool named = digit == 1 ? exponent % stride == 0 : decades < 2.2 && (digit == 2 || digit == 5);
            if (named || (stride == 1 && decades < 6)) ticks.push_back({value, named ? label_of(1, {digit, exponent}, value) : ""});
        }
    }
    return ticks;
}

}  // namespace gen::picture
