#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/words.hpp"

namespace gen {

/// What a value names, for completion and checks.
enum class Expects { anything, file, files, output };

/// One option or operand, defined once: feeds parsing, --help, man page, completions, --print-config and provenance.
struct Option {
    std::string_view name;                                  // "latent" is --latent; an operand in capitals: "DATA"
    char letter = 0;                                        // 'n' is -n
    std::string_view value = {};                            // "N"; empty: a switch, or taken from the kind of the variable
    std::string_view alone = {};                            // the value where none stands behind the name: value is "[N]" then
    std::string_view help = {};                             // lower case, no full stop
    std::string_view group = {};                            // heading in --help and man page: "Training", "Input"; empty: "Options"
    double low = -std::numeric_limits<double>::infinity();  // inclusive bounds of a number; NaN and infinity are always refused
    double high = std::numeric_limits<double>::infinity();
    bool above_low = false;                                          // the lower bound itself is refused
    std::vector<std::string_view> choices = {};                      // of a string
    Forms (*forms)(const std::vector<std::string>& line) = nullptr;  // of a string: what it may look like, from the words of the command line
    char joined = 0;                                                 // between several such
    bool required = false;
    Expects expects = Expects::anything;
    std::vector<std::string_view> endings = {};  // that the name of an output may have: ".png"; names of other formats are refused
    bool recorded = true;                        // can change the result, so it stands in the provenance
    std::string_view unrecorded = {};            // but for this value, which files from before the option was there are of
    bool runs = false;                           // of an operand with choices: a program beside this one, whose words follow; for completion
    bool may_be_absent = false;                  // of an operand that names files: none given is not stdin, so a terminal there is no error
    std::string_view example_default = {};       // shown as the default where it is worked out ("OUTPUT.ckpt")
    std::vector<std::string_view> needs = {};    // what there must be for it to say anything: "discriminator"; see OptionList::that_need()
    std::string_view makes = {};                 // given, --output takes this kind instead of the tool's
    // Of an output:
    std::string_view kind = {};    // what is written there (formats/file_kind.hpp): a file of another kind is not replaced
    std::string_view beside = {};  // what is added to the name of a regular --output where no name is given
    bool keeps_old = false;        // the file before it stays, as NAME.1
};

/// Visits every option of a tool. Each overload ties an option to the variable whose present value is the default.
class OptionVisitor {
public:
    virtual ~OptionVisitor() = default;
    virtual void visit(const Option& option, bool& value) = 0;
    virtual void visit(const Option& option, std::int64_t& value) = 0;
    virtual void visit(const Option& option, std::uint64_t& value) = 0;
    virtual void visit(const Option& option, double& value) = 0;
    virtual void visit(const Option& option, std::string& value) = 0;
    virtual void visit(const Option& option, std::optional<std::int64_t>& value) = 0;
    virtual void visit(const Option& option, std::optional<double>& value) = 0;
    virtual void visit(const Option& option, std::optional<std::string>& value) = 0;
    virtual void visit(const Option& option, std::vector<std::string>& value) = 0;
};

}  // namespace gen
