#include "formats/shell_word.hpp"

#include <string_view>

namespace gen {

std::string shell_word(const std::string& plain) {
    constexpr std::string_view safe = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/+-=@%:,";
    if (!plain.empty() && plain.find_first_not_of(safe) == std::string::npos) return plain;
    std::string out = "'";
    for (const char c : plain) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

}  // namespace gen
