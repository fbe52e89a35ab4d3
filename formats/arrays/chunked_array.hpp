#pragma once

#include <memory>
#include <string>
#include <vector>

#include "formats/arrays/decoded_band.hpp"
#include "formats/arrays/stored_array.hpp"
#include "formats/hdf5/chunks.hpp"

namespace gen {

/// An array of HDF5 in chunks.
class ChunkedArray : public StoredArray {
public:
    ChunkedArray(std::shared_ptr<const h5::StoredFile> file, const h5::StoredSet& set, NumberType number_type, std::string name);
    void read(std::size_t axis, std::size_t first, std::size_t count, std::byte* out) const override;
    std::size_t band(std::size_t axis) const override;

    /// A part of the array along one dimension, and along all.
    struct Extent {
        std::size_t begin;
        std::size_t end;
        std::size_t size() const { return end - begin; }
    };
    using Box = std::vector<Extent>;

private:
    void copy_part(const DecodedBand& band, std::size_t index, Box box, std::byte* out, const Box& wanted) const;

    h5::Chunks chunks_;
    mutable LatestBand latest_;
};

}  // namespace gen
