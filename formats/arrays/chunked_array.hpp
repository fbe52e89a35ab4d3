#pragma once

#include <memory>
#include <string>

#include "formats/arrays/stored_array.hpp"
#include "formats/hdf5/chunks.hpp"

namespace gen {

/// An array of HDF5 in chunks.
class ChunkedArray : public StoredArray {
public:
    ChunkedArray(std::shared_ptr<const h5::StoredFile> file, const h5::StoredSet& set, NumberType number_type, std::string name);
    void read(std::size_t axis, std::size_t first, std::size_t count, std::byte* out) const override;
    std::size_t band(std::size_t axis) const override;

private:
    h5::Chunks chunks_;
};

}  // namespace gen
