#include "core/error.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace gen {
namespace {

template <class T>
std::string shortest(T value) {
    if (std::isnan(value)) return "nan";
    std::array<char, 64> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    return std::string(digits.data(), end);
}

}  // namespace

std::string text(double value) { return shortest(value); }
std::string text(float value) { return shortest(value); }

}  // namespace gen
