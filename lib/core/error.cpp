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

void Part::append_to(std::string& message) const {
    switch (kind_) {
        case Kind::words: message += words_; break;
        case Kind::letter: message += letter_; break;
        case Kind::number: message += text(number_); break;
        case Kind::single: message += text(static_cast<float>(number_)); break;
        case Kind::count: message += text(count_); break;
        case Kind::natural: message += text(natural_); break;
    }
}

std::string joined(std::initializer_list<Part> parts) {
    std::string message;
    for (const Part& part : parts) part.append_to(message);
    return message;
}

void fail_with(Fault fault, std::initializer_list<Part> parts) { throw Error(fault, joined(parts)); }

}  // namespace gen
