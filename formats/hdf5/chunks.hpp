#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "core/matrix.hpp"
#include "formats/hdf5/stored_file.hpp"
#include "formats/hdf5/structure.hpp"

namespace gen::h5 {

/// A data set stored in chunks, perhaps compressed. The chunks are read and decoded by our own code, which writes exactly as many bytes as the
/// chunk's shape says: HDF5's inflates for as long as the data ask. What was never written has the fill value. Reading is safe from several threads.
class Chunks {
public:
    /// `set` is of Storage::chunked. Throws Fault::input: chunks outside the file, sizes that cannot be.
    Chunks(std::shared_ptr<const StoredFile> file, const StoredSet& set, std::string where);

    std::size_t band_rows() const { return chunk_[0]; }
    std::size_t bands() const { return grid_[0]; }
    /// Rows band * band_rows() ... as stored (all of the band's rows that the shape has).
    void read_band(std::size_t band, std::byte* out) const;

    /// The shape of a chunk, and how many lie along each dimension.
    const Shape& chunk() const { return chunk_; }
    const Shape& grid() const { return grid_; }
    std::size_t chunk_bytes() const { return chunk_bytes_; }
    /// How many chunks share their rows.
    std::size_t per_band() const { return chunks_.size() / grid_[0]; }
    /// All numbers of a chunk, row-major over the grid, those beyond the data set's edge too.
    std::vector<std::byte> decoded(std::size_t index) const { return decode(chunks_[index]); }

private:
    void check_places() const;
    std::vector<std::byte> decode(const StoredChunk& chunk) const;
    std::vector<std::byte> unwritten() const;
    void place(const std::byte* chunk, std::size_t index, std::size_t band, std::byte* out) const;

    std::shared_ptr<const StoredFile> file_;
    Shape shape_;
    Shape chunk_;
    Shape grid_;  // chunks along each dimension
    std::size_t number_bytes_;
    std::size_t chunk_bytes_ = 0;
    std::vector<std::byte> fill_;
    std::vector<Filter> filters_;
    std::vector<StoredChunk> chunks_;  // row-major over the grid
    std::string where_;
};

}  // namespace gen::h5
