#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/matrix.hpp"

namespace gen {

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

}  // namespace gen
