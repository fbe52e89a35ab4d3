// Completions for bash, zsh and fish, and the same facts as JSON.
#include <algorithm>

#include "core/error.hpp"
#include "formats/json.hpp"
#include "tools/common/command_line/docs.hpp"

namespace gen {
namespace {

std::vector<const Entry*> named_options(const OptionList& options) {
    std::vector<const Entry*> out;
    for (const Entry& entry : options.entries)
        if (!entry.is_operand() && !entry.hidden) out.push_back(&entry);
    return out;
}

std::string words(const std::vector<std::string_view>& choices) {
    std::string out;
    for (const std::string_view choice : choices) out += join(out.empty() ? "" : " ", choice);
    return out;
}

// For the inside of '...' in a shell: ' ends the string, \' stands for itself, ' opens it again.
std::string single_quoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + "'";
}

std::string with_backslashes(std::string_view text, std::string_view before) {
    std::string out;
    for (const char c : text) {
        if (before.find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
    return out;
}

std::vector<const Entry*> operands_of(const OptionList& options) {
    std::vector<const Entry*> out;
    for (const Entry& entry : options.entries)
        if (entry.is_operand()) out.push_back(&entry);
    return out;
}

std::string operand_choices(const OptionList& options) {
    std::vector<std::string_view> all;
    for (const Entry* entry : operands_of(options))
        for (const std::string_view choice : entry->option.choices)
            if (std::find(all.begin(), all.end(), choice) == all.end()) all.push_back(choice);
    return words(all);
}

/// The programs that this one runs by name, with all that follows.
std::string programs(const OptionList& options) {
    for (const Entry* entry : operands_of(options))
        if (entry->option.runs) return words(entry->option.choices);
    return "";
}

bool takes_files(const OptionList& options) {
    const std::vector<const Entry*> operands = operands_of(options);
    return std::any_of(operands.begin(), operands.end(), [](const Entry* e) { return e->names_file(); });
}

constexpr std::string_view bash_files = "mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- \"$word\")";

std::string bash_words(const std::string& words) { return join("mapfile -t COMPREPLY < <(compgen -W ", single_quoted(words), " -- \"$word\")"); }

/// What the tool itself is asked for: it knows what may follow in a list or a specification.
bool is_asked(const Entry& entry) { return entry.option.forms != nullptr; }

std::string asked_names(const OptionList& options, std::string_view between) {
    std::string out;
    for (const Entry* entry : named_options(options))
        if (is_asked(*entry)) out += join(out.empty() ? "" : between, "--", entry->option.name);
    return out;
}

// bash takes only what is behind the last : or = for the word, and would put a blank behind it.
std::string bash_asking(const OptionList& options) {
    const std::string names = asked_names(options, "|");
    if (names.empty()) return "";
    return join("    local line=${COMP_LINE:0:COMP_POINT} value option\n    value=${line##*[[:space:]]}\n    option=${line%\"$value\"}\n",
                "    option=${option%\"${option##*[![:space:]]}\"}\n    option=${option##*[[:space:]]}\n",
                "    if [[ $value == --*=* ]]; then option=${value%%=*} value=${value#*=}; fi\n    case $option in\n        ", names, ")\n",
                "            mapfile -t COMPREPLY < <(\"${COMP_WORDS[0]/#\\~/$HOME}\" --complete \"${option#--}=$value\" \"${COMP_WORDS[@]:1}\" "
                "2>/dev/null)\n",
                "            COMPREPLY=(\"${COMPREPLY[@]#\"${value%\"${value##*[:=]}\"}\"}\")\n", "            compopt +o filenames 2>/dev/null\n",
                "            [[ ${COMPREPLY[*]} == *[:=] ]] && compopt -o nospace 2>/dev/null\n            return ;;\n    esac\n");
}

// The completions of the programs lie beside this one.
std::string bash_running(const Tool& tool, const std::string& names) {
    if (names.empty()) return "";
    return join("    local program=${COMP_WORDS[1]} rest=${COMP_LINE#*[[:space:]]}\n    if ((COMP_CWORD > 1)) && [[ ",
                single_quoted(" " + names + " "), " == *\" $program \"* ]]; then\n        declare -F \"_${program//-/_}\" >/dev/null || source \"$_",
                tool.name, "_folder/$program\" || return\n", "        COMP_WORDS=(\"${COMP_WORDS[0]%", tool.name,
                "}$program\" \"${COMP_WORDS[@]:2}\")\n        COMP_CWORD=$((COMP_CWORD - 1))\n",
                "        COMP_POINT=$((COMP_POINT - ${#COMP_LINE} + ${#rest}))\n        COMP_LINE=$rest\n        \"_${program//-/_}\"\n        "
                "return\n    fi\n");
}

std::string bash_case(const Entry& entry) {
    if (entry.is_switch() || is_asked(entry)) return "";
    std::string pattern = "--" + std::string(entry.option.name);
    if (entry.option.letter != 0) pattern += join("|-", entry.option.letter);
    std::string reply;
    if (!entry.option.choices.empty()) reply = bash_words(words(entry.option.choices));
    if (entry.names_file()) reply += join(reply.empty() ? "" : "; ", bash_files);
    return join("        ", pattern, ") ", reply, reply.empty() ? "" : "; ", "return ;;\n");
}

// _arguments takes apart at colons and brackets.
std::string zsh_action(const Entry& entry) {
    const std::string label = with_backslashes(entry.placeholder(), ":[]\\|");
    if (is_asked(entry)) return join(":", label, ":{_gentools_ask ", entry.option.name, "}");
    const std::string choices = entry.option.choices.empty() ? "" : join("(", with_backslashes(words(entry.option.choices), ":"), ")");
    if (entry.names_file() && !choices.empty()) return join(":", label, ":{_alternative \"words:word:", choices, "\" \"files:file:_files\"}");
    if (entry.names_file()) return join(":", label, ":_files");
    return join(":", label, ":", choices.empty() ? " " : choices);
}

// Behind : and = more is to come.
constexpr std::string_view zsh_asking =
    "_gentools_ask() {\n"
    "    local -a found\n"
    "    found=(${(f)\"$(${words[1]/#\\~/$HOME} --complete $1=${(Q)PREFIX} ${(Q)words[2,-1]} 2>/dev/null)\"})\n"
    "    compadd -S '' -- ${(M)found:#*[:=]}\n"
    "    compadd -- ${found:#*[:=]}\n"
    "}\n";

constexpr std::string_view fish_asking =
    "function __gentools_ask\n"
    "    set -l line (commandline -opc)\n"
    "    command $line[1] --complete $argv[1]=(string replace -r -- '^--[a-z0-9-]+=' '' (commandline -ct)) $line[2..] 2>/dev/null\n"
    "end\n";

// '(-n --count)'{-n+,--count=}'[help]:N: '
std::string zsh_option(const Entry& entry) {
    const std::string longer = join("--", entry.option.name, entry.is_switch() ? "" : "=");
    const std::string behind = join("[", with_backslashes(entry.option.help, ":[]\\"), "]", entry.is_switch() ? "" : zsh_action(entry));
    const bool repeats = entry.is_list() || std::holds_alternative<int*>(entry.variable);
    if (entry.option.letter == 0) return single_quoted((repeats ? "*" : "") + longer + behind);
    const std::string excluded = repeats ? "'*'" : join("'(-", entry.option.letter, " --", entry.option.name, ")'");
    return join(excluded, "{-", entry.option.letter, entry.is_switch() ? "," : "+,", longer, "}", single_quoted(behind));
}

}  // namespace

std::string bash_completion(const Tool& tool, const OptionList& options) {
    std::string function = "_" + std::string(tool.name);
    std::replace(function.begin(), function.end(), '-', '_');
    std::string cases;
    std::string all;
    for (const Entry* entry : named_options(options)) {
        cases += bash_case(*entry);
        all += join(all.empty() ? "" : " ", "--", entry->option.name);
        if (entry->option.letter != 0) all += join(" -", entry->option.letter);
    }
    std::string rest;
    if (const std::string choices = operand_choices(options); !choices.empty()) rest += join("    ", bash_words(choices), '\n');
    if (takes_files(options)) rest += join("    ", bash_files, '\n');
    // bash cuts --option=value into three words.
    const std::string run = programs(options);
    return join("# bash completion for ", tool.name, ", made by ", tool.name, " --generate bash\n",
                run.empty() ? "" : join(function, "_folder=${BASH_SOURCE[0]%/*}\n"), function, "() {\n",
                "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n    local IFS=$' \\t\\n'\n    COMPREPLY=()\n",
                bash_running(tool, run), bash_asking(options),
                "    if [[ $word == = ]]; then word=; elif [[ $before == = ]]; then before=${COMP_WORDS[COMP_CWORD-2]}; fi\n",
                "    case $before in\n", cases, "    esac\n    if [[ $word == -* ]]; then\n        ", bash_words(all), "\n        return\n    fi\n",
                rest, "}\ncomplete -o filenames -F ", function, ' ', tool.name, '\n');
}

std::string zsh_completion(const Tool& tool, const OptionList& options) {
    std::string out = join("#compdef ", tool.name, "\n# made by ", tool.name, " --generate zsh\n",
                           asked_names(options, " ").empty() ? "" : zsh_asking, "_arguments -s -S");
    for (const Entry* entry : named_options(options)) out += " \\\n    " + zsh_option(*entry);
    for (const Entry* entry : operands_of(options))
        if (const std::string names = words(entry->option.choices); entry->option.runs)
            out += " \\\n    " + single_quoted(join("*::", entry->placeholder(), ":{ [[ \" ", names,
                                                    " \" == *\" $words[1] \"* ]] && _normal || compadd ", names, " }"));
        else
            out += " \\\n    " + single_quoted((entry->is_list() ? "*" : entry->option.required ? "" : ":") + zsh_action(*entry));
    return out + '\n';
}

std::string fish_completion(const Tool& tool, const OptionList& options) {
    const auto quoted = [](std::string_view text) { return "'" + with_backslashes(text, "'\\") + "'"; };
    std::string out = join("# fish completion for ", tool.name, ", made by ", tool.name, " --generate fish\n");
    if (!asked_names(options, " ").empty()) out += fish_asking;
    if (!takes_files(options)) out += join("complete -c ", tool.name, " -f\n");
    const std::string run = programs(options);
    const std::string own = run.empty() ? "" : join(" -n 'not __fish_seen_subcommand_from ", run, "'");
    if (!run.empty())
        out += join("complete -c ", tool.name, " -n '__fish_seen_subcommand_from ", run,
                    "; and not __fish_seen_subcommand_from help' -a '(__fish_complete_subcommand)'\n");
    if (const std::string choices = operand_choices(options); !choices.empty())
        out += join("complete -c ", tool.name, own, " -a ", quoted(choices), '\n');
    for (const Entry* entry : named_options(options)) {
        out += join("complete -c ", tool.name, own);
        if (entry->option.letter != 0) out += join(" -s ", entry->option.letter);
        out += join(" -l ", entry->option.name);
        if (!entry->is_switch()) out += entry->names_file() ? " -r -F" : " -x";
        if (!entry->option.choices.empty()) out += " -a " + quoted(words(entry->option.choices));
        if (is_asked(*entry)) out += join(" -a '(__gentools_ask ", entry->option.name, ")'");
        out += join(" -d ", quoted(entry->option.help), '\n');
    }
    return out;
}

std::string json_description(const Tool& tool, const OptionList& options) {
    std::string list;
    for (const Entry& entry : options.entries) {
        if (entry.hidden) continue;
        const Option& option = entry.option;
        const std::string_view file = !entry.names_file() ? "" : option.expects == Expects::output ? "output" : "input";
        const Json described = Json::object({{"name", entry.shown()},
                                             {"letter", option.letter == 0 ? "" : std::string(1, option.letter)},
                                             {"value", entry.placeholder()},
                                             {"group", Json(entry.is_operand() ? "Operands" : entry.group())},
                                             {"help", Json(option.help)},
                                             {"default", entry.preset},
                                             {"choices", option.choices},
                                             {"needs", option.needs},
                                             {"file", Json(file)},
                                             {"kind", Json(option.kind)},
                                             {"beside", Json(option.beside)},
                                             {"required", option.required},
                                             {"repeats", entry.is_list()}});
        list += join(list.empty() ? "\n" : ",\n", described.dump());
    }
    return join("{\"name\":", json_text(tool.name), ",\"version\":", json_text(GEN_VERSION), ",\"summary\":", json_text(tool.summary),
                ",\"options\":[", list, "\n]}\n");
}

}  // namespace gen
