#include "formats/npy.hpp"

#include <charconv>
#include <string>
#include <string_view>
#include <utility>

#include "core/error.hpp"

namespace gen {
namespace {

using Kind = NumberType::Kind;

constexpr std::string_view magic = "\x93NUMPY";

// The words behind 'key': in the header's dictionary.
std::string_view value_of(const std::string& name, std::string_view header, std::string_view key) {
    const std::size_t at = header.find(join("'", key, "':"));
    if (at == std::string_view::npos) fail(name, ": NPY header has no '", key, "'");
    std::string_view rest = header.substr(at + key.size() + 3);
    while (!rest.empty() && rest[0] == ' ') rest.remove_prefix(1);
    return rest;
}

NumberType parse_descr(const std::string& name, std::string_view words) {
    const std::size_t end = words.size() < 2 ? std::string_view::npos : words.find('\'', 1);
    if (end == std::string_view::npos || words[0] != '\'') fail(name, ": NPY descr is not a plain number type");
    const std::string_view descr = words.substr(1, end - 1);
    NumberType type;
    bool good = descr.size() == 3 && (descr[0] == '<' || descr[0] == '>' || descr[0] == '|');
    if (good) {
        type.big_endian = descr[0] == '>';
        type.bytes = static_cast<std::size_t>(descr[2] - '0');
        const bool size_known = type.bytes == 1 || type.bytes == 2 || type.bytes == 4 || type.bytes == 8;
        good = size_known && (descr[1] == 'u' || descr[1] == 'i' || (descr[1] == 'f' && type.bytes >= 4) || (descr[1] == 'b' && type.bytes == 1));
        type.kind = descr[1] == 'i' ? Kind::whole : descr[1] == 'f' ? Kind::floating : Kind::natural;
        if (type.bytes == 1) type.big_endian = false;
    }
    if (!good) fail(name, ": NPY type '", descr, "' is not supported, expected u1, i1 ... i8, f4 or f8");
    return type;
}

Shape parse_dimensions(const std::string& name, std::string_view words) {
    Shape dimensions;
    const std::size_t end = words.find(')');
    if (words.empty() || words[0] != '(' || end == std::string_view::npos) fail(name, ": NPY header has no shape in parentheses");
    std::string_view rest = words.substr(1, end - 1);
    while (!rest.empty()) {
        if (rest[0] == ' ' || rest[0] == ',') {
            rest.remove_prefix(1);
            continue;
        }
        std::size_t value = 0;
        const auto [next, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
        if (error != std::errc()) fail(name, ": NPY shape (", words.substr(1, end - 1), ") is not a list of sizes");
        dimensions.push_back(value);
        rest.remove_prefix(static_cast<std::size_t>(next - rest.data()));
    }
    return dimensions;
}

bool is_channels(std::size_t n) { return n == 1 || n == 3 || n == 4; }

}  // namespace

bool is_npy(const Bytes& bytes) {
    const std::vector<std::byte> head = bytes.head(magic.size());
    return std::string_view(reinterpret_cast<const char*>(head.data()), head.size()) == magic;
}

NpyArray npy_array(const Bytes& bytes) {
    const std::string& name = bytes.name();
    if (!is_npy(bytes)) fail(name, ": not an NPY file: starts with ", hex(bytes.head(6)), ", expected 934e554d5059");
    const std::vector<std::byte> fixed = bytes.head(12);
    const std::size_t version = fixed.size() > 6 ? std::to_integer<std::size_t>(fixed[6]) : 0;
    if (fixed.size() == 12 && (version < 1 || version > 3)) fail(name, ": NPY version ", version, ", expected 1 to 3");
    const std::size_t width = version == 1 ? 2 : 4;
    if (fixed.size() < 12) fail(name, ": NPY header ends after ", fixed.size(), " bytes");
    const std::size_t length = natural_at(fixed.data() + 8, width, false);
    const std::size_t offset = 8 + width + length;
    if (offset > bytes.size() || length > (1 << 20)) fail(name, ": NPY header of ", length, " bytes does not fit a file of ", bytes.size());
    const std::vector<std::byte> raw = bytes.read(8 + width, length);
    const std::string_view header(reinterpret_cast<const char*>(raw.data()), raw.size());

    NpyArray array{.type = parse_descr(name, value_of(name, header, "descr")),
                   .shape = parse_dimensions(name, value_of(name, header, "shape")),
                   .offset = offset};
    const std::string_view order = value_of(name, header, "fortran_order");
    if (!order.starts_with("True") && !order.starts_with("False")) fail(name, ": NPY fortran_order is neither True nor False");
    array.column_major = order.starts_with("True") && array.shape.size() > 1;
    return array;
}

void expect_whole(const Bytes& bytes, const NpyArray& array) {
    const std::size_t expected = checked_bytes(bytes.name(), array.shape, array.type.bytes, bytes.size() - array.offset);
    if (bytes.size() != array.offset + expected)
        fail(bytes.name(), ": has ", bytes.size(), " bytes, expected ", array.offset + expected, " for shape ", text(array.shape));
}

std::unique_ptr<Source> open_npy(const Bytes& bytes, const std::optional<Shape>& shape) {
    const std::string& name = bytes.name();
    const NpyArray array = npy_array(bytes);
    const Shape& dimensions = array.shape;
    const std::size_t rank = dimensions.size();
    if (array.column_major) fail(name, ": is column-major, expected row-major (save numpy.ascontiguousarray of it)");
    if (rank < 2 || rank > 4) fail(name, ": has ", rank, rank == 1 ? " dimension" : " dimensions", ", expected [N,D], [N,H,W] or [N,C,H,W]");
    expect_whole(bytes, array);
    if (rank == 4 && !shape && !is_channels(dimensions[1]) && is_channels(dimensions[3]))
        fail(name, ": shape ", text(dimensions), " looks like [N,H,W,C], expected [N,C,H,W] (save x.transpose(0, 3, 1, 2).copy())");

    bool table = false;
    const Shape row = row_shape(name, Shape(dimensions.begin() + 1, dimensions.end()), shape, table);
    auto source = std::make_unique<ArraySource>(bytes, ArrayLayout{array.offset, count(row) * array.type.bytes, array.type, row}, dimensions[0]);
    source->format = "npy";
    source->table = table;
    return source;
}

}  // namespace gen
