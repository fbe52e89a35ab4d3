#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

#include "formats/hdf5/chunks.hpp"
#include "formats/posix.hpp"

namespace gen {

/// The chunks that share their rows, decoded, one after the other in a file without a name, which lives as long as somebody reads it.
class DecodedBand {
public:
    /// Throws Fault::io where there is no room for it: in TMPDIR, else /tmp.
    DecodedBand(const h5::Chunks& chunks, std::size_t band);
    std::size_t number() const { return number_; }
    /// Bytes of a chunk of the band, counted from 0, from a place in it. From any thread.
    void read(std::size_t chunk, std::size_t at, std::vector<std::byte>& out) const;

private:
    std::size_t number_;
    std::size_t chunk_bytes_;
    std::shared_ptr<const Descriptor> file_;
};

/// The band that was asked for last. Where chunks have more rows than there is memory for, each is so decoded once, though they are read a few rows
/// at a time. Safe from several threads.
class LatestBand {
public:
    /// Null where there is no room for it.
    std::shared_ptr<const DecodedBand> get(const h5::Chunks& chunks, std::size_t band);

private:
    std::mutex mutex_;
    std::shared_ptr<const DecodedBand> latest_;
    bool failed_ = false;
};

}  // namespace gen
