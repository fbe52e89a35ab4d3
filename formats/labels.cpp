#include "formats/labels.hpp"

#include <cmath>
#include <limits>
#include <utility>

#include "core/error.hpp"
#include "formats/table_line.hpp"

namespace gen {
namespace {

// "7" and "7.0000e+00".
std::int32_t class_number(double value, std::string_view word, const std::function<std::string()>& place) {
    if (value < 0) fail(place(), ": label ", word, " is negative, classes are numbered from 0");
    if (value != std::floor(value)) fail(place(), ": label ", word, " is not whole, classes are numbered 0, 1, ...");
    if (value >= std::numeric_limits<std::int32_t>::max()) fail(place(), ": label ", word, " is too large for the number of a class");
    return static_cast<std::int32_t>(value);
}

}  // namespace

void LabelNumbers::add(std::string_view word, const std::function<std::string()>& place) {
    double value = 0;
    const bool is_number = parse_field(word, value);
    if (values_.empty()) are_numbers_ = is_number;
    if (is_number != are_numbers_)
        fail(place(), ": label '", word, "' is ", is_number ? "a number" : "no number", ", the labels before it are ",
             is_number ? "words" : "numbers");
    constexpr std::size_t copies = 4;  // until it is written
    held_.add(copies * sizeof(std::int32_t));
    if (is_number) return values_.push_back(class_number(value, word, place));
    const auto [known, is_new] = number_of_.try_emplace(std::string(word), static_cast<std::int32_t>(number_of_.size()));
    constexpr std::size_t around = 100;  // of memory that a word takes besides itself
    if (is_new) held_.add(2 * word.size() + around);
    values_.push_back(known->second);
}

Labels LabelNumbers::finish() {
    Labels labels;
    labels.values = std::move(values_);
    if (are_numbers_) return labels;
    std::vector<std::int32_t> place_of(number_of_.size());
    for (const auto& [word, number] : number_of_) {  // in bytewise order
        place_of[static_cast<std::size_t>(number)] = static_cast<std::int32_t>(labels.classes.size());
        labels.classes.push_back(word);
    }
    for (std::int32_t& value : labels.values) value = place_of[static_cast<std::size_t>(value)];
    return labels;
}

Labels number_labels(const std::vector<std::string>& words, const std::function<std::string(std::size_t)>& place) {
    LabelNumbers labels("labels", 0);
    for (std::size_t i = 0; i < words.size(); ++i) labels.add(words[i], [&] { return place(i); });
    return labels.finish();
}

}  // namespace gen
