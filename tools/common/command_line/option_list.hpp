#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "tools/common/command_line/options.hpp"

namespace gen {

/// The variable behind an option; int is a switch that counts (-v -v).
using Variable = std::variant<bool*, int*, std::int64_t*, std::uint64_t*, double*, std::string*, std::optional<std::int64_t>*, std::optional<double>*,
                              std::optional<std::string>*, std::vector<std::string>*>;

/// One option or operand together with its variable.
struct Entry {
    Option option;
    Variable variable;
    bool common = false;                  // added by run_tool
    bool hidden = false;                  // in no help, page or completion
    bool command = false;                 // asks for help and the like: not a setting, so neither read from --config nor printed
    bool given = false;                   // set by the command line, the environment or the configuration file
    std::string preset;                   // the default as text, "" where there is none
    std::vector<std::string> usual = {};  // the value before any was given

    bool is_operand() const { return option.name[0] >= 'A' && option.name[0] <= 'Z'; }
    bool is_switch() const { return std::holds_alternative<bool*>(variable) || std::holds_alternative<int*>(variable); }
    bool is_list() const { return std::holds_alternative<std::vector<std::string>*>(variable); }
    bool changed() const;
    bool names_file() const { return option.expects != Expects::anything; }
    std::string shown() const;        // "--latent", "DATA"
    std::string placeholder() const;  // "N", "FILE"; "" for a switch
    std::string_view group() const { return option.group.empty() ? (common ? "Common options" : "Options") : option.group; }
};

/// What a describe() visits, in its order.
class OptionList : public OptionVisitor {
public:
    void visit(const Option& option, bool& value) override { add(option, &value); }
    void visit(const Option& option, std::int64_t& value) override { add(option, &value); }
    void visit(const Option& option, std::uint64_t& value) override { add(option, &value); }
    void visit(const Option& option, double& value) override { add(option, &value); }
    void visit(const Option& option, std::string& value) override { add(option, &value); }
    void visit(const Option& option, std::optional<std::int64_t>& value) override { add(option, &value); }
    void visit(const Option& option, std::optional<double>& value) override { add(option, &value); }
    void visit(const Option& option, std::optional<std::string>& value) override { add(option, &value); }
    void visit(const Option& option, std::vector<std::string>& value) override { add(option, &value); }
    Entry& add(const Option& option, Variable variable);

    Entry* find(std::string_view name);
    /// Of what --help shows, operands aside: "latent", not "--latent".
    std::vector<std::string_view> names() const;
    const Entry* find(std::string_view name) const;
    /// Those of which Option::needs names such a thing, for a tool that knows when there is none.
    std::vector<const Entry*> that_need(std::string_view thing) const;
    /// The headings of named options, in order of first appearance.
    std::vector<std::string_view> groups() const;

    std::vector<Entry> entries;
};

/// The present value, numbers in their shortest form; a list has one text an element; nothing where there is no value.
std::vector<std::string> values_of(const Entry& entry);

/// Sets the variable; `where` begins messages. Throws Fault::usage: "--latent: got '0', expected a whole number from 1 to 65536".
void assign(Entry& entry, const std::vector<std::string>& values, const std::string& where);

/// What stands in the provenance, in the order of the list: options that can change the result, with the values that they have now. Operands and
/// files are there as digests, not as names, so that a pipe and a file give the same bytes.
std::vector<std::pair<std::string, std::string>> recorded_options(const OptionList& options);

/// What a value must be: "a number above 0", "one of adam, sgd"; "" for free text.
std::string expectation(const Entry& entry);

/// A bound or a count as a person writes it: 100000 rather than 1e+05.
std::string plain_number(double value);

}  // namespace gen
