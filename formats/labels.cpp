#include "formats/labels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "formats/table_line.hpp"

namespace gen {
namespace {

// "7" and "7.0000e+00".
std::int32_t class_number(double value, const std::string& word, const std::string& place) {
    if (value < 0) fail(place, ": label ", word, " is negative, classes are numbered from 0");
    if (value != std::floor(value)) fail(place, ": label ", word, " is not whole, classes are numbered 0, 1, ...");
    if (value >= std::numeric_limits<std::int32_t>::max()) fail(place, ": label ", word, " is too large for the number of a class");
    return static_cast<std::int32_t>(value);
}

Labels by_name(const std::vector<std::string>& words) {
    Labels labels;
    labels.classes = words;
    std::ranges::sort(labels.classes);
    const auto [first, last] = std::ranges::unique(labels.classes);
    labels.classes.erase(first, last);
    labels.values.reserve(words.size());
    for (const std::string& word : words)
        labels.values.push_back(static_cast<std::int32_t>(std::ranges::lower_bound(labels.classes, word) - labels.classes.begin()));
    return labels;
}

}  // namespace

Labels number_labels(const std::vector<std::string>& words, const std::function<std::string(std::size_t)>& place) {
    Labels labels;
    for (std::size_t i = 0; i < words.size(); ++i) {
        double value = 0;
        const bool is_number = parse_field(words[i], value);
        const bool numbers_before = !labels.values.empty();
        if (i > 0 && is_number != numbers_before)
            fail(place(i), ": label '", words[i], "' is ", is_number ? "a number" : "no number", ", the labels before it are ",
                 is_number ? "words" : "numbers");
        if (is_number) labels.values.push_back(class_number(value, words[i], place(i)));
    }
    return labels.values.empty() ? by_name(words) : labels;
}

}  // namespace gen
