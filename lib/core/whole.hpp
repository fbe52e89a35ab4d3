#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "core/matrix.hpp"

namespace gen {

/// Numbers that steps on rows write, each rank those of its own rows, and that what comes next needs of all rows.
struct Whole {
    /// What is counted: rows of a batch, or the blocks into which it is cut.
    enum class Of { rows, blocks };
    /// Lines of so many bytes each, in which the numbers of a row or block lie together: one line where rows follow each other.
    struct Lines {
        std::byte* first;
        std::size_t bytes;
        std::size_t count = 1;
        std::size_t stride = 0;  // bytes
    };
    Of of;
    std::function<Lines()> lines;  // where they are at the time
};

template <class T>
Whole::Lines line_of(std::vector<T>& all) {
    return {reinterpret_cast<std::byte*>(all.data()), all.size() * sizeof(T)};
}

/// These must stay where they are; what they hold may move.
template <class T>
Whole rows_of(std::vector<T>& all) {
    return {Whole::Of::rows, [&all] { return line_of(all); }};
}
template <class T>
Whole blocks_of(std::vector<T>& all) {
    return {Whole::Of::blocks, [&all] { return line_of(all); }};
}
inline Whole rows_of(const Matrix& m) {
    return {Whole::Of::rows, [&m] { return Whole::Lines{reinterpret_cast<std::byte*>(const_cast<real*>(m.data())), m.size() * sizeof(real)}; }};
}
/// Of a matrix that has a column for each row of the batch.
inline Whole columns_of(Matrix& m) {
    return {Whole::Of::rows, [&m] {
                const std::size_t bytes = m.columns() * sizeof(real);
                return Whole::Lines{reinterpret_cast<std::byte*>(m.data()), bytes, m.rows(), bytes};
            }};
}

}  // namespace gen
