#include "formats/arrays/mat5.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "core/error.hpp"
#include "formats/arrays/mat_words.hpp"
#include "formats/inflated.hpp"
#include "formats/source.hpp"
#include "formats/utf8.hpp"

namespace gen {
namespace {

using Kind = NumberType::Kind;

constexpr std::size_t mat5_header_bytes = 128;
constexpr std::string_view magic = "MATLAB 5.0 MAT-file";
constexpr std::size_t type_matrix = 14;
constexpr std::size_t type_compressed = 15;
constexpr std::size_t most_depth = 8;
constexpr std::size_t most_matrices = 10'000;

enum Class : std::size_t {
    cell = 1,
    structure = 2,
    object = 3,
    characters_class = 4,
    sparse = 5,
    doubles = 6,
    uint8 = 9,
    uint64 = 15,
    function = 16
};
constexpr std::string_view matrix_classes[] = {"",   "cell", "struct", "object", "text", "sparse", "f64", "f32",
                                               "i8", "u8",   "i16",    "u16",    "i32",  "u32",    "i64", "u64"};

struct Element {
    std::size_t type;
    std::size_t offset;  // of the data
    std::size_t bytes;
    std::size_t next;  // offset of the next element
    std::size_t end() const { return offset + bytes; }
};

NumberType number_type(const std::string& name, std::size_t code, bool big_endian) {
    switch (code) {
        case 1: return {Kind::whole, 1, false};
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

/// The matrices of one stretch of elements.
class Walk {
public:
    Walk(Bytes content, bool big_endian, std::vector<MatMatrix>& found) : content_(std::move(content)), big_endian_(big_endian), found_(found) {}

    // A tag of 4 bytes holds up to 4 bytes of data itself.
    Element element(std::size_t offset, std::size_t end) const {
        if (offset > end || end - offset < 8) fail(content_.name(), ": MATLAB element at byte ", offset, " is cut off");
        const std::vector<std::byte> tag = content_.read(offset, 8);
        const std::size_t first = natural_at(tag.data(), 4, big_endian_);
        if (first >> 16 != 0) {
            if (first >> 16 > 4) fail(content_.name(), ": MATLAB element at byte ", offset, " is damaged");
            return {first & 0xffff, offset + 4, first >> 16, offset + 8};
        }
        const std::size_t bytes = natural_at(tag.data() + 4, 4, big_endian_);
        if (bytes > end - offset - 8)
            fail(content_.name(), ": MATLAB element at byte ", offset, " has ", bytes, " bytes, ", end - offset - 8, " are there");
        const std::size_t padding = first == type_compressed ? 0 : (8 - bytes % 8) % 8;
        return {first, offset + 8, bytes, std::min(end, offset + 8 + bytes + padding)};
    }

    /// `path`: of the cell or field that it is; empty: it has a name itself.
    void matrix(const Element& matrix, std::string path, std::size_t depth) {
        if (depth > most_depth || found_.size() > most_matrices) fail(content_.name(), ": MATLAB structures nested too deeply, or too many of them");
        if (matrix.bytes == 0) return;  // an empty field
        const Element flags = element(matrix.offset, matrix.end());
        if (flags.bytes != 8) fail(content_.name(), ": MATLAB array flags have ", flags.bytes, " bytes, expected 8");
        const std::size_t word = natural_at(content_.read(flags.offset, 4).data(), 4, big_endian_);
        const std::size_t matrix_class = word & 0xff;
        if (matrix_class >= function) return;
        const Element extents = element(flags.next, matrix.end());
        const Element title = element(extents.next, matrix.end());
        if (path.empty()) path = text(title);
        if (path.empty()) return;  // MATLAB's own
        const Shape dimensions = dimensions_of(extents);
        if (matrix_class == cell && add_words(title.next, matrix.end(), dimensions, path)) return;
        if (matrix_class == cell) return cells(title.next, matrix.end(), dimensions, path, depth);
        if (matrix_class == structure) return fields(title.next, matrix.end(), dimensions, path, depth);
        add(matrix_class, word, dimensions, title, matrix, std::move(path));
    }

private:
    std::string text(const Element& element) const {
        const std::vector<std::byte> raw = content_.read(element.offset, std::min<std::size_t>(element.bytes, 256));
        const std::string_view all(reinterpret_cast<const char*>(raw.data()), raw.size());
        return std::string(all.substr(0, all.find('\0')));
    }

    Shape dimensions_of(const Element& extents) const {
        if (extents.bytes % 4 != 0 || extents.bytes < 8 || extents.bytes > 32) fail(content_.name(), ": MATLAB matrix has no valid dimensions");
        const std::vector<std::byte> raw = content_.read(extents.offset, extents.bytes);
        Shape dimensions;
        for (std::size_t i = 0; i < raw.size(); i += 4) dimensions.push_back(natural_at(raw.data() + i, 4, big_endian_));
        return dimensions;
    }

    std::size_t count_of(const Shape& dimensions, std::size_t end, std::size_t offset) const {
        return checked_bytes(content_.name(), dimensions, 8, end - offset) / 8;  // each has a tag at least
    }

    /// The numbers of a matrix of characters; none of what is too much, or stored in a way that is not known.
    std::vector<char32_t> characters(const Element& values) const {
        const bool is_utf8 = values.type == 16;
        const std::size_t width = values.type == 3 || values.type == 4 || values.type == 17 ? 2 : values.type == 18 ? 4 : 1;
        if (values.bytes > most_mat_characters || (width == 1 && !is_utf8 && values.type > 2)) return {};
        const std::vector<std::byte> raw = content_.read(values.offset, values.bytes);
        const std::u32string text = is_utf8 ? characters_of({reinterpret_cast<const char*>(raw.data()), raw.size()}) : U"";
        std::vector<char32_t> out(text.begin(), text.end());
        if (!is_utf8)
            for (std::size_t i = 0; i + width <= raw.size(); i += width)
                out.push_back(width == 1 ? std::to_integer<char32_t>(raw[i]) : static_cast<char32_t>(natural_at(raw.data() + i, width, big_endian_)));
        return out;
    }

    /// Of a matrix that is text, one for each of its rows; nothing of any other.
    std::optional<std::vector<std::string>> words_of(const Element& matrix) const {
        if (matrix.type != type_matrix || matrix.bytes == 0) return {};
        const Element flags = element(matrix.offset, matrix.end());
        if (flags.bytes != 8 || std::to_integer<std::size_t>(content_.read(flags.offset, 4)[big_endian_ ? 3 : 0]) != characters_class) return {};
        const Element extents = element(flags.next, matrix.end());
        const Element title = element(extents.next, matrix.end());
        const Shape dimensions = dimensions_of(extents);
        if (count(dimensions) == 0) return std::vector<std::string>(1);
        const std::vector<char32_t> all = characters(element(title.next, matrix.end()));
        const std::size_t rows = dimensions[0];
        if (dimensions.size() != 2 || rows > most_mat_words || all.empty() || (rows > 1 && all.size() != count(dimensions))) return {};
        return words_of_rows(all, rows);
    }

    /// A cell array of nothing but texts is one of words.
    bool add_words(std::size_t at, std::size_t end, const Shape& dimensions, const std::string& path) {
        const std::size_t n = count_of(dimensions, end, at);
        if (n == 0 || n > most_mat_words) return false;
        MatMatrix m{.info = {path, dimensions, "text", ArrayInfo::Holds::words}, .content = content_, .type = {}};
        for (std::size_t i = 0; i < n; ++i) {
            const Element inner = element(at, end);
            const std::optional<std::vector<std::string>> one = words_of(inner);
            if (!one || one->size() != 1) return false;
            m.words.push_back(one->front());
            at = inner.next;
        }
        found_.push_back(std::move(m));
        return true;
    }

    void cells(std::size_t at, std::size_t end, const Shape& dimensions, const std::string& path, std::size_t depth) {
        const std::size_t n = count_of(dimensions, end, at);
        for (std::size_t i = 0; i < n; ++i) {
            const Element inner = element(at, end);
            matrix(inner, join(path, "{", i + 1, "}"), depth + 1);
            at = inner.next;
        }
    }

    void fields(std::size_t at, std::size_t end, const Shape& dimensions, const std::string& path, std::size_t depth) {
        const Element length = element(at, end);
        if (length.bytes != 4) fail(content_.name(), ": MATLAB structure ", path, " is damaged");
        const std::size_t width = natural_at(content_.read(length.offset, 4).data(), 4, big_endian_);
        const Element names = element(length.next, end);
        if (width == 0 || width > 256) fail(content_.name(), ": MATLAB structure ", path, " has names of ", width, " bytes");
        std::vector<std::string> fields;
        for (std::size_t i = 0; i + width <= names.bytes; i += width) fields.push_back(text({1, names.offset + i, width, 0}));
        at = names.next;
        const std::size_t n = fields.empty() ? 0 : count_of(dimensions, end, at);
        for (std::size_t i = 0; i < n; ++i)
            for (const std::string& field : fields) {
                const Element inner = element(at, end);
                matrix(inner, join(path, n > 1 ? join("(", i + 1, ")") : "", ".", field), depth + 1);
                at = inner.next;
            }
    }

    // What is not of real numbers is listed, no more.
    void add(std::size_t matrix_class, std::size_t flags, const Shape& dimensions, const Element& title, const Element& matrix, std::string path) {
        const bool is_complex = (flags & 0x0800) != 0;
        MatMatrix m{.info = {std::move(path), dimensions, std::string(matrix_classes[matrix_class]), ArrayInfo::Holds::other},
                    .content = content_,
                    .type = {}};
        m.is_bool = (flags & 0x0200) != 0;
        m.is_byte = matrix_class == uint8;
        if (m.is_bool) m.info.type = "bool";
        if (is_complex) m.info.type = "complex";
        if (matrix_class >= doubles && matrix_class <= uint64 && !is_complex) {
            const Element values = element(title.next, matrix.end());
            m.type = number_type(content_.name(), values.type, big_endian_);
            m.offset = values.offset;
            const std::size_t expected = checked_bytes(content_.name(), dimensions, m.type.bytes, values.bytes);
            if (expected != values.bytes)
                fail(content_.name(), ": matrix ", gen::text(dimensions), " has ", values.bytes, " bytes, expected ", expected);
            m.info.holds = ArrayInfo::Holds::numbers;
        }
        if (std::optional<std::vector<std::string>> words = words_of(matrix)) {
            m.words = std::move(*words);
            m.info.holds = ArrayInfo::Holds::words;
            if (m.words.size() > 1) m.info.shape = {m.words.size()};
        }
        found_.push_back(std::move(m));
    }

    Bytes content_;
    bool big_endian_;
    std::vector<MatMatrix>& found_;
};

Bytes unpacked(const Bytes& file, const Element& packed, bool big_endian) {
    const Bytes part = file.part(packed.offset, packed.bytes, file.name());
    const std::vector<std::byte> tag = inflate_head(Frame::zlib, part.head(256), 8);
    if (tag.size() < 8) fail(file.name(), ": damaged compressed element at byte ", packed.offset - 8);
    return inflated(part, Frame::zlib, 8 + natural_at(tag.data() + 4, 4, big_endian), file.name());
}

}  // namespace

bool is_mat5(const Bytes& bytes) {
    const std::vector<std::byte> head = bytes.head(magic.size());
    return std::string_view(reinterpret_cast<const char*>(head.data()), head.size()) == magic;
}

std::vector<MatMatrix> matrices_of_mat5(const Bytes& file) {
    const std::vector<std::byte> header = file.head(mat5_header_bytes);
    if (header.size() < mat5_header_bytes) fail(file.name(), ": MATLAB header ends after ", header.size(), " bytes, expected ", mat5_header_bytes);
    const std::string order = {std::to_integer<char>(header[126]), std::to_integer<char>(header[127])};
    if (order != "IM" && order != "MI") fail(file.name(), ": MATLAB byte order mark is ", hex({&header[126], 2}), ", expected 494d or 4d49");
    const bool big_endian = order == "MI";
    std::vector<MatMatrix> found;
    Walk walk(file, big_endian, found);
    for (std::size_t offset = mat5_header_bytes; offset < file.size();) {
        const Element element = walk.element(offset, file.size());
        offset = element.next;
        if (element.type == type_matrix) walk.matrix(element, "", 0);
        if (element.type != type_compressed) continue;
        const Bytes content = unpacked(file, element, big_endian);
        Walk inside(content, big_endian, found);
        if (const Element inner = inside.element(0, content.size()); inner.type == type_matrix) inside.matrix(inner, "", 0);
    }
    return found;
}

}  // namespace gen
