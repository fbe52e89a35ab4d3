// core: numbers and what computes with them: matrices, random numbers, BLAS, convolutions, hot loops, threads, words and errors. Nothing here knows
// what a network, a distribution or a file is.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/real.hpp"

namespace gen {

using Shape = std::vector<std::size_t>;

/// The product of the dimensions; 1 for no dimension. Throws Fault::input when it does not fit 63 bits.
std::size_t count(const Shape& shape);

/// "3x28x28"
std::string text(const Shape& shape);

/// A half-open range of rows of a batch (or of a matrix).
struct Rows {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t count() const { return end - begin; }
};

/// In builds for finding faults, those without NDEBUG: numbers that an arena has taken back, or that nobody has written yet, are NaN, and a matrix
/// that has no place may not be looked at.
#ifdef NDEBUG
inline constexpr bool checks_places = false;
#else
inline constexpr bool checks_places = true;
#endif

/// Row-major numbers, 64-byte aligned, zero at first. Copying is explicit work: moves are cheap, copies are not.
class Matrix {
public:
    Matrix() = default;
    Matrix(std::size_t rows, std::size_t columns);
    Matrix(std::size_t rows, std::size_t columns, std::vector<real> values);
    Matrix(const Matrix& other);
    Matrix(Matrix&&) noexcept = default;
    Matrix& operator=(const Matrix& other);
    Matrix& operator=(Matrix&&) noexcept = default;

    /// Takes the new shape; keeps the memory where it is large enough. The values are then unspecified.
    void resize(std::size_t rows, std::size_t columns);
    /// Takes the new shape; the values are those at `place` from now on, which stays its owner's. Null: there are none yet, nor in copies.
    void lie_at(real* place, std::size_t rows, std::size_t columns);
    void fill(real value);
    /// Of one that lies elsewhere: its place may go to others. NaN then stands there in builds that check places.
    void forget() const;
    bool has_place() const { return data_ != nullptr || empty(); }

    std::size_t rows() const { return rows_; }
    std::size_t columns() const { return columns_; }
    std::size_t size() const { return rows_ * columns_; }
    bool empty() const { return size() == 0; }
    real* data() { return place(); }
    const real* data() const { return place(); }
    real* row(std::size_t i) { return place() + i * columns_; }
    const real* row(std::size_t i) const { return place() + i * columns_; }
    real& operator()(std::size_t i, std::size_t j) { return row(i)[j]; }
    real operator()(std::size_t i, std::size_t j) const { return row(i)[j]; }
    std::span<real> values() { return {data(), size()}; }
    std::span<const real> values() const { return {data(), size()}; }

private:
    struct Free {
        bool lent;
        void operator()(real* p) const {
            if (!lent) std::free(p);
        }
    };
    real* place() const {
        if constexpr (checks_places) expect_place();
        return data_.get();
    }
    void expect_place() const;

    std::size_t rows_ = 0;
    std::size_t columns_ = 0;
    std::size_t capacity_ = 0;
    std::unique_ptr<real[], Free> data_;
};

}  // namespace gen
