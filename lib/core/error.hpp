#pragma once

#include <concepts>
#include <stdexcept>
#include <string>
#include <string_view>

namespace gen {

/// What kind of thing went wrong; run_tool() turns it into an exit status.
enum class Fault { usage, input, io, diverged };

/// The only exception the project throws on purpose. `what()` is one line: where, what came, what was expected.
class Error : public std::runtime_error {
public:
    Error(Fault fault, const std::string& message) : std::runtime_error(message), fault_(fault) {}
    Fault fault() const { return fault_; }

private:
    Fault fault_;
};

/// A number that training needs is no longer finite (exit 5).
class Diverged : public Error {
public:
    /// `intact`: the networks are as they were before the step.
    Diverged(const std::string& message, bool intact) : Error(Fault::diverged, message), intact_(intact) {}
    bool intact() const { return intact_; }

private:
    bool intact_;
};

/// The shortest decimal form that reads back as the same number; "nan", "inf" and "-inf" as such.
std::string text(double value);
std::string text(float value);
template <std::integral T>
std::string text(T value) {
    return std::to_string(value);
}
inline std::string text(std::string_view value) { return std::string(value); }
inline std::string text(char value) { return std::string(1, value); }

template <class... Parts>
std::string join(const Parts&... parts) {
    std::string out;
    ((out += text(parts)), ...);
    return out;
}

/// The input is not what it must be: format, shape, digest, non-finite values (exit 3).
template <class... Parts>
[[noreturn]] void fail(const Parts&... parts) {
    throw Error(Fault::input, join(parts...));
}

/// Missing, not permitted, no space, locked (exit 4).
template <class... Parts>
[[noreturn]] void fail_io(const Parts&... parts) {
    throw Error(Fault::io, join(parts...));
}

/// The command line or the configuration is wrong (exit 2).
template <class... Parts>
[[noreturn]] void fail_usage(const Parts&... parts) {
    throw Error(Fault::usage, join(parts...));
}

}  // namespace gen
