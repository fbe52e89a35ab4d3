#include "formats/arrays/sparse_array.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "core/error.hpp"

namespace gen {

SparseArray::SparseArray(std::shared_ptr<const StoredArray> data, std::shared_ptr<const StoredArray> indices, std::vector<double> starts,
                         const Shape& shape, bool by_columns, std::string name)
    : data_(std::move(data)), indices_(std::move(indices)) {
    where = std::move(name);
    type = data_->type;
    is_byte = type.is_byte();
    // Columns one after the other are a matrix whose dimensions are shown in reverse.
    stored = by_columns ? Shape{shape[1], shape[0]} : shape;
    reversed = by_columns;
    const std::size_t there = data_->stored[0];
    if (starts.size() != stored[0] + 1 || indices_->stored != data_->stored || starts.front() != 0 || starts.back() != static_cast<double>(there) ||
        !std::ranges::is_sorted(starts))
        fail(where, ": damaged: ", starts.size(), " places of ", there, " numbers in a sparse matrix of ", text(shape));
    for (const double start : starts) starts_.push_back(static_cast<std::size_t>(start));
}

/// Along the dimension that is compressed; the other one is cut out of all of it.
void SparseArray::read(std::size_t axis, std::size_t first, std::size_t count, std::byte* out) const {
    const std::size_t begin = axis == 0 ? first : 0;
    const std::size_t end = axis == 0 ? first + count : stored[0];
    const std::size_t column = axis == 0 ? 0 : first;
    const std::size_t columns = axis == 0 ? stored[1] : count;
    std::memset(out, 0, (end - begin) * columns * type.bytes);
    constexpr std::size_t together = std::size_t{1} << 20;
    std::vector<std::byte> numbers, places;
    std::vector<double> at;
    std::vector<std::size_t> last(stored[1], starts_.size());  // line that had a number here
    std::size_t row = begin;
    for (std::size_t from = starts_[begin]; from < starts_[end]; from += together) {
        const std::size_t n = std::min(together, starts_[end] - from);
        numbers.resize(n * type.bytes);
        places.resize(n * indices_->type.bytes);
        at.resize(n);
        data_->read(0, from, n, numbers.data());
        indices_->read(0, from, n, places.data());
        convert_to_double(places.data(), indices_->type, n, at.data());
        for (std::size_t i = 0; i < n; ++i) {
            while (from + i >= starts_[row + 1]) ++row;
            if (!(at[i] >= 0 && at[i] < static_cast<double>(stored[1])))
                fail(where, ": damaged: number ", from + i, " lies in column ", at[i], " of ", stored[1]);
            const auto k = static_cast<std::size_t>(at[i]);
            if (std::exchange(last[k], row) == row)
                fail(where, ": row ", (reversed ? k : row) + 1, " has two numbers in column ", (reversed ? row : k) + 1,
                     ", expected one (scipy's sum_duplicates adds them)");
            if (k >= column && k < column + columns)
                std::memcpy(out + ((row - begin) * columns + k - column) * type.bytes, numbers.data() + i * type.bytes, type.bytes);
        }
    }
}

}  // namespace gen
