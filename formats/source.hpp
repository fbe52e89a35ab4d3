#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/matrix.hpp"
#include "formats/bytes.hpp"
#include "formats/foreign_number.hpp"
#include "formats/pixel_range.hpp"
#include "picture/resample.hpp"

namespace gen {

/// A foreign data set as a reader of one format gives it: rows that are read one at a time, in any order, by several threads at once.
class Source {
public:
    virtual ~Source() = default;

    /// Row i as it is stored: a byte is 0 ... 255. Throws Fault::input for a damaged row.
    virtual void read(std::size_t row, Picture& out) const = 0;
    /// The same as bytes, where `bytes` says so and nothing needs to be converted: false, and nothing is read, where it cannot.
    virtual bool read_bytes(std::size_t /*row*/, std::byte* /*out*/) const { return false; }
    /// The same as doubles, which hold more of it where `wide` says so.
    virtual void read_exactly(std::size_t row, std::vector<double>& out) const;
    /// For messages: "digits.csv: line 3", "faces.zip: a/0001.jpg".
    virtual std::string row_name(std::size_t row) const;
    /// What was found while rows were read, to be said at the end.
    virtual std::vector<std::string> remarks() const { return {}; }
    /// All the bytes of the input in order, for a digest.
    virtual void visit_bytes(const std::function<void(std::span<const std::byte>)>& visit) const;

    std::string name;    // of the input, for messages
    Bytes origin;        // the file as it came, packed or not; empty for a folder
    std::string format;  // "idx"
    std::size_t count = 0;
    std::optional<Shape> shape;        // C, H, W of all rows; pictures of a folder have their own
    bool table = false;                // rows of a table that no shape was given for: points
    bool colours = false;              // of pictures that differ: some have three channels, which grey ones get too
    bool transposed = false;           // pictures lie column by column, as is known of their set
    bool wide = false;                 // numbers that a float may not hold: decimal, of 64 bits, whole ones of 32
    bool bytes = false;                // 8-bit pixels; other numbers have a scale that must be found
    std::optional<Range> known_range;  // where the format says what black and white are: bools {0,1}, pictures of 16 bits {0,65535}
    std::string order;                 // of the dimensions, where an array had several: "nchw", "nhwc", "hwc-last-n"
    std::vector<std::int32_t> labels;
    std::vector<std::string> classes;
    std::string labels_from;             // the words of --labels that they answer; empty where they answer none
    std::vector<std::string> row_names;  // file names of pictures, empty for other formats
    std::vector<std::string> warnings;   // what was left out
};

/// Rows of equal size lying one after the other.
struct ArrayLayout {
    std::size_t offset = 0;  // of the first number
    std::size_t stride = 0;  // bytes from row to row
    NumberType type;
    Shape shape;  // C, H, W
};

class ArraySource : public Source {
public:
    /// Throws Fault::input when the rows do not lie inside the bytes.
    ArraySource(Bytes data, ArrayLayout layout, std::size_t rows);
    void read(std::size_t row, Picture& out) const override;
    bool read_bytes(std::size_t row, std::byte* out) const override;

private:
    Bytes data_;
    ArrayLayout layout_;
};

/// For a number that is finite, but not as a float.
[[noreturn]] void fail_too_large(const std::string& where, double number);

/// --shape: "1x28x28" as C, H, W. Throws Fault::usage.
Shape parse_shape(std::string_view option, std::string_view words);

/// The shape (C,H,W) of rows whose dimensions are `row`: [D] table rows, [H,W], [C,H,W]; `wanted` overrides when the numbers fit. `table`
/// becomes true where rows are points.
Shape row_shape(const std::string& name, const Shape& row, const std::optional<Shape>& wanted, bool& table);

/// The sources one after the other; they must have the same shape and be labelled alike. Class names are merged by name.
std::unique_ptr<Source> join_sources(std::vector<std::unique_ptr<Source>> parts);

/// Rows begin ... end-1, to the last one where there is no end.
struct RowRange {
    std::size_t begin = 0;
    std::optional<std::size_t> end = {};
};
/// "100:200", "100:", ":200". Throws Fault::usage.
RowRange parse_row_range(std::string_view option, std::string_view words);
/// These rows alone. Throws Fault::usage where there are none of them.
std::unique_ptr<Source> rows_of(std::unique_ptr<Source> source, const RowRange& rows);

/// The numbers of a dimension list times `bytes`, refused when `available` does not hold them. `name` starts the message.
std::size_t checked_bytes(const std::string& name, std::span<const std::size_t> dimensions, std::size_t bytes, std::size_t available);

}  // namespace gen
