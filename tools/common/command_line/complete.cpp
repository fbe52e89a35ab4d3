#include "tools/common/command_line/complete.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/parse.hpp"

namespace gen {
namespace {

/// Before the last of the separators, it included, and what is behind it.
std::pair<std::string_view, std::string_view> cut_behind(std::string_view text, std::string_view separators) {
    const std::size_t at = text.find_last_of(separators);
    return at == std::string_view::npos ? std::pair(std::string_view(), text) : std::pair(text.substr(0, at + 1), text.substr(at + 1));
}

bool given(std::string_view list, char separator, std::string_view name) {
    const std::vector<std::string_view> parts = split(list, separator);
    return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) { return split_at(part, '=').first == name; });
}

}  // namespace

std::vector<std::string> completions(const Entry& entry, std::string_view value, const std::vector<std::string>& line) {
    const Option& o = entry.option;
    const Forms forms = o.forms != nullptr ? o.forms(line) : forms_of(o.choices);
    const auto [before, element] = o.joined == 0 ? std::pair(std::string_view(), value) : cut_behind(value, std::string_view(&o.joined, 1));
    const std::size_t colon = element.find(':');
    const auto [kept, begun] = colon == std::string_view::npos ? std::pair(std::string_view(), element) : cut_behind(element, ":,");
    std::vector<std::string> out;
    for (const std::string& form : forms) {
        const std::size_t end = std::min(form.find(':'), form.size() - 1) + 1;  // behind the colon
        std::string_view next = std::string_view(form).substr(0, end);
        if (!kept.empty()) {
            if (next != element.substr(0, colon + 1)) continue;
            next = std::string_view(form).substr(end);
        }
        const bool again = kept.empty() ? given(before, o.joined, next) : given(kept.substr(colon + 1), ',', split_at(next, '=').first);
        if (next.empty() || again || !next.starts_with(begun)) continue;
        std::string word = join(before, kept, next);
        if (std::find(out.begin(), out.end(), word) == out.end()) out.push_back(std::move(word));
    }
    return out;
}

std::string complete(int argc, char** argv, OptionList& options) {
    const auto [name, value] = split_at(argc > 2 ? argv[2] : "", '=');
    const Entry* const entry = options.find(name);
    std::string out;
    if (entry != nullptr)
        for (const std::string& word : completions(*entry, value, {argv + 3, argv + argc})) out += word + '\n';
    return out;
}

}  // namespace gen
