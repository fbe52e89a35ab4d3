#include "formats/label_file.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "core/error.hpp"
#include "formats/idx.hpp"
#include "formats/lines.hpp"
#include "formats/stl10.hpp"

namespace gen {
namespace {

// "7" and "7.0000e+00", but not "7.5" and not "seven".
std::optional<std::int32_t> whole_number(std::string_view word) {
    double value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc() || end != word.data() + word.size() || value != std::floor(value) || std::abs(value) > 2147483647.0) return {};
    return static_cast<std::int32_t>(value);
}

std::string_view last_part(std::string_view path) { return path.substr(path.rfind('/') + 1); }

bool is_separator(char c) { return c == ' ' || c == '\t' || c == ','; }

// "a b.png 7" as ("a b.png", "7"); one word has an empty name.
std::pair<std::string_view, std::string_view> name_and_label(std::string_view line) {
    const auto space = std::find_if(line.rbegin(), line.rend(), is_separator);
    const auto at = static_cast<std::size_t>(line.rend() - space);
    std::string_view name = line.substr(0, at);
    while (!name.empty() && is_separator(name.back())) name.remove_suffix(1);
    return {name, line.substr(at)};
}

std::vector<std::string> words_by_name(const Bytes& file, const std::vector<std::string>& lines, const Source& source) {
    std::map<std::string_view, std::string_view> word_of;
    for (const std::string& line : lines) {
        const auto [name, word] = name_and_label(line);
        if (name.empty()) fail(file.name(), ": line '", line, "' is not 'name label'");
        const auto [there, added] = word_of.emplace(name, word);
        if (!added && there->second != word) fail(file.name(), ": two labels for ", name);
    }
    std::vector<std::string> words;
    for (const std::string& row : source.row_names) {
        auto found = word_of.find(row);
        if (found == word_of.end()) found = word_of.find(last_part(row));
        if (found == word_of.end()) fail(file.name(), ": no label for ", row);
        words.emplace_back(found->second);
    }
    return words;
}

}  // namespace

Labels number_labels(const std::vector<std::string>& words, const std::string& name) {
    Labels labels;
    labels.values.reserve(words.size());
    for (const std::string& word : words) {
        const std::optional<std::int32_t> value = whole_number(word);
        if (value && *value < 0) fail(name, ": label ", word, " is negative, classes are numbered from 0");
        if (value) labels.values.push_back(*value);
    }
    if (labels.values.size() == words.size()) return labels;
    if (!labels.values.empty()) {
        const auto is_number = [](const std::string& word) { return whole_number(word).has_value(); };
        fail(name, ": labels are numbers and words: ", *std::ranges::find_if(words, is_number), " and ", *std::ranges::find_if_not(words, is_number));
    }
    labels.classes = words;
    std::sort(labels.classes.begin(), labels.classes.end());
    labels.classes.erase(std::unique(labels.classes.begin(), labels.classes.end()), labels.classes.end());
    labels.values.clear();
    for (const std::string& word : words) {
        const auto at = std::lower_bound(labels.classes.begin(), labels.classes.end(), word);
        labels.values.push_back(static_cast<std::int32_t>(at - labels.classes.begin()));
    }
    return labels;
}

void apply_label_file(const std::string& path, Source& source, const InputFiles& files) {
    const Bytes file = files.open(path);
    Labels labels;
    if (is_idx(file)) {
        labels.values = read_idx_labels(file);
    } else if (source.format == "stl10") {
        labels = {read_stl10_labels(file), source.classes};
    } else {
        const Bytes plain = is_gzip(file) ? gunzip(file, unpacked_limit) : file;
        if (!is_text(plain)) fail(file.name(), ": is neither text nor IDX, expected labels");
        std::vector<std::string> lines;
        for_each_line(plain, [&](const TextLine& line) {
            if (!line.is_remark) lines.emplace_back(line.words);
        });
        const bool named = !source.row_names.empty() && !lines.empty() && !name_and_label(lines[0]).first.empty();
        labels = number_labels(named ? words_by_name(file, lines, source) : lines, file.name());
    }
    if (labels.values.size() != source.count)
        fail(file.name(), ": has ", labels.values.size(), " labels for the ", source.count, " rows of ", source.name);
    source.labels = std::move(labels.values);
    source.classes = std::move(labels.classes);
}

}  // namespace gen
