#include "tests/faults/use.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace gen::test {
namespace {

constexpr std::string_view inputs_begin = "../in/";

std::vector<std::string> words_of(const std::string& line) {
    std::istringstream in(line);
    std::vector<std::string> words;
    for (std::string word; in >> word;) words.push_back(word);
    return words;
}

Use use_of(const std::string& line) {
    Use use{.line = line, .copied = {}, .words = words_of(line), .input = {}};
    std::vector<std::string>& words = use.words;
    if (words.front().front() == '[') {
        const auto last = std::find_if(words.begin(), words.end(), [](const std::string& word) { return word.back() == ']'; });
        use.copied.assign(words.begin(), last + 1);
        words.erase(words.begin(), last + 1);
        use.copied.front().erase(0, 1);
        use.copied.back().pop_back();
    }
    if (words.front() == "cat") {
        use.input_is_pipe = true;
        use.input = words[1];
        words.erase(words.begin(), words.begin() + 3);
    }
    if (words.size() > 2 && words[words.size() - 2] == "|") {
        use.output_is_pipe = true;
        words.resize(words.size() - 2);
    }
    if (words.size() > 2 && words[words.size() - 2] == "<") {
        use.input = words.back();
        words.resize(words.size() - 2);
    }
    return use;
}

}  // namespace

std::vector<std::string> Use::inputs() const {
    std::vector<std::string> found;
    for (const std::string& word : words)
        if (const std::size_t at = word.find(inputs_begin); at != std::string::npos) found.push_back(word.substr(at));
    if (!input.empty() && !input_is_pipe) found.push_back(input);
    return found;
}

Uses read_uses(const std::string& path) {
    std::ifstream in(path);
    Uses read;
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line[0] == '#') continue;
        if (line[0] == '+')
            read.preparations.push_back(line.substr(1));
        else
            read.uses.push_back(use_of(line));
    }
    return read;
}

}  // namespace gen::test
