#include "formats/utf8.hpp"

namespace gen {

void append_utf8(std::string& out, char32_t c) {
    if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) c = U'\ufffd';
    if (c < 0x80) {
        out += static_cast<char>(c);
        return;
    }
    const int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    out += static_cast<char>((0xff00U >> (more + 1) & 0xffU) | (c >> (6 * more)));
    for (int i = more - 1; i >= 0; --i) out += static_cast<char>(0x80U | ((c >> (6 * i)) & 0x3fU));
}

std::u32string characters_of(std::string_view text) {
    constexpr char32_t least[] = {0, 0x80, 0x800, 0x10000};  // of a character of so many bytes more than one
    std::u32string out;
    for (std::size_t i = 0; i < text.size();) {
        const auto first = static_cast<unsigned char>(text[i++]);
        const unsigned more = first < 0x80 ? 0 : first < 0xc0 ? 4 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : first < 0xf8 ? 3 : 4;
        char32_t c = first & (more == 0 ? 0x7fU : 0x3fU >> more);
        std::size_t read = 0;
        while (more < 4 && read < more && i + read < text.size() && (static_cast<unsigned char>(text[i + read]) & 0xc0U) == 0x80)
            c = c << 6U | (static_cast<unsigned char>(text[i + read++]) & 0x3fU);
        const bool good = more < 4 && read == more && c >= least[more] && c <= 0x10ffff && (c < 0xd800 || c > 0xdfff);
        out += good ? c : U'\ufffd';
        if (good) i += more;
    }
    return out;
}

bool is_printable(char32_t c) {
    const bool is_control = c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfffe || c == 0xffff;
    const bool turns_direction = c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    return !is_control && !turns_direction;
}

std::string printable(std::string_view text) {
    std::string out;
    for (const char32_t c : characters_of(text)) append_utf8(out, is_printable(c) ? c : U'?');
    return out;
}

}  // namespace gen
