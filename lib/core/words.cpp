#include "core/words.hpp"

#include <algorithm>
#include <cctype>
#include <numeric>
#include <utility>

#include "core/error.hpp"

namespace gen {
namespace {

constexpr std::size_t far = 1000;

std::string plain(std::string_view word) {
    std::string out(word);
    for (char& c : out) c = c == '_' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

/// How many letters must be left out, added, changed or swapped with their neighbour to make b of a (optimal string alignment).
std::size_t distance(const std::string& a, const std::string& b) {
    std::vector<std::size_t> before;  // the row before the last one
    std::vector<std::size_t> last(b.size() + 1);
    std::iota(last.begin(), last.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::vector<std::size_t> row(b.size() + 1, i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
        }
        before = std::exchange(last, std::move(row));
    }
    return last.back();
}

/// 0: the same but for capitals; larger: less likely.
std::size_t rank(const std::string& given, const std::string& known) {
    if (given == known) return 0;
    if (given.size() > 1 && known.starts_with(given)) return 1;
    const std::size_t letters = std::min(given.size(), known.size());
    const std::size_t most = letters < 3 ? 0 : letters < 6 ? 1 : letters < 9 ? 2 : 3;
    if (const std::size_t edits = distance(given, known); edits <= most) return 1 + edits;
    return known.size() > 2 && given.starts_with(known) ? 9 : far;
}

std::string enumerated(const Words& words, std::string_view last) {
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) out += join(i == 0 ? "" : i + 1 == words.size() ? last : ", ", words[i]);
    return out;
}

}  // namespace

Words heads_of(const Forms& forms) {
    Words heads;
    for (const std::string& form : forms) {
        const std::string_view head = std::string_view(form).substr(0, form.find(':'));
        if (std::find(heads.begin(), heads.end(), head) == heads.end()) heads.push_back(head);
    }
    return heads;
}

std::string listed(const Words& words) {
    std::string out;
    for (const std::string_view word : words) out += join(out.empty() ? "" : ", ", word);
    return out;
}

std::string either(const Words& words) { return enumerated(words, " or "); }

std::string all_of(const Words& words) { return enumerated(words, " and "); }

std::string in_capitals(std::string_view word) {
    std::string out(word);
    std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return out;
}

std::string_view nearest_word(std::string_view given, const Words& known) {
    constexpr std::size_t longest = 64;  // no word of ours is longer: what is has no near one
    if (given.size() > longest) return {};
    std::string_view best;
    std::size_t least = far;
    for (const std::string_view word : known)
        if (const std::size_t r = rank(plain(given), plain(word)); r < least) {
            least = r;
            best = word;
        }
    return best;
}

std::string did_you_mean(std::string_view given, const Words& known) {
    const std::string_view word = nearest_word(given, known);
    return word.empty() || word == given ? "" : join(" (did you mean ", word, "?)");
}

}  // namespace gen
