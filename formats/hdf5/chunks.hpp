#pragma once

#include <hdf5.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/matrix.hpp"
#include "formats/hdf5/stored_file.hpp"

namespace gen::h5 {

/// A data set stored in chunks, perhaps compressed. The chunks are read and decoded by our own code, which writes exactly as many bytes as the
/// chunk's shape says: HDF5's inflates for as long as the data ask.
class Chunks {
public:
    /// `set` is open, of rank 1 or more. Looks up every chunk. Throws Fault::input: filters that are not known, missing chunks, sizes that cannot be.
    Chunks(std::shared_ptr<const StoredFile> file, hid_t set, hid_t creation, const Shape& shape, std::size_t number_bytes, const std::string& where);

    std::size_t band_rows() const { return chunk_[0]; }
    std::size_t bands() const { return grid_[0]; }
    /// Rows band * band_rows() ... as stored (all of the band's rows that the shape has).
    void read_band(std::size_t band, std::byte* out) const;

    struct Chunk {
        std::uint64_t address = 0;
        std::uint64_t bytes = 0;
        unsigned skipped_filters = 0;  // bit i: filter i was not applied
    };
    const std::vector<Chunk>& chunks() const { return chunks_; }

private:
    void read_filters(hid_t creation);
    void look_up(hid_t set);
    std::vector<std::byte> decode(const Chunk& chunk) const;
    void place(const std::byte* chunk, std::size_t index, std::size_t band, std::byte* out) const;

    std::shared_ptr<const StoredFile> file_;
    Shape shape_;
    Shape chunk_;
    Shape grid_;  // chunks along each dimension
    std::size_t number_bytes_;
    std::size_t chunk_bytes_ = 0;
    std::vector<H5Z_filter_t> filters_;
    std::vector<Chunk> chunks_;  // row-major over the grid
    std::string where_;
};

}  // namespace gen::h5
