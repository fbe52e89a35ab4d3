#include "formats/held.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "core/error.hpp"

namespace gen {
namespace {

std::size_t wanted() {
    const char* const value = std::getenv("GEN_MEMORY");
    if (value == nullptr || *value == '\0') return 0;
    const std::size_t size = parse_size(value);
    if (size == 0) fail_usage("GEN_MEMORY is '", value, "', expected a number of bytes such as 512M or 4G");
    return size;
}

}  // namespace

std::size_t parse_size(std::string_view text) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
    const std::size_t shift = unit.empty() ? 0 : unit == "K" ? 10 : unit == "M" ? 20 : unit == "G" ? 30 : 64;
    return error != std::errc() || shift == 64 || number > (SIZE_MAX >> shift) ? 0 : number << shift;
}

std::size_t most_held(std::size_t file_bytes, std::size_t times) {
    const std::size_t room = SIZE_MAX - limit::held;
    const std::size_t usual = limit::held + (file_bytes > room / times ? room : file_bytes * times);
    return std::max(usual, wanted());
}

void expect_holdable(const std::string& what, std::size_t bytes, std::size_t file_bytes, std::size_t times) {
    const std::size_t most = most_held(file_bytes, times);
    if (bytes <= most) return;
    fail(what, " needs ", bytes, " bytes of memory, expected at most ", most, "; GEN_MEMORY=", (bytes >> 20) + 1, "M allows it");
}

void Held::refuse() const { fail(what_, " need more than ", most_, " bytes of memory; GEN_MEMORY=", (most_ >> 19) + 1, "M allows twice that"); }

}  // namespace gen
