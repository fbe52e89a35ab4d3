#include "core/matrix.hpp"

#include <algorithm>
#include <limits>
#include <new>

#include "core/error.hpp"
#include "core/out_of_memory.hpp"

namespace gen {

std::size_t count(const Shape& shape) {
    std::size_t product = 1;
    for (const std::size_t extent : shape)
        if (__builtin_mul_overflow(product, extent, &product) || product > (std::size_t{1} << 62)) fail("shape ", text(shape), " is too large");
    return product;
}

std::string text(const Shape& shape) {
    std::string out;
    for (const std::size_t extent : shape) out += join(out.empty() ? "" : "x", extent);
    return out;
}

Matrix::Matrix(std::size_t rows, std::size_t columns) {
    resize(rows, columns);
    fill(0);
}

Matrix::Matrix(std::size_t rows, std::size_t columns, std::vector<real> values) {
    if (values.size() != rows * columns) fail(values.size(), " values do not fill ", rows, "x", columns);
    resize(rows, columns);
    std::copy(values.begin(), values.end(), data());
}

Matrix::Matrix(const Matrix& other) { *this = other; }

Matrix& Matrix::operator=(const Matrix& other) {
    if (this == &other) return *this;
    if (!other.has_place()) {
        lie_at(nullptr, other.rows_, other.columns_);
        return *this;
    }
    resize(other.rows_, other.columns_);
    std::copy_n(other.data(), other.size(), data());
    return *this;
}

void Matrix::resize(std::size_t rows, std::size_t columns) {
    const std::size_t size = gen::count({rows, columns});
    if (size > capacity_) {
        const std::size_t bytes = (size * sizeof(real) + 63) / 64 * 64;
        auto* const fresh = static_cast<real*>(std::aligned_alloc(64, bytes));
        if (fresh == nullptr) throw OutOfMemory(bytes);
        data_ = {fresh, Free{.lent = false}};
        capacity_ = size;
    }
    rows_ = rows;
    columns_ = columns;
}

void Matrix::lie_at(real* place, std::size_t rows, std::size_t columns) {
    data_ = {place, Free{.lent = true}};
    capacity_ = place == nullptr ? 0 : gen::count({rows, columns});
    rows_ = rows;
    columns_ = columns;
}

void Matrix::forget() const {
    if (checks_places && data_ != nullptr && data_.get_deleter().lent) std::fill_n(data_.get(), size(), std::numeric_limits<real>::quiet_NaN());
}

void Matrix::expect_place() const {
    if (!has_place()) fail("a matrix of ", rows_, " x ", columns_, " has no place, expected that the pipeline names it");
}

void Matrix::fill(real value) { std::fill_n(data(), size(), value); }

}  // namespace gen
