#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
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

/// A part of a message: words, or a number in its shortest form. Words are only referred to.
class Part {
public:
    Part(std::string_view words) : words_(words) {}
    Part(const std::string& words) : words_(words) {}
    Part(const char* words) : words_(words) {}
    Part(char letter) : letter_(letter), kind_(Kind::letter) {}
    Part(double value) : number_(value), kind_(Kind::number) {}
    Part(float value) : number_(value), kind_(Kind::single) {}
    template <std::signed_integral T>
    Part(T value) : count_(value), kind_(Kind::count) {}
    template <std::unsigned_integral T>
    Part(T value) : natural_(value), kind_(Kind::natural) {}

    void append_to(std::string& message) const;

private:
    enum class Kind : unsigned char { words, letter, number, single, count, natural };

    union {
        std::string_view words_;
        char letter_;
        double number_;
        std::int64_t count_;
        std::uint64_t natural_;
    };
    Kind kind_ = Kind::words;
};

/// The parts one after the other.
std::string joined(std::initializer_list<Part> parts);
[[noreturn]] void fail_with(Fault fault, std::initializer_list<Part> parts);

// What follows is called hundreds of times: nothing but the list of parts is made where it stands.
template <class... Parts>
std::string join(const Parts&... parts) {
    return joined({Part(parts)...});
}

/// The input is not what it must be: format, shape, digest, non-finite values (exit 3).
template <class... Parts>
[[noreturn]] void fail(const Parts&... parts) {
    fail_with(Fault::input, {Part(parts)...});
}

/// Missing, not permitted, no space, locked (exit 4).
template <class... Parts>
[[noreturn]] void fail_io(const Parts&... parts) {
    fail_with(Fault::io, {Part(parts)...});
}

/// The command line or the configuration is wrong (exit 2).
template <class... Parts>
[[noreturn]] void fail_usage(const Parts&... parts) {
    fail_with(Fault::usage, {Part(parts)...});
}

}  // namespace gen
