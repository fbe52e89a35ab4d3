#pragma once

#include <cmath>
#include <concepts>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace gen {

/// The text is not JSON, or not of the form that was expected. Who knows the file catches it and says so.
class JsonError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A JSON value; the members of an object keep their order. Where the value is of another kind than a function needs, it throws JsonError.
class Json {
public:
    using Member = std::pair<std::string, Json>;

    Json() = default;  // null
    Json(bool value) : value_(value) {}
    Json(double value) : value_(value) {}
    template <std::integral T>
    Json(T value) {
        if (value < T{0})
            value_ = static_cast<std::int64_t>(value);
        else
            value_ = static_cast<std::uint64_t>(value);
    }
    Json(const char* text) : value_(std::string(text)) {}
    Json(std::string text) : value_(std::move(text)) {}
    explicit Json(std::string_view text) : value_(std::string(text)) {}
    template <class T>
    Json(const std::vector<T>& values) : value_(Array(values.begin(), values.end())) {}

    static Json array() { return Json(Value(Array())); }
    static Json object(std::vector<Member> members = {}) { return Json(Value(std::move(members))); }
    /// Throws JsonError: "is not valid JSON", "is nested deeper than 200 levels", "needs more than ... bytes of memory".
    static Json parse(std::string_view text);

    bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
    bool is_text() const { return std::holds_alternative<std::string>(value_); }
    bool is_array() const { return std::holds_alternative<Array>(value_); }
    bool is_object() const { return std::holds_alternative<Object>(value_); }
    bool is_floating() const { return std::holds_alternative<double>(value_); }
    bool is_number() const { return is_floating() || is_whole(); }

    const std::string& text() const;
    double number() const;
    /// Of a whole number that is not negative.
    std::uint64_t count() const;

    const std::vector<Json>& elements() const&;
    std::vector<Json>& elements() &;
    std::vector<Json> elements() && { return std::move(elements()); }  // of a passing value: loops may run over it
    void push_back(Json element) { elements().push_back(std::move(element)); }

    const std::vector<Member>& members() const&;
    std::vector<Member> members() && { return std::as_const(*this).members(); }
    /// Null where there is none.
    const Json* find(std::string_view name) const;
    Json* find(std::string_view name) { return const_cast<Json*>(std::as_const(*this).find(name)); }
    const Json& at(std::string_view name) const;
    /// A text of an object; "" (or what is given) where it has none of that name.
    std::string text_at(std::string_view name, std::string_view otherwise = "") const;
    /// In the place of the member of that name, else as the last one.
    void set(std::string_view name, Json value);
    void erase(std::string_view name);

    /// In one line without spaces, numbers in their shortest form; bytes that are no UTF-8 become U+FFFD.
    std::string dump() const;
    /// Every value within, with its path: "/networks/encoder/0/out", "784". Values that hold others are there only where they are empty.
    std::vector<std::pair<std::string, std::string>> flattened() const;

    bool operator==(const Json&) const = default;

private:
    using Array = std::vector<Json>;
    using Object = std::vector<Member>;
    // A whole number is an int64_t only below 0, so that equal values are equal.
    using Value = std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, Array, Object>;

    explicit Json(Value value) : value_(std::move(value)) {}
    bool is_whole() const { return std::holds_alternative<std::int64_t>(value_) || std::holds_alternative<std::uint64_t>(value_); }

    Value value_;

    friend class JsonText;
};

/// 16 as 16, not as 16.0.
inline Json json_number(double value) {
    if (value == std::floor(value) && std::abs(value) < 1e15) return static_cast<std::int64_t>(value);
    return value;
}

/// In quotes, with what JSON needs escaped.
inline std::string json_text(std::string_view text) { return Json(text).dump(); }

}  // namespace gen
