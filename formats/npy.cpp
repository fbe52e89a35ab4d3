#include "formats/npy.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <utility>

#include "core/error.hpp"
#include "formats/source.hpp"
#include "formats/utf8.hpp"

namespace gen {
namespace {

constexpr std::string_view magic = "\x93NUMPY";

// The words behind 'key': in the header's dictionary.
std::string_view value_of(const std::string& name, std::string_view header, std::string_view key) {
    const std::size_t at = header.find(join("'", key, "':"));
    if (at == std::string_view::npos) fail(name, ": NPY header has no '", key, "'");
    std::string_view rest = header.substr(at + key.size() + 3);
    while (!rest.empty() && rest[0] == ' ') rest.remove_prefix(1);
    return rest;
}

// How '<f4', '|b1' and '<U10' lie; `array.words` of text.
void parse_descr(const std::string& name, std::string_view words, NpyArray& array) {
    const std::size_t end = words.size() < 2 ? std::string_view::npos : words.find('\'', 1);
    if (words.starts_with('[')) fail(name, ": NPY array of records, expected one of plain numbers (save one field of it)");
    if (end == std::string_view::npos || words[0] != '\'') fail(name, ": NPY descr is not a plain number type");
    const std::string_view descr = words.substr(1, end - 1);
    NumberType& type = array.type;
    bool good = descr.size() >= 3 && (descr[0] == '<' || descr[0] == '>' || descr[0] == '|' || descr[0] == '=');
    if (good) {
        const auto [next, error] = std::from_chars(descr.data() + 2, descr.data() + descr.size(), type.bytes);
        const char letter = descr[1];
        const bool sized = error == std::errc() && next == descr.data() + descr.size();
        const bool is_size = type.bytes == 1 || type.bytes == 2 || type.bytes == 4 || type.bytes == 8;
        type.big_endian = descr[0] == '>' && type.bytes > 1;
        using Kind = NumberType::Kind;
        type.kind = letter == 'i' ? Kind::whole : letter == 'f' ? Kind::floating : Kind::natural;
        array.is_bool = letter == 'b';
        array.words = letter == 'S' ? NpyArray::Words::bytes : letter == 'U' ? NpyArray::Words::utf32 : NpyArray::Words::none;
        if (array.words != NpyArray::Words::none) {
            good = sized && type.bytes < (1 << 16);
            if (letter == 'U') type.bytes *= 4;
        } else {
            good = sized && is_size && (letter == 'u' || letter == 'i' || (letter == 'f' && type.bytes >= 2) || (letter == 'b' && type.bytes == 1));
        }
    }
    if (descr.ends_with('O')) fail(name, ": NPY array of Python objects, expected numbers (save numpy.array(x, dtype=numpy.float32))");
    if (!good) fail(name, ": NPY type '", descr, "' is not supported, expected bool, u1, i1 ... i8, f2, f4 or f8");
}

Shape parse_dimensions(const std::string& name, std::string_view words) {
    Shape dimensions;
    const std::size_t end = words.find(')');
    if (words.empty() || words[0] != '(' || end == std::string_view::npos) fail(name, ": NPY header has no shape in parentheses");
    std::string_view rest = words.substr(1, end - 1);
    while (!rest.empty()) {
        if (rest[0] == ' ' || rest[0] == ',' || (rest[0] == 'L' && !dimensions.empty())) {  // Python 2 writes (20L,)
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

}  // namespace

bool is_npy(const Bytes& bytes) {
    const std::vector<std::byte> head = bytes.head(magic.size());
    return std::string_view(reinterpret_cast<const char*>(head.data()), head.size()) == magic;
}

NpyArray npy_header(const Bytes& bytes) {
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

    NpyArray array{.shape = parse_dimensions(name, value_of(name, header, "shape")), .offset = offset};
    parse_descr(name, value_of(name, header, "descr"), array);
    const std::string_view order = value_of(name, header, "fortran_order");
    if (!order.starts_with("True") && !order.starts_with("False")) fail(name, ": NPY fortran_order is neither True nor False");
    array.column_major = order.starts_with("True") && array.shape.size() > 1;
    return array;
}

NpyArray npy_array(const Bytes& bytes) {
    NpyArray array = npy_header(bytes);
    if (array.words != NpyArray::Words::none) fail(bytes.name(), ": NPY array of text, expected numbers");
    return array;
}

void expect_whole(const Bytes& bytes, const NpyArray& array) {
    const std::size_t expected = checked_bytes(bytes.name(), array.shape, array.type.bytes, bytes.size() - array.offset);
    if (bytes.size() != array.offset + expected)
        fail(bytes.name(), ": has ", bytes.size(), " bytes, expected ", array.offset + expected, " for shape ", text(array.shape));
}

std::vector<std::string> npy_words(const Bytes& bytes) {
    const NpyArray array = npy_header(bytes);
    if (array.words == NpyArray::Words::none) return {};
    expect_whole(bytes, array);
    const std::size_t size = array.type.bytes;
    const std::vector<std::byte> raw = bytes.read(array.offset, count(array.shape) * size);
    std::vector<std::string> words;
    for (std::size_t at = 0; size > 0 && at < raw.size(); at += size) {
        std::string word;
        if (array.words == NpyArray::Words::bytes)
            word.assign(reinterpret_cast<const char*>(raw.data() + at), size);
        else
            for (std::size_t c = 0; c < size; c += 4)
                append_utf8(word, static_cast<char32_t>(natural_at(raw.data() + at + c, 4, array.type.big_endian)));
        word.resize(std::min(word.size(), word.find('\0')));
        words.push_back(std::move(word));
    }
    return words;
}

}  // namespace gen
