#include "models/spec_visitor.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/words.hpp"

namespace gen {

std::size_t SpecVisitor::choose_word(std::string_view name, std::size_t chosen, std::span<const std::string_view> words) {
    std::string word(words[chosen]);
    visit(name, word);
    const auto found = std::find(words.begin(), words.end(), word);
    if (found == words.end()) fail(word, " is not known, expected one of ", listed(names_of(words)), did_you_mean(word, names_of(words)));
    return static_cast<std::size_t>(found - words.begin());
}

void expect_class_names(std::span<const std::string> names, std::size_t classes) {
    if (!names.empty() && names.size() != classes) fail("has ", names.size(), " class names for ", classes, " classes");
}

void expect_image_shape(const Shape& input) {
    if (input.size() != 3) fail("input is ", text(input), ", expected CxHxW");
}

}  // namespace gen
