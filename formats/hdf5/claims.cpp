#include "formats/hdf5/claims.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "formats/limits.hpp"

namespace gen::h5 {
namespace {

bool has_unwritten(const StoredSet& set) {
    if (set.storage == StoredSet::Storage::nothing) return true;
    return std::any_of(set.chunks.begin(), set.chunks.end(), [](const StoredChunk& chunk) { return chunk.bytes == 0; });
}

}  // namespace

bool is_more_than_file_holds(std::size_t bytes, std::size_t file_bytes) {
    return bytes > limit::harmless && bytes / limit::most_deflate > file_bytes;
}

void expect_plausible(const StoredSet& set, std::size_t file_bytes, const std::string& where) {
    if (!has_unwritten(set)) return;
    const std::size_t bytes = byte_count(set.shape, set.number_bytes, where);
    if (is_more_than_file_holds(bytes, file_bytes)) fail(where, " is ", bytes, " bytes, which cannot come from a file of ", file_bytes);
}

}  // namespace gen::h5
