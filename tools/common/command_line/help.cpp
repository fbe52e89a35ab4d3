#include "core/error.hpp"
#include "tools/common/command_line/docs.hpp"

namespace gen {
namespace {

constexpr std::size_t page_width = 80;
constexpr std::size_t help_column = 28;

std::string paragraph_lines(std::string_view paragraph, std::size_t width, std::size_t indent) {
    std::string out;
    if (is_literal(paragraph)) {
        for (const std::string& row : split(paragraph, "\n")) out += std::string(indent, ' ') + row + '\n';
        return out;
    }
    std::string line;
    const auto finish = [&] {
        if (!line.empty()) out += std::string(indent, ' ') + line + '\n';
        line.clear();
    };
    for (const std::string& row : split(paragraph, "\n"))
        for (const std::string& word : split(row, " ")) {
            if (word.empty()) continue;
            if (!line.empty() && line.size() + 1 + word.size() > width) finish();
            line += (line.empty() ? "" : " ") + word;
        }
    finish();
    return out;
}

std::string option_lines(const Entry& entry) {
    std::string head = "  " + (entry.is_operand() ? entry.shown() : spelling(entry));
    const std::string body = wrapped(explanation(entry), page_width - help_column, help_column);
    if (head.size() + 2 > help_column) return head + '\n' + body;
    head.resize(help_column, ' ');
    return head + body.substr(help_column);
}

}  // namespace

bool is_literal(std::string_view paragraph) { return paragraph.starts_with("  "); }

std::vector<std::string> split(std::string_view text, std::string_view separator) {
    std::vector<std::string> out;
    for (;;) {
        const std::size_t end = text.find(separator);
        out.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) return out;
        text.remove_prefix(end + separator.size());
    }
}

std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
    std::string out;
    for (const std::string& paragraph : split(text, "\n\n")) {
        if (!out.empty()) out += '\n';
        out += paragraph_lines(paragraph, width, indent);
    }
    return out;
}

std::string synopsis(const Tool& tool, const OptionList& options) {
    std::string out = join(tool.name, " [OPTION]...");
    for (const Entry& entry : options.entries) {
        if (!entry.is_operand()) continue;
        const std::string name = entry.shown() + (entry.is_list() ? "..." : "");
        out += entry.option.required ? ' ' + name : " [" + name + ']';
    }
    return out;
}

std::string spelling(const Entry& entry) {
    const std::string letter = entry.option.letter == 0 ? "    " : join('-', entry.option.letter, ", ");
    const std::string value = entry.placeholder();
    return join(letter, entry.shown(), value.empty() ? "" : " ", value);
}

std::string explanation(const Entry& entry) {
    std::string notes;
    if (!entry.option.choices.empty()) {
        std::string choices;
        for (const std::string_view choice : entry.option.choices) choices += join(choices.empty() ? "" : ", ", choice);
        if (entry.placeholder().find('|') == std::string::npos) notes = choices;
    }
    if (!entry.is_switch() && !entry.preset.empty()) notes += join(notes.empty() ? "" : "; ", "default ", entry.preset);
    if (!entry.is_operand() && entry.option.required) notes += notes.empty() ? "required" : "; required";
    if (!entry.is_operand() && entry.is_list()) notes += notes.empty() ? "may be repeated" : "; may be repeated";
    return notes.empty() ? std::string(entry.option.help) : join(entry.option.help, " (", notes, ")");
}

std::string help_text(const Tool& tool, const OptionList& options) {
    std::string out = wrapped("usage: " + synopsis(tool, options), page_width, 0) + join(tool.summary, "\n");
    if (!tool.description.empty()) out += '\n' + wrapped(tool.description, page_width, 0);
    std::string operands;
    for (const Entry& entry : options.entries)
        if (entry.is_operand()) operands += option_lines(entry);
    if (!operands.empty()) out += "\nOperands:\n" + operands;
    for (const std::string_view group : options.groups()) {
        out += join("\n", group, ":\n");
        for (const Entry& entry : options.entries)
            if (!entry.is_operand() && !entry.hidden && entry.group() == group) out += option_lines(entry);
    }
    if (!tool.examples.empty()) out += "\nExamples:\n";
    for (const std::string& line : split(tool.examples, "\n"))
        if (!line.empty()) out += "  " + line + '\n';
    return out + join("\nExit status and environment: gentools(7). Everything else: ", tool.name, "(1).\n");
}

}  // namespace gen
