#include "formats/page/markup.hpp"

#include "core/parse.hpp"
#include "formats/utf8.hpp"
#include "picture/font.hpp"

namespace gen::page {
namespace {

char32_t showable(char32_t c) {
    constexpr char32_t pictures = 0x2400;
    if (c < 0x20) return pictures + c;
    if (c == 0x7f) return pictures + 0x21;
    return is_printable(c) ? c : U'\ufffd';
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size()) text.replace(at, what.size(), by);
    return text;
}

}  // namespace

std::string shown(std::string_view text) {
    std::string out;
    for (const char32_t c : picture::characters(text)) append_utf8(out, showable(c));
    return out;
}

std::string html(std::string_view text) {
    std::string out;
    for (const char c : shown(text)) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out += c;
        }
    }
    return out;
}

std::string html_lines(std::string_view text) {
    std::string out;
    for (const std::string_view line : split(text, '\n')) out += (out.empty() ? "" : "\n") + html(line);
    return out;
}

std::string script_json(const Json& json) { return replaced(json.dump(), "<", "\\u003c"); }

std::string base64(std::string_view bytes) {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto byte = [&](std::size_t k) { return i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U; };
        const unsigned three = byte(0) << 16 | byte(1) << 8 | byte(2);
        for (std::size_t k = 0; k < 4; ++k) out += i + k <= bytes.size() ? digits[three >> (18 - 6 * k) & 63] : '=';
    }
    return out;
}

}  // namespace gen::page
