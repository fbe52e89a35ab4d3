#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/matrix.hpp"

namespace gen {

/// Of the kinds that we write; readers accept the same major number.
inline constexpr std::string_view encoding_version = "1.0.0";

/// The number types of our files, little-endian; `text` is a scalar string of fixed length.
enum class Type { u8, i32, i64, u64, f32, f64, text };

std::size_t size_of(Type type);
std::string_view name_of(Type type);

/// Gives rows first ... first+count-1 of a data set (a row: all that shares the first index), row-major, little-endian.
/// Of a file that was read: may be called from several threads at once, in any order. Of one to be written: the writer asks for
/// each row once, in order.
using RowSource = std::function<void(std::size_t first, std::size_t count, void* out)>;

struct Attribute {
    std::string name;
    std::variant<std::string, std::vector<std::string>, std::vector<double>, std::vector<std::int64_t>> value;
    bool operator==(const Attribute&) const = default;
};

struct Dataset {
    std::string path;  // "/parameters/encoder/0/weight"; missing groups are made
    Type type = Type::f32;
    Shape shape;  // empty: a scalar
    RowSource rows;
    std::vector<Attribute> attributes;
    int deflate = 0;  // 1-9: written in compressed chunks of 256 rows

    std::size_t row_count() const { return shape.empty() ? 1 : shape[0]; }
    std::size_t row_bytes() const;
    std::size_t bytes() const { return row_count() * row_bytes(); }
    std::size_t text_length = 0;  // of Type::text
};

/// One HDF5 file, alone or on a stream: what is in it, before it is bytes and after. The order of `datasets` is the order of writing.
struct Document {
    std::vector<Attribute> attributes;  // of the root; content-sha256 is the writer's
    std::vector<Dataset> datasets;
    std::string name;    // for messages: the path as the user typed it, "stdin" for "-"
    std::string digest;  // content-sha256 as read; verified unless the file had none

    const Dataset* find(std::string_view path) const;
    const Dataset& require(std::string_view path) const;  // throws: "digits.h5: no dataset /images"
    const Attribute* attribute(std::string_view name) const;
    /// A text attribute of the root, "" where there is none.
    std::string text_attribute(std::string_view name) const;
};

/// A data set that holds its bytes.
Dataset dataset(std::string path, Type type, Shape shape, std::vector<std::byte> bytes);
/// f32 (whatever `real` is); `shape` must have m.size() numbers; empty: [rows, columns].
Dataset dataset(std::string path, const Matrix& m, Shape shape = {});
Dataset dataset(std::string path, const std::vector<std::int32_t>& values);
Dataset text_dataset(std::string path, std::string_view text);

/// All of a data set as numbers, converted; rank 0 or 1 gives one row, rank n the first dimension by the rest.
Matrix matrix_of(const Dataset& set);
std::vector<std::int32_t> integers_of(const Dataset& set);
std::string text_of(const Dataset& set);

}  // namespace gen
