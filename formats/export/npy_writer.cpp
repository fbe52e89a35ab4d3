#include "formats/export/npy_writer.hpp"

#include <algorithm>
#include <string_view>

#include "core/error.hpp"
#include "formats/blocks.hpp"
#include "formats/utf8.hpp"

namespace gen {
namespace {

std::string_view descr_of(Type type) {
    switch (type) {
        case Type::u8: return "|u1";
        case Type::i32: return "<i4";
        case Type::i64: return "<i8";
        case Type::u64: return "<u8";
        case Type::f32: return "<f4";
        case Type::f64: return "<f8";
        case Type::text: break;
    }
    fail("text is no array of numbers");
}

std::string header_of(std::string_view descr, const Shape& shape) {
    std::string dictionary = join("{'descr': '", descr, "', 'fortran_order': False, 'shape': (");
    for (std::size_t i = 0; i < shape.size(); ++i) dictionary += join(i > 0 ? ", " : "", shape[i]);
    dictionary += shape.size() == 1 ? ",), }" : "), }";
    const bool is_long = dictionary.size() > 65000;
    const std::size_t fixed = is_long ? 12 : 10;
    dictionary.append((64 - (fixed + dictionary.size() + 1) % 64) % 64, ' ');
    dictionary += '\n';
    std::string header("\x93NUMPY");
    header += is_long ? '\2' : '\1';
    header += '\0';
    for (std::size_t i = 0; i < fixed - 8; ++i) header += static_cast<char>(dictionary.size() >> (8 * i) & 0xffU);
    return header + dictionary;
}

}  // namespace

std::string npy_header(Type type, const Shape& shape) { return header_of(descr_of(type), shape); }

std::size_t npy_bytes(const Dataset& array) { return npy_header(array.type, array.shape).size() + array.bytes(); }

void write_npy(const Dataset& array, const Sink& sink) {
    const std::string header = npy_header(array.type, array.shape);
    sink(header.data(), header.size());
    for_each_block(array, [&](std::size_t, std::size_t rows, const std::byte* bytes) { sink(bytes, rows * array.row_bytes()); });
}

std::string npy_of_texts(const std::vector<std::string>& texts) {
    std::vector<std::u32string> all;
    std::size_t width = 1;
    for (const std::string& text : texts) {
        all.push_back(characters_of(text));
        width = std::max(width, all.back().size());
    }
    std::string out = header_of(join("<U", width), {texts.size()});
    for (const std::u32string& text : all)
        for (std::size_t i = 0; i < width; ++i)
            for (unsigned shift = 0; shift < 32; shift += 8) out += i < text.size() ? static_cast<char>(text[i] >> shift & 0xffU) : '\0';
    return out;
}

}  // namespace gen
