#pragma once

#include <string>
#include <vector>

namespace gen::test {

/// One use of a tool, as a line of tests/faults/uses says it:
///     [FILE...] [cat FILE |] TOOL WORD... [< FILE] [| cat]
/// The files in brackets are copied from the inputs into the folder where it runs; inputs are ../in/NAME.
struct Use {
    std::string line;
    std::vector<std::string> copied;
    std::vector<std::string> words;
    std::string input;  // of stdin; empty: nothing
    bool input_is_pipe = false;
    bool output_is_pipe = false;

    /// The inputs that it names.
    std::vector<std::string> inputs() const;
};

struct Uses {
    std::vector<std::string> preparations;  // for the shell, in the folder of the inputs
    std::vector<Use> uses;
};

Uses read_uses(const std::string& path);

}  // namespace gen::test
