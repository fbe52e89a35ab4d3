#include "formats/arrays/stored_array.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>

#include "core/error.hpp"
#include "formats/source.hpp"

namespace gen {
namespace {

std::size_t product(const Shape& shape, std::size_t begin, std::size_t end) {
    return std::accumulate(shape.begin() + static_cast<std::ptrdiff_t>(begin), shape.begin() + static_cast<std::ptrdiff_t>(end), std::size_t{1},
                           std::multiplies<>());
}

/// From the order of `stored`, column-major for who reads shape(), to row-major.
std::vector<double> turned(const std::vector<double>& values, const Shape& shape) {
    std::vector<double> out(values.size());
    Shape at(shape.size(), 0);
    for (double& value : out) {
        std::size_t from = 0;
        for (std::size_t d = shape.size(); d-- > 0;) from = from * shape[d] + at[d];
        value = values[from];
        for (std::size_t d = shape.size(); d-- > 0 && ++at[d] == shape[d];) at[d] = 0;
    }
    return out;
}

}  // namespace

std::size_t StoredArray::band(std::size_t) const { return 1; }

Shape StoredArray::shape() const { return reversed ? Shape(stored.rbegin(), stored.rend()) : stored; }

std::size_t StoredArray::slab_bytes(std::size_t axis) const {
    return product(stored, 0, axis) * product(stored, axis + 1, stored.size()) * type.bytes;
}

PlainArray::PlainArray(Bytes content, std::size_t offset, NumberType number_type, Shape dimensions, std::string name)
    : content_(std::move(content)), offset_(offset) {
    where = std::move(name);
    type = number_type;
    is_byte = type.is_byte();
    stored = std::move(dimensions);
    if (offset > content_.size()) fail(where, ": begins at byte ", offset, " of ", content_.size());
    checked_bytes(where, stored, type.bytes, content_.size() - offset);
}

void PlainArray::read(std::size_t axis, std::size_t first, std::size_t count, std::byte* out) const {
    const std::size_t inner = product(stored, axis + 1, stored.size()) * type.bytes;
    const std::size_t outer = product(stored, 0, axis);
    for (std::size_t o = 0; o < outer; ++o) content_.read(offset_ + (o * stored[axis] + first) * inner, count * inner, out + o * count * inner);
}

std::size_t PlainArray::band(std::size_t axis) const {
    constexpr std::size_t piece = 4096;  // fewer bytes at a time take as long
    const std::size_t inner = product(stored, axis + 1, stored.size()) * type.bytes;
    return axis == 0 || inner == 0 ? 1 : std::max<std::size_t>(1, std::min(stored[axis], piece / inner));
}

std::vector<double> numbers_of(const StoredArray& array, std::size_t most) {
    const std::size_t n = count(array.stored);
    if (n > most) fail(array.where, ": has ", n, " numbers, expected at most ", most);
    if (n == 0) return {};
    std::vector<std::byte> raw(n * array.type.bytes);
    if (array.stored.empty()) fail(array.where, ": is a single number, expected a list");
    array.read(0, 0, array.stored[0], raw.data());
    std::vector<double> out(n);
    convert_to_double(raw.data(), array.type, n, out.data());
    return array.reversed && array.stored.size() > 1 ? turned(out, array.shape()) : out;
}

Shape squeezed(const Shape& shape) {
    Shape out;
    std::ranges::copy_if(shape, std::back_inserter(out), [](std::size_t n) { return n != 1; });
    return out;
}

}  // namespace gen
