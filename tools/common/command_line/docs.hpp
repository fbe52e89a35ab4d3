#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tools/common/command_line/option_list.hpp"
#include "tools/common/command_line/tool_description.hpp"

namespace gen {

/// "vae-train [OPTION]... DATA"
std::string synopsis(const Tool& tool, const OptionList& options);

/// What stands behind an option in --help: its help, choices and default.
std::string explanation(const Entry& entry);

/// "-n, --count N"
std::string spelling(const Entry& entry);

/// Lines of at most `width` characters without the indentation, each ended by a newline. Paragraphs are kept.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent);

/// A paragraph that begins with two blanks is printed line by line as it is: a table, a list of formats.
bool is_literal(std::string_view paragraph);

/// Splits at every occurrence; the last piece may be empty.
std::vector<std::string> split(std::string_view text, std::string_view separator);

std::string help_text(const Tool& tool, const OptionList& options);
std::string man_page(const Tool& tool, const OptionList& options);  // mdoc(7)
std::string bash_completion(const Tool& tool, const OptionList& options);
std::string zsh_completion(const Tool& tool, const OptionList& options);
std::string fish_completion(const Tool& tool, const OptionList& options);
std::string json_description(const Tool& tool, const OptionList& options);

}  // namespace gen
