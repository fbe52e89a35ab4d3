#include "formats/arrays/chunked_array.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace gen {
namespace {

using Extent = ChunkedArray::Extent;
using Box = ChunkedArray::Box;

constexpr std::size_t most_in_memory = std::size_t{64} << 20;  // of decoded chunks

/// One dimension of what is copied; strides in bytes.
struct BoxSide {
    std::size_t size;
    std::size_t from_stride;
    std::size_t to_stride;
};

void copy_sides(const std::byte* from, std::byte* to, const std::vector<BoxSide>& sides, std::size_t line, std::size_t at = 0) {
    if (at == sides.size()) {
        std::memcpy(to, from, line);
        return;
    }
    const auto [size, from_stride, to_stride] = sides[at];
    if (at + 1 < sides.size()) {
        for (std::size_t i = 0; i < size; ++i) copy_sides(from + i * from_stride, to + i * to_stride, sides, line, at + 1);
    } else if (line == 1) {
        for (std::size_t i = 0; i < size; ++i) to[i * to_stride] = from[i * from_stride];
    } else {
        for (std::size_t i = 0; i < size; ++i) std::memcpy(to + i * to_stride, from + i * from_stride, line);
    }
}

/// Copies what two boxes have in common from the numbers of one, row-major, to those of the other.
void copy_common(const std::byte* from, const Box& from_box, std::byte* to, const Box& to_box, std::size_t bytes) {
    std::vector<BoxSide> sides(from_box.size());
    std::size_t line = bytes, from_stride = bytes, to_stride = bytes;
    bool whole = true;  // so far: dimensions that both have whole are copied at once, and one more
    for (std::size_t d = sides.size(); d-- > 0;) {
        const Extent common = {std::max(from_box[d].begin, to_box[d].begin), std::min(from_box[d].end, to_box[d].end)};
        if (common.begin >= common.end) return;
        from += (common.begin - from_box[d].begin) * from_stride;
        to += (common.begin - to_box[d].begin) * to_stride;
        sides[d] = {common.size(), from_stride, to_stride};
        if (whole) {
            line *= common.size();
            sides.pop_back();
        }
        whole = whole && common.size() == from_box[d].size() && common.size() == to_box[d].size();
        from_stride *= from_box[d].size();
        to_stride *= to_box[d].size();
    }
    copy_sides(from, to, sides, line);
}

}  // namespace

ChunkedArray::ChunkedArray(std::shared_ptr<const h5::StoredFile> file, const h5::StoredSet& set, NumberType number_type, std::string name)
    : chunks_(std::move(file), set, name) {
    where = std::move(name);
    type = number_type;
    is_byte = type.is_byte();
    stored = set.shape;
}

void ChunkedArray::read(std::size_t axis, std::size_t first, std::size_t count, std::byte* out) const {
    const Shape& grid = chunks_.grid();
    const Shape& chunk = chunks_.chunk();
    const std::size_t rank = stored.size();
    Box wanted(rank);
    Box places(rank);  // of chunks
    for (std::size_t d = 0; d < rank; ++d) {
        wanted[d] = d == axis ? Extent{first, first + count} : Extent{0, stored[d]};
        places[d] = d == axis ? Extent{first / chunk[d], (first + count - 1) / chunk[d] + 1} : Extent{0, grid[d]};
    }
    // Less than a chunk's rows, because they are many: its chunks are decoded once all the same.
    std::shared_ptr<const DecodedBand> band;
    if (axis == 0 && count < std::min(chunk[0], stored[0]) && places[0].size() == 1 && chunks_.per_band() * chunks_.chunk_bytes() > most_in_memory)
        band = latest_.get(chunks_, places[0].begin);
    Shape place(rank);
    for (std::size_t d = 0; d < rank; ++d) place[d] = places[d].begin;
    for (;;) {
        std::size_t index = 0;
        Box box(rank);
        for (std::size_t d = 0; d < rank; ++d) {
            index = index * grid[d] + place[d];
            box[d] = {place[d] * chunk[d], (place[d] + 1) * chunk[d]};
        }
        if (band != nullptr)
            copy_part(*band, index, box, out, wanted);
        else
            copy_common(chunks_.decoded(index).data(), box, out, wanted, type.bytes);
        std::size_t d = rank;
        while (d > 0 && ++place[d - 1] == places[d - 1].end) {
            --d;
            place[d] = places[d].begin;
        }
        if (d == 0) return;
    }
}

void ChunkedArray::copy_part(const DecodedBand& band, std::size_t index, Box box, std::byte* out, const Box& wanted) const {
    const std::size_t row = chunks_.chunk_bytes() / chunks_.chunk()[0];
    std::vector<std::byte> part(row * wanted[0].size());
    const std::size_t first = wanted[0].begin - box[0].begin;
    band.read(index % chunks_.per_band(), first * row, part);
    box[0] = wanted[0];
    copy_common(part.data(), box, out, wanted, type.bytes);
}

std::size_t ChunkedArray::band(std::size_t axis) const { return chunks_.chunk()[axis]; }

}  // namespace gen
