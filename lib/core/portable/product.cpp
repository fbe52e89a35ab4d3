#include "core/portable/product.hpp"

#include <algorithm>

#include "core/matrix.hpp"
#include "core/parallel.hpp"
#include "core/portable/micro_kernel.hpp"

namespace gen::portable {
namespace {

// Part of what the numbers are: the steps that one sum takes before it is added to the next. A sliver of b with so many lies in the first-level
// cache.
constexpr std::size_t steps_together = 320;

// No part of them: what lies in the second-level cache of a, and in the third of b.
constexpr std::size_t rows_together = 96;
constexpr std::size_t columns_together = 1024;
// From where on a packed copy is worth its making.
constexpr std::size_t rows_worth_packing = 13;
constexpr std::size_t columns_worth_packing = 33;

constexpr std::size_t vector_bytes = 64;

/// Kept by each thread from call to call.
template <class Number>
class Buffer {
public:
    Number* of(std::size_t numbers) {
        const std::size_t reals = (numbers * sizeof(Number) + vector_bytes) / sizeof(real);
        if (numbers_.size() < reals) numbers_.resize(1, reals);
        return reinterpret_cast<Number*>(numbers_.data());
    }

private:
    Matrix numbers_;
};

/// The columns of b that one block of a is multiplied by, as tiles read them.
template <class Number>
struct Slivers {
    Side<Number> b;        // read as it lies where there is no copy
    const Number* packed;  // or null
    const Number* edge;    // the last sliver where it is narrower than a tile, filled up with zeros; its columns begin at `whole`
    std::size_t whole;
};

template <class Number>
class Product {
public:
    Product(std::size_t rows, std::size_t columns, const Side<Number>& a, const Side<Number>& b, Number* c, std::size_t c_stride)
        : rows_(rows), columns_(columns), a_(a), b_(b), c_(c), c_stride_(c_stride) {}

    /// These steps alone, for all numbers.
    void add(Rows steps, bool add) {
        steps_ = steps;
        add_ = add;
        for (std::size_t first = 0; first < columns_; first += columns_together)
            multiply_columns({first, std::min(first + columns_together, columns_)});
    }

private:
    static constexpr std::size_t wide = tile_columns<Number>;

    void multiply_columns(Rows columns);
    void multiply_rows(Rows rows, Rows columns, const Slivers<Number>& slivers);
    void multiply_edge(Tile<Number> tile, std::size_t columns) const;
    Slivers<Number> slivers(Rows columns) const;

    std::size_t rows_;
    std::size_t columns_;
    Side<Number> a_;
    Side<Number> b_;
    Number* c_;
    std::size_t c_stride_;
    Rows steps_;
    bool add_ = false;
};

template <class Number>
Slivers<Number> Product<Number>::slivers(Rows columns) const {
    thread_local Buffer<Number> buffer;
    const std::size_t steps = steps_.count();
    const bool packs = b_.transposed || rows_ >= rows_worth_packing;
    const std::size_t whole = columns.count() / wide * wide;
    Number* const out = buffer.of((columns.count() + wide) * steps);
    Number* edge = out;
    for (std::size_t j = 0; packs && j < whole; j += wide, edge += wide * steps)
        pack_columns({b_.at(steps_.begin, columns.begin + j), b_.stride, b_.transposed}, steps, wide, edge);
    if (whole < columns.count())
        pack_columns({b_.at(steps_.begin, columns.begin + whole), b_.stride, b_.transposed}, steps, columns.count() - whole, edge);
    return {{b_.at(steps_.begin, columns.begin), b_.stride, b_.transposed}, packs ? out : nullptr, edge, whole};
}

template <class Number>
void Product<Number>::multiply_columns(Rows columns) {
    const Slivers<Number> all = slivers(columns);
    const std::size_t blocks = (rows_ + rows_together - 1) / rows_together;
    for (std::size_t i = 0; i < blocks; ++i) multiply_rows(row_block(rows_, blocks, i), columns, all);
}

template <class Number>
void Product<Number>::multiply_rows(Rows rows, Rows columns, const Slivers<Number>& slivers) {
    thread_local Buffer<Number> buffer;
    const std::size_t steps = steps_.count();
    const std::size_t tiles = (rows.count() + tile_rows - 1) / tile_rows;
    const bool packs = a_.transposed || columns_ >= columns_worth_packing;
    Number* const packed = packs ? buffer.of(rows.count() * steps) : nullptr;
    const auto of_tile = [&](std::size_t i) {
        const Rows part = row_block(rows.count(), tiles, i);
        return Rows{rows.begin + part.begin, rows.begin + part.end};
    };
    for (std::size_t i = 0; packs && i < tiles; ++i) {
        const Rows part = of_tile(i);
        pack_rows({a_.at(part.begin, steps_.begin), a_.stride, a_.transposed}, part.count(), steps, packed + (part.begin - rows.begin) * steps);
    }
    for (std::size_t j = 0; j < columns.count(); j += wide) {
        const bool whole = j < slivers.whole;
        const std::size_t left = columns.count() - j;
        for (std::size_t i = 0; i < tiles; ++i) {
            const Rows part = of_tile(i);
            Tile<Number> tile = {.rows = part.count(), .columns = left > wide / 2 ? wide : wide / 2, .steps = steps};
            tile.a = packs ? packed + (part.begin - rows.begin) * steps : a_.at(part.begin, steps_.begin);
            tile.a_stride = packs ? 0 : a_.stride;
            tile.b = !whole ? slivers.edge : slivers.packed != nullptr ? slivers.packed + j * steps : slivers.b.data + j;
            tile.b_stride = whole && slivers.packed == nullptr ? slivers.b.stride : wide;
            tile.c = c_ + part.begin * c_stride_ + columns.begin + j;
            tile.c_stride = c_stride_;
            tile.add = add_;
            if (left >= tile.columns)
                multiply(tile);
            else
                multiply_edge(tile, left);
        }
    }
}

/// Of a tile that is wider than what is left of c.
template <class Number>
void Product<Number>::multiply_edge(Tile<Number> tile, std::size_t columns) const {
    alignas(vector_bytes) Number sums[tile_rows * wide];
    Number* const c = tile.c;
    tile.c = sums;
    tile.c_stride = wide;
    tile.add = false;
    multiply(tile);
    for (std::size_t r = 0; r < tile.rows; ++r)
        for (std::size_t j = 0; j < columns; ++j) {
            Number& out = c[r * c_stride_ + j];
            out = add_ ? out + sums[r * wide + j] : sums[r * wide + j];
        }
}

}  // namespace

template <class Number>
void product(std::size_t rows, std::size_t inner, std::size_t columns, const Side<Number>& a, const Side<Number>& b, Number beta, Number* c,
             std::size_t c_stride) {
    const bool scales = (beta != 0 && beta != 1) || inner == 0;
    for (std::size_t i = 0; scales && i < rows; ++i)
        for (std::size_t j = 0; j < columns; ++j) c[i * c_stride + j] = beta == 0 ? 0 : beta * c[i * c_stride + j];
    Product<Number> sums(rows, columns, a, b, c, c_stride);
    const std::size_t blocks = (inner + steps_together - 1) / steps_together;
    for (std::size_t i = 0; i < blocks; ++i) sums.add(row_block(inner, blocks, i), i > 0 || beta != 0);
}

template void product(std::size_t, std::size_t, std::size_t, const Side<float>&, const Side<float>&, float, float*, std::size_t);
template void product(std::size_t, std::size_t, std::size_t, const Side<double>&, const Side<double>&, double, double*, std::size_t);

}  // namespace gen::portable
