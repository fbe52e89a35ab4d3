#include "formats/idx.hpp"

#include <array>
#include <string>
#include <utility>

#include "core/error.hpp"
#include "formats/limits.hpp"

namespace gen {
namespace {

using Kind = NumberType::Kind;

constexpr std::array<std::pair<int, NumberType>, 6> types = {{
    {0x08, {Kind::natural, 1, true}},
    {0x09, {Kind::whole, 1, true}},
    {0x0B, {Kind::whole, 2, true}},
    {0x0C, {Kind::whole, 4, true}},
    {0x0D, {Kind::floating, 4, true}},
    {0x0E, {Kind::floating, 8, true}},
}};

std::optional<NumberType> type_of(std::byte code) {
    for (const auto& [known, type] : types)
        if (known == std::to_integer<int>(code)) return type;
    return {};
}

struct Idx {
    Bytes content;  // unpacked
    NumberType type;
    Shape dimensions;
    std::size_t offset;
};

bool starts_idx(const std::vector<std::byte>& head) {
    return head.size() >= 4 && head[0] == std::byte{0} && head[1] == std::byte{0} && type_of(head[2]) && head[3] >= std::byte{1} &&
           head[3] <= std::byte{8};
}

Idx parse(const Bytes& file) {
    const std::string& name = file.name();
    const bool packed = is_gzip(file);
    const auto head_of = [&](std::size_t n) { return packed ? gunzip_head(file, n) : file.head(n); };
    const std::vector<std::byte> magic = head_of(4);
    if (!starts_idx(magic)) fail(name, ": not an IDX file: starts with ", hex(magic), ", expected 0000 and a type, for images of bytes 00000803");
    Idx idx;
    idx.type = *type_of(magic[2]);
    const std::size_t rank = std::to_integer<std::size_t>(magic[3]);
    idx.offset = 4 + 4 * rank;
    const std::vector<std::byte> head = head_of(idx.offset);
    if (head.size() < idx.offset) fail(name, ": IDX header ends after ", head.size(), " bytes, expected ", idx.offset);
    for (std::size_t i = 0; i < rank; ++i) idx.dimensions.push_back(natural_at(head.data() + 4 + 4 * i, 4, true));
    const std::size_t available = packed ? file.size() * limit::most_deflate : file.size() - idx.offset;
    const std::size_t expected = idx.offset + checked_bytes(name, idx.dimensions, idx.type.bytes, available);
    idx.content = packed ? gunzip(file, expected, expected) : file;
    if (idx.content.size() != expected)
        fail(name, ": has ", idx.content.size(), " bytes", packed ? " unpacked" : "", ", expected ", expected, " for dimensions ",
             text(idx.dimensions));
    return idx;
}

}  // namespace

bool is_idx(const Bytes& bytes) { return starts_idx(is_gzip(bytes) ? gunzip_head(bytes, 4) : bytes.head(4)); }

std::unique_ptr<Source> open_idx(const Bytes& bytes, const std::optional<Shape>& shape) {
    Idx idx = parse(bytes);
    const std::size_t rank = idx.dimensions.size();
    if (rank == 1) fail(bytes.name(), ": holds ", idx.dimensions[0], " labels: name the file of the images, and this one with --labels");
    if (rank > 4) fail(bytes.name(), ": has ", rank, " dimensions, expected 2 to 4");
    bool table = false;
    const Shape row = row_shape(bytes.name(), Shape(idx.dimensions.begin() + 1, idx.dimensions.end()), shape, table);
    const std::size_t stride = count(row) * idx.type.bytes;
    auto source = std::make_unique<ArraySource>(idx.content, ArrayLayout{idx.offset, stride, idx.type, row}, idx.dimensions[0]);
    source->origin = bytes;
    source->format = "idx";
    source->table = table;
    return source;
}

std::vector<std::int32_t> read_idx_labels(const Bytes& bytes) {
    const Idx idx = parse(bytes);
    constexpr std::size_t qmnist_columns = 8;
    const bool is_qmnist = idx.dimensions.size() == 2 && idx.dimensions[1] == qmnist_columns;
    if (idx.dimensions.size() != 1 && !is_qmnist)
        fail(bytes.name(), ": has dimensions ", text(idx.dimensions), ", expected one dimension of labels, or rows of ", qmnist_columns, " (QMNIST)");
    if (idx.type.kind == Kind::floating) fail(bytes.name(), ": holds fractions, expected whole labels");
    const std::size_t stride = idx.type.bytes * (is_qmnist ? qmnist_columns : 1);
    const std::vector<std::byte> raw = idx.content.read(idx.offset, idx.dimensions[0] * stride);
    std::vector<std::int32_t> labels(idx.dimensions[0]);
    const int unused = 64 - 8 * static_cast<int>(idx.type.bytes);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const auto value = static_cast<std::uint64_t>(natural_at(raw.data() + i * stride, idx.type.bytes, true));
        const bool is_signed = idx.type.kind == Kind::whole;
        labels[i] = static_cast<std::int32_t>(is_signed ? static_cast<std::int64_t>(value << unused) >> unused : static_cast<std::int64_t>(value));
    }
    return labels;
}

}  // namespace gen
