#include <algorithm>
#include <cctype>
#include <optional>
#include <string_view>
#include <utility>

#include "core/error.hpp"
#include "formats/arrays/mat5.hpp"
#include "formats/source.hpp"

namespace gen {
namespace {

constexpr std::size_t mat4_header_bytes = 20;

/// Type, rows, columns, whether complex, length of the name: five integers of 32 bits. The type is MOPT in decimal: M byte order, O 0, P precision,
/// T 0 full, 1 text, 2 sparse.
struct Header {
    bool big_endian = false;
    std::size_t precision = 0;
    std::size_t form = 0;
    std::size_t rows = 0;
    std::size_t columns = 0;
    bool is_complex = false;
    std::string name;

    std::size_t begin(std::size_t offset) const { return offset + mat4_header_bytes + name.size() + 1; }
};

constexpr NumberType types[] = {{NumberType::Kind::floating, 8}, {NumberType::Kind::floating, 4}, {NumberType::Kind::whole, 4},
                                {NumberType::Kind::whole, 2},    {NumberType::Kind::natural, 2},  {NumberType::Kind::natural, 1}};

// Nothing where it cannot be one.
std::optional<Header> header_at(const Bytes& file, std::size_t offset) {
    if (offset > file.size() || file.size() - offset < mat4_header_bytes + 2) return {};
    const std::vector<std::byte> raw = file.read(offset, mat4_header_bytes);
    Header header;
    header.big_endian = natural_at(raw.data(), 4, false) > 4052;
    const auto field = [&](std::size_t i) { return natural_at(raw.data() + 4 * i, 4, header.big_endian); };
    const std::size_t type = field(0);
    header.precision = type / 10 % 10;
    header.form = type % 10;
    header.rows = field(1);
    header.columns = field(2);
    header.is_complex = field(3) == 1;
    const std::size_t length = field(4);
    const bool typed = type / 1000 == (header.big_endian ? 1U : 0U) && type / 100 % 10 == 0 && header.precision < std::size(types) && header.form < 3;
    if (!typed || field(3) > 1 || length < 2 || length > 256 || length > file.size() - offset - mat4_header_bytes) return {};
    const std::vector<std::byte> name = file.read(offset + mat4_header_bytes, length);
    header.name.assign(reinterpret_cast<const char*>(name.data()), length - 1);
    const auto in_name = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; };
    if (name.back() != std::byte{0} || !std::ranges::all_of(header.name, in_name) || std::isdigit(static_cast<unsigned char>(header.name[0])) != 0)
        return {};
    return header;
}

}  // namespace

bool is_mat4(const Bytes& bytes) { return header_at(bytes, 0).has_value(); }

std::vector<MatMatrix> matrices_of_mat4(const Bytes& file) {
    std::vector<MatMatrix> found;
    for (std::size_t offset = 0; offset < file.size();) {
        const std::optional<Header> header = header_at(file, offset);
        if (!header) fail(file.name(), ": no MATLAB 4 matrix at byte ", offset);
        MatMatrix m{.info = {header->name, {header->rows, header->columns}, "", ArrayInfo::Holds::numbers},
                    .content = file,
                    .type = types[header->precision]};
        m.type.big_endian = header->big_endian && m.type.bytes > 1;
        m.offset = header->begin(offset);
        m.is_byte = m.type.is_byte();
        m.info.type = header->form == 1 ? "text" : header->form == 2 ? "sparse" : header->is_complex ? "complex" : name_of(m.type);
        if (m.info.type != name_of(m.type)) m.info.holds = ArrayInfo::Holds::other;
        const std::size_t bytes = checked_bytes(file.name(), m.info.shape, m.type.bytes * (header->is_complex ? 2 : 1), file.size() - m.offset);
        offset = m.offset + bytes;
        found.push_back(std::move(m));
    }
    return found;
}

}  // namespace gen
