#include "formats/page/frame.hpp"

#include <charconv>

#include "core/error.hpp"
#include "formats/page/markup.hpp"
#include "formats/page/parts.hpp"
#include "formats/sha256.hpp"

namespace gen::page {
namespace {

/// A source in a content security policy that names the text itself.
std::string source_of(std::string_view text) {
    Sha256 sha;
    sha.update(text.data(), text.size());
    const std::string digits = sha.hex();
    std::string bytes;
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        unsigned byte = 0;
        std::from_chars(digits.data() + i, digits.data() + i + 2, byte, 16);
        bytes += static_cast<char>(byte);
    }
    return "'sha256-" + base64(bytes) + "'";
}

std::string contents(const std::vector<Section>& sections) {
    if (sections.size() < 3) return "";
    std::string out = "<nav aria-label=\"Contents\"><ol>\n";
    for (std::size_t i = 0; i < sections.size(); ++i)
        out += join("<li><a href=\"#part-", i + 1, "\">", html(sections[i].heading), "</a> <span>", html(sections[i].note), "</span></li>\n");
    return out + "</ol></nav>\n";
}

std::string section_text(const Section& section, std::size_t number) {
    return join("<section id=\"part-", number, "\">\n<h2>", html(section.heading), section.note.empty() ? "" : " <span>", html(section.note),
                section.note.empty() ? "" : "</span>", "</h2>\n", section.body, "</section>\n");
}

}  // namespace

std::string page_text(std::string_view title, const std::vector<Section>& sections, const std::vector<Block>& blocks) {
    const std::string computing = join("\"use strict\";\n", parts::layers_js, "\n", parts::network_js);
    const std::string showing = join("\"use strict\";\n", parts::page_js, "\n", parts::live_js);
    std::string out = join("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>", html(title), "</title>\n",
                           "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src ",
                           source_of(parts::page_css), "; script-src ", source_of(computing), " ", source_of(showing),
                           "; base-uri 'none'; form-action 'none'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
                           "<meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"data:,\">\n<style>", parts::page_css,
                           "</style>\n</head>\n<body>\n<main>\n<header>\n<h1>");
    out += join(html(title), "</h1>\n", contents(sections), "</header>\n");
    for (std::size_t i = 0; i < sections.size(); ++i) out += section_text(sections[i], i + 1);
    out += "</main>\n";
    for (const Block& block : blocks) out += join("<script type=\"text/plain\" id=\"", html(block.name), "\">", block.text, "</script>\n");
    return out + join("<script>", computing, "</script>\n<script>", showing, "</script>\n</body>\n</html>\n");
}

}  // namespace gen::page
