#include "formats/hdf5/chunks.hpp"

#include <zlib.h>

#include <algorithm>
#include <cstring>

#include "core/error.hpp"
#include "formats/hdf5/lzf.hpp"
#include "formats/hdf5/number_type.hpp"
#include "formats/limits.hpp"

namespace gen::h5 {
namespace {

constexpr std::size_t checksum_bytes = 4;

std::vector<std::byte> inflate_exactly(const std::vector<std::byte>& from, std::size_t bytes, const std::string& where) {
    std::vector<std::byte> out(bytes);
    uLongf written = bytes;
    const int status =
        uncompress(reinterpret_cast<Bytef*>(out.data()), &written, reinterpret_cast<const Bytef*>(from.data()), static_cast<uLong>(from.size()));
    if (status != Z_OK || written != bytes) fail(where, ": damaged: a compressed chunk does not give ", bytes, " bytes");
    return out;
}

/// HDF5's shuffle stores byte 0 of all numbers, then byte 1 of all, ...; bytes that fill no whole number stay at the end.
std::vector<std::byte> unshuffle(const std::vector<std::byte>& from, std::size_t number_bytes) {
    const std::size_t n = from.size() / number_bytes;
    std::vector<std::byte> out(from);
    for (std::size_t b = 0; b < number_bytes; ++b)
        for (std::size_t i = 0; i < n; ++i) out[i * number_bytes + b] = from[b * n + i];
    return out;
}

/// Fletcher's checksum as HDF5 takes it: over big-endian words of 16 bits.
std::uint32_t fletcher32(const std::byte* p, std::size_t bytes) {
    std::uint32_t low = 0, high = 0;
    for (std::size_t i = 0; i < bytes; i += 2) {
        low += std::to_integer<std::uint32_t>(p[i]) << 8 | (i + 1 < bytes ? std::to_integer<std::uint32_t>(p[i + 1]) : 0);
        low = (low & 0xffff) + (low >> 16);
        high += low;
        high = (high & 0xffff) + (high >> 16);
    }
    return high << 16 | low;
}

void strip_checksum(std::vector<std::byte>& bytes, const std::string& where) {
    if (bytes.size() < checksum_bytes) fail(where, ": damaged: a chunk is shorter than its checksum");
    std::uint32_t stored = 0;
    std::memcpy(&stored, bytes.data() + bytes.size() - checksum_bytes, checksum_bytes);
    bytes.resize(bytes.size() - checksum_bytes);
    if (fletcher32(bytes.data(), bytes.size()) != stored) fail(where, ": damaged: the checksum of a chunk is wrong");
}

}  // namespace

Chunks::Chunks(std::shared_ptr<const StoredFile> file, const StoredSet& set, std::string where)
    : file_(std::move(file)),
      shape_(set.shape),
      chunk_(set.chunk),
      number_bytes_(set.number_bytes),
      fill_(set.fill),
      filters_(set.filters),
      chunks_(set.chunks),
      where_(std::move(where)) {
    const bool sound = set.storage == StoredSet::Storage::chunked && !shape_.empty() && chunk_.size() == shape_.size() && number_bytes_ > 0 &&
                       std::find(chunk_.begin(), chunk_.end(), std::size_t{0}) == chunk_.end() && filters_.size() <= 32 &&
                       (fill_.empty() || fill_.size() == number_bytes_);
    if (!sound) fail(where_, ": damaged: no description of its chunks");
    chunk_bytes_ = byte_count(chunk_, number_bytes_, where_);
    if (chunk_bytes_ > std::max(limit::harmless, byte_count(shape_, number_bytes_, where_)))
        fail(where_, " has chunks of ", chunk_bytes_, " bytes, more than its data");
    for (std::size_t d = 0; d < shape_.size(); ++d) grid_.push_back(shape_[d] / chunk_[d] + (shape_[d] % chunk_[d] == 0 ? 0 : 1));
    if (byte_count(grid_, 1, where_) != chunks_.size()) fail(where_, ": damaged: ", chunks_.size(), " chunks, expected ", text(grid_));
    check_places();
}

void Chunks::check_places() const {
    const bool compressed = std::any_of(filters_.begin(), filters_.end(), compresses);
    std::size_t stored = 0;
    for (std::size_t index = 0; index < chunks_.size(); ++index) {
        const StoredChunk& chunk = chunks_[index];
        if (chunk.bytes == 0) continue;
        const bool inside = chunk.bytes <= file_->size() && chunk.offset <= file_->size() - chunk.bytes;
        stored += inside ? chunk.bytes : 0;
        if (!inside || stored > file_->size()) fail(where_, ": damaged: chunk ", index, " lies outside the file");
        if (chunk_bytes_ / (compressed ? limit::most_deflate : 1) > chunk.bytes)
            fail(where_, ": damaged: chunk ", index, " of ", chunk_bytes_, " bytes cannot come from ", chunk.bytes);
    }
}

std::vector<std::byte> Chunks::decode(const StoredChunk& chunk) const {
    if (chunk.bytes == 0) return unwritten();
    std::vector<std::byte> bytes(chunk.bytes);
    file_->read(chunk.offset, bytes.data(), bytes.size());
    const auto applied = [&](std::size_t i) { return (chunk.skipped_filters >> i & 1) == 0; };
    for (std::size_t i = filters_.size(); i-- > 0;) {
        if (!applied(i)) continue;
        if (filters_[i] == Filter::fletcher32) strip_checksum(bytes, where_);
        if (filters_[i] == Filter::shuffle) bytes = unshuffle(bytes, number_bytes_);
        if (!compresses(filters_[i])) continue;
        std::size_t expected = chunk_bytes_;
        for (std::size_t j = 0; j < i; ++j) expected += applied(j) && filters_[j] == Filter::fletcher32 ? checksum_bytes : 0;
        bytes = filters_[i] == Filter::lzf ? unpack_lzf(bytes, expected, where_) : inflate_exactly(bytes, expected, where_);
    }
    if (bytes.size() != chunk_bytes_) fail(where_, ": damaged: a chunk gives ", bytes.size(), " bytes, expected ", chunk_bytes_);
    return bytes;
}

std::vector<std::byte> Chunks::unwritten() const {
    std::vector<std::byte> bytes(chunk_bytes_);
    if (!fill_.empty())
        for (std::size_t at = 0; at < bytes.size(); at += fill_.size())
            std::copy(fill_.begin(), fill_.end(), bytes.begin() + static_cast<std::ptrdiff_t>(at));
    return bytes;
}

void Chunks::read_band(std::size_t band, std::byte* out) const {
    const std::size_t per_band = chunks_.size() / grid_[0];
    for (std::size_t i = 0; i < per_band; ++i) place(decode(chunks_[band * per_band + i]).data(), i, band, out);
}

/// Copies what of chunk `index` of a band lies inside the shape, line by line along the last dimension.
void Chunks::place(const std::byte* chunk, std::size_t index, std::size_t band, std::byte* out) const {
    const std::size_t rank = shape_.size();
    Shape corner(rank), extent(rank);
    for (std::size_t d = rank, rest = index; d-- > 1; rest /= grid_[d]) corner[d] = rest % grid_[d] * chunk_[d];
    for (std::size_t d = 0; d < rank; ++d) extent[d] = std::min(chunk_[d], shape_[d] - (d == 0 ? band * chunk_[0] : corner[d]));
    const std::size_t line = extent[rank - 1];
    const std::size_t lines = gen::count(extent) / line;
    for (std::size_t l = 0; l < lines; ++l) {
        std::size_t from = 0, to = corner[rank - 1], from_step = chunk_[rank - 1], to_step = shape_[rank - 1];
        for (std::size_t d = rank - 1, rest = l; d-- > 0; rest /= extent[d]) {
            const std::size_t at = rest % extent[d];
            from += at * from_step;
            to += (at + corner[d]) * to_step;
            from_step *= chunk_[d];
            to_step *= shape_[d];
        }
        std::memcpy(out + to * number_bytes_, chunk + from * number_bytes_, line * number_bytes_);
    }
}

}  // namespace gen::h5
