#include "formats/label_partner.hpp"

#include <algorithm>
#include <cctype>
#include <span>

namespace gen {
namespace {

using Words = std::vector<std::string>;

constexpr std::string_view label_words[] = {"y", "label", "labels", "target", "targets", "class", "classes"};
constexpr std::string_view data_words[] = {"x", "data", "image", "images", "imgs", "pictures", "features", "inputs", "samples"};
// What a name says of its format, where images and labels have different ones.
constexpr std::string_view format_words[] = {"idx1", "idx2", "idx3", "ubyte", "int", "gz", "npy", "csv", "txt", "bin"};

bool is_one_of(std::span<const std::string_view> list, std::string_view word) { return std::ranges::find(list, word) != list.end(); }

/// In small letters, without what belongs to the format.
Words words_of(std::string_view name) {
    Words words(1);
    for (const char c : name) {
        const auto letter = static_cast<unsigned char>(c);
        if (std::isalnum(letter) != 0 || letter >= 0x80)
            words.back() += static_cast<char>(std::tolower(letter));
        else if (!words.back().empty())
            words.emplace_back();
    }
    std::erase_if(words, [](const std::string& word) { return word.empty() || is_one_of(format_words, word); });
    return words;
}

/// Without the last word that is in the list; whether there was one.
bool take_out(Words& words, std::span<const std::string_view> list) {
    const auto found = std::find_if(words.rbegin(), words.rend(), [&](const std::string& word) { return is_one_of(list, word); });
    if (found == words.rend()) return false;
    words.erase(std::next(found).base());
    return true;
}

}  // namespace

std::optional<std::string> label_partner(std::string_view data, const std::vector<std::string>& names) {
    Words set = words_of(data);
    if (Words ignored = set; take_out(ignored, label_words)) return {};
    take_out(set, data_words);
    std::optional<std::string> partner;
    for (const std::string& name : names) {
        Words words = words_of(name);
        if (name == data || !take_out(words, label_words) || words != set) continue;
        if (partner) return {};
        partner = name;
    }
    return partner;
}

}  // namespace gen
