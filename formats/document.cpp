#include "formats/document.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <memory>

#include "core/error.hpp"
#include "formats/numbers.hpp"

static_assert(std::endian::native == std::endian::little, "our files are little-endian and rows are handed over as they lie");

namespace gen {
namespace {

template <class T>
std::vector<std::byte> bytes_of(const T* values, std::size_t n) {
    std::vector<std::byte> bytes(n * sizeof(T));
    if (n > 0) std::memcpy(bytes.data(), values, bytes.size());
    return bytes;
}

}  // namespace

const Dataset* Document::find(std::string_view path) const {
    for (const auto& [there, reason] : unreadable)
        if (there == path) fail(name, ": ", path, " ", reason);
    const auto found = std::find_if(datasets.begin(), datasets.end(), [&](const Dataset& set) { return set.path == path; });
    return found == datasets.end() ? nullptr : &*found;
}

const Dataset& Document::require(std::string_view path) const {
    const Dataset* const found = find(path);
    if (found == nullptr) fail(name, ": no dataset ", path);
    return *found;
}

const Attribute* Document::attribute(std::string_view wanted) const {
    const auto found = std::find_if(attributes.begin(), attributes.end(), [&](const Attribute& a) { return a.name == wanted; });
    return found == attributes.end() ? nullptr : &*found;
}

std::string Document::text_attribute(std::string_view wanted) const {
    const Attribute* const found = attribute(wanted);
    const auto* const value = found == nullptr ? nullptr : std::get_if<std::string>(&found->value);
    return value == nullptr ? "" : *value;
}

Dataset dataset(std::string path, Type type, Shape shape, std::vector<std::byte> bytes) {
    Dataset set{.path = std::move(path), .type = type, .shape = std::move(shape), .rows = {}, .attributes = {}};
    if (type == Type::text) set.text_length = bytes.size();
    if (bytes.size() != set.bytes()) fail(set.path, ": ", bytes.size(), " bytes, expected ", set.bytes());
    set.rows = [held = std::make_shared<const std::vector<std::byte>>(std::move(bytes)), row = set.row_bytes()](std::size_t first, std::size_t count,
                                                                                                                void* out) {
        if (count * row > 0) std::memcpy(out, held->data() + first * row, count * row);
    };
    return set;
}

Dataset dataset(std::string path, const Matrix& m, Shape shape) {
    return dataset(std::move(path), std::make_shared<const Matrix>(m), std::move(shape));
}

Dataset dataset(std::string path, std::shared_ptr<const Matrix> m, Shape shape) {
    if (shape.empty()) shape = {m->rows(), m->columns()};
    Dataset set{.path = std::move(path), .type = Type::f32, .shape = std::move(shape), .rows = {}, .attributes = {}};
    if (set.bytes() != m->size() * sizeof(float)) fail(set.path, ": ", m->size(), " numbers, expected ", set.bytes() / sizeof(float));
    set.rows = [held = std::move(m), row = set.row_bytes() / sizeof(float)](std::size_t first, std::size_t count, void* out) {
        std::copy_n(held->data() + first * row, count * row, static_cast<float*>(out));
    };
    return set;
}

Dataset dataset(std::string path, const std::vector<std::int32_t>& values) {
    return dataset(std::move(path), Type::i32, {values.size()}, bytes_of(values.data(), values.size()));
}

Dataset text_dataset(std::string path, std::string_view text) { return dataset(std::move(path), Type::text, {}, bytes_of(text.data(), text.size())); }

Matrix matrix_of(const Dataset& set) {
    const std::size_t numbers = set.bytes() / size_of(set.type);
    const std::size_t rows = set.shape.size() > 1 ? set.shape[0] : 1;
    Matrix m;
    m.resize(rows, rows == 0 ? 0 : numbers / rows);
    if (set.type == Type::f32 && sizeof(real) == sizeof(float)) {
        if (numbers > 0) set.rows(0, set.row_count(), m.data());
        return m;
    }
    for_each_number_block(set, [&](std::size_t first, const auto* from, std::size_t n) {
        for (std::size_t i = 0; i < n; ++i) m.data()[first + i] = static_cast<real>(from[i]);
    });
    return m;
}

std::vector<std::int32_t> integers_of(const Dataset& set) {
    std::vector<std::int32_t> out;
    out.reserve(set.bytes() / size_of(set.type));
    using Limits = std::numeric_limits<std::int32_t>;
    for_each_number_block(set, [&](std::size_t first, const auto* from, std::size_t n) {
        for (std::size_t i = 0; i < n; ++i) {
            const auto value = static_cast<double>(from[i]);  // exact wherever the result is in range
            if (!(value >= Limits::min() && value <= Limits::max()) || value != std::floor(value))
                fail(set.path, ": number ", first + i, " is ", value, ", expected an integer of 32 bits");
            out.push_back(static_cast<std::int32_t>(value));
        }
    });
    return out;
}

std::string text_of(const Dataset& set) {
    if (set.type != Type::text) fail(set.path, " is ", name_of(set.type), ", expected text");
    std::string out(set.text_length, '\0');
    if (!out.empty()) set.rows(0, 1, out.data());
    return out;
}

}  // namespace gen
