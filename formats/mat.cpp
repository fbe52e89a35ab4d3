#include "formats/mat.hpp"

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "core/error.hpp"

namespace gen {
namespace {

using Kind = NumberType::Kind;

constexpr std::size_t header_bytes = 128;
constexpr std::string_view magic = "MATLAB 5.0 MAT-file";
constexpr std::size_t type_matrix = 14;
constexpr std::size_t type_compressed = 15;
constexpr std::size_t class_uint8 = 9;

struct Element {
    std::size_t type;
    std::size_t offset;  // of the data
    std::size_t bytes;
    std::size_t next;  // offset of the next element
};

struct MatMatrix {
    Bytes content;  // the file, or what was unpacked
    std::size_t offset = 0;
    NumberType type;
    Shape dimensions;
    std::size_t matrix_class = 0;
};

NumberType number_type(const std::string& name, std::size_t code, bool big_endian) {
    switch (code) {
        case 1: return {Kind::whole, 1, big_endian};
        case 2: return {Kind::natural, 1, false};
        case 3: return {Kind::whole, 2, big_endian};
        case 4: return {Kind::natural, 2, big_endian};
        case 5: return {Kind::whole, 4, big_endian};
        case 6: return {Kind::natural, 4, big_endian};
        case 7: return {Kind::floating, 4, big_endian};
        case 9: return {Kind::floating, 8, big_endian};
        case 12: return {Kind::whole, 8, big_endian};
        case 13: return {Kind::natural, 8, big_endian};
        default: fail(name, ": matrix of MATLAB data type ", code, ", expected numbers");
    }
}

// Elements up to `end`; a tag of 4 bytes holds up to 4 bytes of data itself.
Element element_at(const Bytes& content, std::size_t offset, std::size_t end, bool big_endian) {
    if (offset > end || end - offset < 8) fail(content.name(), ": MATLAB element at byte ", offset, " is cut off");
    const std::vector<std::byte> tag = content.read(offset, 8);
    const std::size_t first = natural_at(tag.data(), 4, big_endian);
    if (first >> 16 != 0) {
        if (first >> 16 > 4) fail(content.name(), ": MATLAB element at byte ", offset, " is damaged");
        return {first & 0xffff, offset + 4, first >> 16, offset + 8};
    }
    const std::size_t bytes = natural_at(tag.data() + 4, 4, big_endian);
    if (bytes > end - offset - 8)
        fail(content.name(), ": MATLAB element at byte ", offset, " has ", bytes, " bytes, ", end - offset - 8, " are there");
    const std::size_t padding = first == type_compressed ? 0 : (8 - bytes % 8) % 8;
    return {first, offset + 8, bytes, std::min(end, offset + 8 + bytes + padding)};
}

// Nothing for matrices that are not real numbers: text, cells, structures, sparse and complex ones.
std::optional<MatMatrix> parse_matrix(const Bytes& content, const Element& matrix, bool big_endian) {
    const std::string& name = content.name();
    const std::size_t end = matrix.offset + matrix.bytes;
    const Element flags = element_at(content, matrix.offset, end, big_endian);
    if (flags.bytes != 8) fail(name, ": MATLAB array flags have ", flags.bytes, " bytes, expected 8");
    const std::size_t word = natural_at(content.read(flags.offset, 4).data(), 4, big_endian);
    const std::size_t matrix_class = word & 0xff;
    if (matrix_class < 6 || matrix_class > 15 || (word & 0x0800) != 0) return {};

    MatMatrix m;
    m.content = content;
    m.matrix_class = matrix_class;
    const Element dimensions = element_at(content, flags.next, end, big_endian);
    if (dimensions.bytes % 4 != 0 || dimensions.bytes < 8 || dimensions.bytes > 32) fail(name, ": MATLAB matrix has no valid dimensions");
    const std::vector<std::byte> raw = content.read(dimensions.offset, dimensions.bytes);
    for (std::size_t i = 0; i < raw.size(); i += 4) m.dimensions.push_back(natural_at(raw.data() + i, 4, big_endian));
    const Element title = element_at(content, dimensions.next, end, big_endian);
    const Element values = element_at(content, title.next, end, big_endian);
    m.type = number_type(name, values.type, big_endian);
    m.offset = values.offset;
    const std::size_t expected = checked_bytes(name, m.dimensions, m.type.bytes, values.bytes);
    if (expected != values.bytes) fail(name, ": matrix ", text(m.dimensions), " has ", values.bytes, " bytes, expected ", expected);
    return m;
}

Bytes unpack(const Bytes& file, const Element& packed, bool big_endian) {
    const std::vector<std::byte> raw = file.read(packed.offset, packed.bytes);
    const std::vector<std::byte> tag = inflate_head(Frame::zlib, raw, 8);
    if (tag.size() < 8) fail(file.name(), ": damaged compressed element at byte ", packed.offset - 8);
    return Bytes::of(file.name(), inflate(Frame::zlib, raw, 8 + natural_at(tag.data() + 4, 4, big_endian), file.name()));
}

MatMatrix largest_matrix(const Bytes& file) {
    const std::vector<std::byte> header = file.head(header_bytes);
    if (header.size() < header_bytes) fail(file.name(), ": MATLAB header ends after ", header.size(), " bytes, expected ", header_bytes);
    const std::string order = {std::to_integer<char>(header[126]), std::to_integer<char>(header[127])};
    if (order != "IM" && order != "MI") fail(file.name(), ": MATLAB byte order mark is ", hex({&header[126], 2}), ", expected 494d or 4d49");
    const bool big_endian = order == "MI";
    std::optional<MatMatrix> best;
    for (std::size_t offset = header_bytes; offset < file.size();) {
        const Element element = element_at(file, offset, file.size(), big_endian);
        offset = element.next;
        std::optional<MatMatrix> m;
        if (element.type == type_matrix) m = parse_matrix(file, element, big_endian);
        if (element.type == type_compressed) {
            const Bytes content = unpack(file, element, big_endian);
            const Element inner = element_at(content, 0, content.size(), big_endian);
            if (inner.type == type_matrix) m = parse_matrix(content, inner, big_endian);
        }
        if (m && (!best || count(m->dimensions) > count(best->dimensions))) best = std::move(m);
    }
    if (!best) fail(file.name(), ": has no matrix of real numbers");
    return std::move(*best);
}

// [D,N] as [N,D]: every row of the matrix becomes contiguous.
void transpose(MatMatrix& m) {
    const std::size_t rows = m.dimensions[0];
    const std::size_t columns = m.dimensions[1];
    const std::size_t size = m.type.bytes;
    const std::vector<std::byte> in = m.content.read(m.offset, rows * columns * size);
    std::vector<std::byte> out(in.size());
    for (std::size_t c = 0; c < columns; ++c)
        for (std::size_t r = 0; r < rows; ++r) std::memcpy(&out[(r * columns + c) * size], &in[(c * rows + r) * size], size);
    m.content = Bytes::of(m.content.name(), std::move(out));
    m.offset = 0;
    std::swap(m.dimensions[0], m.dimensions[1]);
}

}  // namespace

bool is_mat(const Bytes& bytes) {
    const std::vector<std::byte> head = bytes.head(magic.size());
    return std::string_view(reinterpret_cast<const char*>(head.data()), head.size()) == magic;
}

std::unique_ptr<Source> open_mat(const Bytes& bytes, const std::optional<Shape>& shape) {
    if (!is_mat(bytes)) fail(bytes.name(), ": not a MATLAB 5 file: starts with ", hex(bytes.head(4)), ", expected '", magic, "'");
    MatMatrix m = largest_matrix(bytes);
    const std::size_t rank = m.dimensions.size();
    if (rank > 4) fail(bytes.name(), ": matrix has ", rank, " dimensions, expected 2 to 4");
    if (shape && rank == 2 && m.dimensions[0] != count(*shape) && m.dimensions[1] == count(*shape)) transpose(m);

    Shape row;  // as C, H, W
    if (rank == 2) row = {m.dimensions[0]};
    if (rank == 3) row = {m.dimensions[0], m.dimensions[1]};
    if (rank == 4) row = {m.dimensions[2], m.dimensions[0], m.dimensions[1]};
    bool table = false;
    ArrayLayout layout{m.offset, 0, m.type, row_shape(bytes.name(), row, shape, table), rank > 2 && !shape};
    layout.stride = count(layout.shape) * m.type.bytes;
    auto source = std::make_unique<ArraySource>(m.content, layout, m.dimensions.back());
    source->origin = bytes;
    source->format = "mat";
    source->table = table;
    source->bytes = m.matrix_class == class_uint8 && m.type.is_byte();
    return source;
}

}  // namespace gen
