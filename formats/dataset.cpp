#include "formats/dataset.hpp"

#include <algorithm>
#include <iterator>

namespace gen {
namespace {

struct TypeName {
    Type type;
    std::string_view name;
    std::size_t size;
};
constexpr TypeName type_names[] = {{Type::u8, "u8", 1},   {Type::i32, "i32", 4}, {Type::i64, "i64", 8},  {Type::u64, "u64", 8},
                                   {Type::f32, "f32", 4}, {Type::f64, "f64", 8}, {Type::text, "text", 1}};

const TypeName& entry(Type type) {
    return *std::find_if(std::begin(type_names), std::end(type_names), [&](const TypeName& t) { return t.type == type; });
}

}  // namespace

std::size_t size_of(Type type) { return entry(type).size; }
std::string_view name_of(Type type) { return entry(type).name; }

std::size_t Dataset::row_bytes() const {
    if (type == Type::text) return text_length;
    return gen::count(shape.empty() ? shape : Shape(shape.begin() + 1, shape.end())) * size_of(type);
}

}  // namespace gen
