#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gen::page {

/// A part of the page, under a heading of its own. `note`: beside the heading, a few words.
struct Section {
    std::string heading;
    std::string note;
    std::string body;  // markup
};

/// What scripts of the page read, by the element's name; `text` is JSON that has no '<' in it, or base64.
struct Block {
    std::string name;
    std::string text;
};

/// The page: it asks for nothing outside itself, and no script runs in it but its own. `title` is plain text.
std::string page_text(std::string_view title, const std::vector<Section>& sections, const std::vector<Block>& blocks);

}  // namespace gen::page
