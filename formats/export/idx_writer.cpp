#include "formats/export/idx_writer.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "formats/blocks.hpp"

namespace gen {
namespace {

void append_big_endian(std::string& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xffU);
}

std::string header(char type, const Shape& shape, const std::string& name) {
    std::string out = {'\0', '\0', type, static_cast<char>(shape.size())};
    for (const std::size_t side : shape) {
        if (side > 0xffffffff) fail(name, ": has ", side, " rows, IDX at most 4294967295");
        append_big_endian(out, static_cast<std::uint32_t>(side));
    }
    return out;
}

}  // namespace

void write_idx(const Exported& exported, const Sink& sink) {
    const Dataset& array = exported.main();
    Shape shape = array.shape;
    if (shape.size() == 4 && exported.images->shape[1] == 1) shape = {shape[0], exported.images->shape[2], exported.images->shape[3]};
    const std::string head = header(array.type == Type::u8 ? '\x08' : '\x0d', shape, exported.name);
    sink(head.data(), head.size());
    std::vector<std::byte> turned;
    for_each_block(array, [&](std::size_t, std::size_t rows, const std::byte* bytes) {
        const std::size_t count = rows * array.row_bytes();
        if (array.type == Type::u8) return sink(bytes, count);
        turned.assign(bytes, bytes + count);
        for (std::size_t i = 0; i < count; i += sizeof(float))
            std::reverse(turned.begin() + static_cast<std::ptrdiff_t>(i), turned.begin() + static_cast<std::ptrdiff_t>(i + sizeof(float)));
        sink(turned.data(), count);
    });
}

std::string idx_of_labels(const std::vector<std::int32_t>& labels) {
    const bool small = std::ranges::all_of(labels, [](std::int32_t label) { return label < 256; });
    std::string out = header(small ? '\x08' : '\x0c', {labels.size()}, "labels");
    for (const std::int32_t label : labels) {
        if (small)
            out += static_cast<char>(label);
        else
            append_big_endian(out, static_cast<std::uint32_t>(label));
    }
    return out;
}

}  // namespace gen
