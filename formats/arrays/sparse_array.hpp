#pragma once

#include <memory>
#include <string>
#include <vector>

#include "formats/arrays/stored_array.hpp"

namespace gen {

/// A compressed sparse matrix as rows of numbers: the numbers of row i are data[starts[i]] ... data[starts[i+1]-1], in the columns indices[...]; all
/// others are 0.
class SparseArray : public StoredArray {
public:
    /// CSR; of CSC, `by_columns`, the numbers of a column. Throws Fault::input where starts and sizes do not fit.
    SparseArray(std::shared_ptr<const StoredArray> data, std::shared_ptr<const StoredArray> indices, std::vector<double> starts, const Shape& shape,
                bool by_columns, std::string name);
    void read(std::size_t axis, std::size_t first, std::size_t count, std::byte* out) const override;

private:
    std::shared_ptr<const StoredArray> data_;
    std::shared_ptr<const StoredArray> indices_;
    std::vector<std::size_t> starts_;
};

}  // namespace gen
