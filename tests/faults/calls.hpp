#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gen::test {

/// What becomes of the call that is chosen.
struct Trouble {
    enum Kind {
        fails,     // with this error
        passes,    // fails with this error, and the work must be done all the same
        is_brief,  // moves one byte, and the work must be done all the same
        shortens,  // happens after what the program reads was made shorter
    };
    Kind kind = fails;
    int error = 0;

    /// "ENOSPC", "one byte"
    std::string name() const;
};

/// One kind of call: by which numbers the kernel knows it, and what can become of it.
struct Call {
    std::string_view name;
    std::vector<int> numbers;
    std::vector<Trouble> troubles;
};

const std::vector<Call>& calls();

/// What setrlimit() bounds.
struct Limit {
    std::string_view name;
    int resource;
    std::vector<long> values;
};

const std::vector<Limit>& limits();

}  // namespace gen::test
