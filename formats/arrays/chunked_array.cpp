#include "formats/arrays/chunked_array.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace gen {
namespace {

/// A part of an array along one dimension.
struct Extent {
    std::size_t begin;
    std::size_t end;
    std::size_t size() const { return end - begin; }
};
using Box = std::vector<Extent>;

/// Copies what two boxes have in common from the numbers of one, row-major, to those of the other.
void copy_common(const std::byte* from, const Box& from_box, std::byte* to, const Box& to_box, std::size_t bytes) {
    const std::size_t rank = from_box.size();
    Box common(rank);
    for (std::size_t d = 0; d < rank; ++d) {
        common[d] = {std::max(from_box[d].begin, to_box[d].begin), std::min(from_box[d].end, to_box[d].end)};
        if (common[d].begin >= common[d].end) return;
    }
    // As many of the last dimensions as both have whole are copied at once, and one more.
    std::size_t line = bytes;
    std::size_t outer = rank;
    do {
        --outer;
        line *= common[outer].size();
    } while (outer > 0 && common[outer].size() == from_box[outer].size() && common[outer].size() == to_box[outer].size());
    Shape at(outer, 0);
    for (;;) {
        std::size_t source = 0, target = 0;
        for (std::size_t d = 0; d < rank; ++d) {
            const std::size_t here = common[d].begin + (d < outer ? at[d] : 0);
            source = source * from_box[d].size() + here - from_box[d].begin;
            target = target * to_box[d].size() + here - to_box[d].begin;
        }
        std::memcpy(to + target * bytes, from + source * bytes, line);
        std::size_t d = outer;
        while (d > 0 && ++at[d - 1] == common[d - 1].size()) at[--d] = 0;
        if (d == 0) return;
    }
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
    Shape place(rank);
    for (std::size_t d = 0; d < rank; ++d) place[d] = places[d].begin;
    for (;;) {
        std::size_t index = 0;
        Box box(rank);
        for (std::size_t d = 0; d < rank; ++d) {
            index = index * grid[d] + place[d];
            box[d] = {place[d] * chunk[d], (place[d] + 1) * chunk[d]};
        }
        copy_common(chunks_.decoded(index).data(), box, out, wanted, type.bytes);
        std::size_t d = rank;
        while (d > 0 && ++place[d - 1] == places[d - 1].end) {
            --d;
            place[d] = places[d].begin;
        }
        if (d == 0) return;
    }
}

std::size_t ChunkedArray::band(std::size_t axis) const { return chunks_.chunk()[axis]; }

}  // namespace gen
