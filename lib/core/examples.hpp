#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/matrix.hpp"

namespace gen {

/// A data set as a trainer sees it: rows of numbers, wherever they lie.
class Examples {
public:
    virtual ~Examples() = default;
    virtual std::size_t size() const = 0;
    virtual std::size_t columns() const = 0;
    /// May be called from several threads at once. Throws Fault::input on numbers that are not finite or out of range.
    virtual void read(std::size_t row, real* out) const = 0;
    /// These rows are wanted after those of the last call: a data set on disk may begin to read them. Not while read() runs.
    virtual void prefetch(std::span<const std::uint32_t>) const {}
    /// The class of a row; -1 where there is none.
    virtual std::int32_t label(std::size_t) const { return -1; }
};

/// Some rows of a data set, in this order.
struct Batch {
    const Examples& data;
    std::span<const std::uint32_t> rows;
};

/// Rows of a matrix.
class MatrixExamples : public Examples {
public:
    explicit MatrixExamples(const Matrix& m) : m_(&m) {}
    std::size_t size() const override { return m_->rows(); }
    std::size_t columns() const override { return m_->columns(); }
    void read(std::size_t row, real* out) const override {
        for (std::size_t j = 0; j < m_->columns(); ++j) out[j] = (*m_)(row, j);
    }

private:
    const Matrix* m_;
};

}  // namespace gen
