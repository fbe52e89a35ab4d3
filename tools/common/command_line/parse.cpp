// The only file that includes CLI11, which costs as much to compile as the rest of the tools. It finds the options in the arguments;
// what a value may be is decided in option_list.cpp, because CLI11 takes -1 for an unsigned number and nan for a positive one.
#include "tools/common/command_line/parse.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "core/error.hpp"
#include "core/words.hpp"

namespace gen {
namespace {

// CLI11 splits an argument like [a,b] into a list; with a byte before the bracket it does not.
constexpr char guard = '\x01';

// CLI11 2.4 and later take --q and -q for one name, so a long name of one letter gets a second byte: in the options, and in the arguments.
constexpr char second = '\x7f';

std::string long_name(std::string_view name) { return name.size() == 1 ? join(name, second) : std::string(name); }

void lengthen_name(std::string& argument) {
    const bool is_long = argument.size() > 2 && argument[0] == '-' && argument[1] == '-';
    if (is_long && (argument.size() == 3 || argument[3] == '=')) argument.insert(3, 1, second);
}

std::string as_typed(std::string text) {
    std::erase(text, second);
    return text;
}

struct Arguments {
    std::vector<std::string> mixed;     // options and operands, last first, as CLI::App::parse wants them
    std::vector<std::string> operands;  // what stood behind --
};

// An option that may stand alone does so at the end and before another option.
bool alone(const OptionList& options, std::string_view argument, const char* const* next, const char* const* end, std::string& value) {
    if (!argument.starts_with("--") || (next != end && (std::string_view(*next) == "-" || **next != '-'))) return false;
    for (const Entry& entry : options.entries)
        if (!entry.option.alone.empty() && entry.option.name == argument.substr(2)) value = entry.option.alone;
    return !value.empty();
}

// Another option, or what looks like one, is not taken for a value that was forgotten.
void expect_value(const OptionList& options, const std::string& argument, std::string_view next) {
    const auto is_typed_so = [](const Entry& entry, std::string_view words) {
        return words == join("--", entry.option.name) || (entry.option.letter != 0 && words == join('-', entry.option.letter));
    };
    const auto is_option = [&](const Entry& entry) { return !entry.is_operand() && is_typed_so(entry, next); };
    for (const Entry& entry : options.entries)
        if (!entry.is_operand() && !entry.is_switch() && is_typed_so(entry, argument) &&
            (next.starts_with("--") || std::ranges::any_of(options.entries, is_option)))
            fail_usage(argument, ": needs a value; one that begins with a dash is written --", entry.option.name, '=', next);
}

Arguments arguments_of(int argc, char** argv, const OptionList& options) {
    Arguments out;
    const auto end = argv + argc;
    const auto bar = std::find_if(argv + 1, end, [](std::string_view argument) { return argument == "--"; });
    for (auto i = argv + 1; i != bar; ++i) {
        std::string argument = *i;
        // CLI11 would take the next argument for the value.
        if (argument.size() > 3 && argument.starts_with("--") && argument.find('=') == argument.size() - 1)
            fail_usage(argument.substr(0, argument.size() - 1), ": got an empty value");
        if (std::string value; alone(options, argument, i + 1, bar, value))
            argument += join('=', value);
        else if (i + 1 != bar)
            expect_value(options, argument, *(i + 1));
        if (argument.starts_with('[')) argument.insert(argument.begin(), guard);
        lengthen_name(argument);
        out.mixed.push_back(std::move(argument));
    }
    std::reverse(out.mixed.begin(), out.mixed.end());
    if (bar != end) out.operands.assign(bar + 1, end);
    return out;
}

std::vector<std::string> unguarded(std::vector<std::string> values) {
    for (std::string& value : values)
        if (value.starts_with(guard)) value.erase(0, 1);
    return values;
}

CLI::Option* add(CLI::App& app, const Entry& entry) {
    std::string names = join("--", long_name(entry.option.name));
    if (entry.option.letter != 0) names = join("-", entry.option.letter, ",", names);
    CLI::Option* const option = entry.is_switch() ? app.add_flag(names) : app.add_option(names);
    return option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

// Operands go to the names in order; a list takes all that the required ones behind it leave.
void assign_operands(std::vector<Entry*> names, const std::vector<std::string>& values) {
    auto next = values.begin();
    for (auto name = names.begin(); name != names.end() && next != values.end(); ++name) {
        std::ptrdiff_t take = 1;
        if ((*name)->is_list()) {
            const auto behind = std::count_if(name + 1, names.end(), [](const Entry* e) { return e->option.required; });
            take = std::max<std::ptrdiff_t>(values.end() - next - behind, 0);
        }
        if (take > 0) assign(**name, {next, next + take}, (*name)->shown());
        next += take;
    }
    if (next != values.end()) fail_usage("unexpected operand '", *next, "'");
}

[[noreturn]] void refuse(const std::string& argument, const OptionList& options) {
    const std::string_view name = std::string_view(argument).substr(0, argument.find('='));
    const std::size_t dashes = std::min(name.find_first_not_of('-'), name.size());
    const std::string_view meant = name.size() - dashes > 1 ? nearest_word(name.substr(dashes), options.names()) : "";
    fail_usage("unknown option ", argument, meant.empty() ? " (see --help)" : join(" (did you mean --", meant, "?)"));
}

std::string missing_value(const CLI::ParseError& error) {
    const std::string message = error.what();  // "--seed: 1 required TEXT missing"
    return as_typed(message.substr(0, message.find(':')));
}

}  // namespace

void parse_command_line(int argc, char** argv, OptionList& options) {
    CLI::App app;
    app.set_help_flag();
    app.allow_extras();
    std::vector<CLI::Option*> found;
    std::vector<Entry*> operands;
    for (Entry& entry : options.entries) {
        found.push_back(entry.is_operand() ? nullptr : add(app, entry));
        if (entry.is_operand()) operands.push_back(&entry);
    }
    CLI::Option* const rest = app.add_option("OPERANDS")->expected(0, 1 << 28)->allow_extra_args();
    Arguments arguments = arguments_of(argc, argv, options);
    try {
        app.parse(std::move(arguments.mixed));
    } catch (const CLI::ArgumentMismatch& error) {
        fail_usage(missing_value(error), ": needs a value");
    } catch (const CLI::ParseError& error) {
        fail_usage(as_typed(error.what()));
    }
    if (!app.remaining().empty()) refuse(as_typed(unguarded(app.remaining()).front()), options);
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (found[i] == nullptr || found[i]->count() == 0) continue;
        Entry& entry = options.entries[i];
        std::vector<std::string> given = unguarded(found[i]->results());
        const bool counts = std::holds_alternative<int*>(entry.variable);
        if (counts && std::all_of(given.begin(), given.end(), [](const std::string& v) { return v == "true"; })) given = {text(given.size())};
        assign(entry, given, entry.shown());
    }
    std::vector<std::string> values = unguarded(rest->results());
    values.insert(values.end(), arguments.operands.begin(), arguments.operands.end());
    assign_operands(operands, values);
}

}  // namespace gen
