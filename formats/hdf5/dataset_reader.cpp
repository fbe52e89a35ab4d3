#include "formats/hdf5/dataset_reader.hpp"

#include <algorithm>
#include <cstring>

#include "core/error.hpp"
#include "formats/hdf5/chunks.hpp"
#include "formats/hdf5/claims.hpp"
#include "formats/hdf5/limits.hpp"

namespace gen::h5 {
namespace {

std::size_t bytes_of(const StoredSet& stored, const std::string& where) { return byte_count(stored.shape, stored.number_bytes, where); }

void fill(const std::vector<std::byte>& value, void* out, std::size_t bytes) {
    if (value.empty()) return void(std::memset(out, 0, bytes));
    for (std::size_t at = 0; at < bytes; at += value.size()) std::memcpy(static_cast<std::byte*>(out) + at, value.data(), value.size());
}

bool is_unwritten(const StoredSet& stored) {
    if (stored.storage == StoredSet::Storage::nothing) return true;
    const auto is_empty = [](const StoredChunk& chunk) { return chunk.bytes == 0; };
    return stored.storage == StoredSet::Storage::chunked && std::all_of(stored.chunks.begin(), stored.chunks.end(), is_empty);
}

}  // namespace

void DatasetReader::check(const StoredSet& stored, const std::string& where) const {
    if (!stored.refusal.empty()) fail(where, " ", stored.refusal);
    const std::size_t size = stored.number.size;
    const bool known = size == 1 || size == 2 || size == 4 || size == 8;
    if (stored.shape.size() > limit::rank || (stored.is_text ? !stored.shape.empty() : !known || stored.number_bytes != size) ||
        (!stored.fill.empty() && stored.fill.size() != stored.number_bytes))
        fail(where, ": damaged: no description of its numbers");
    if (!stored.is_text) expect_plausible(stored, file_->size(), where);
}

Dataset DatasetReader::text(const StoredSet& stored, const std::string& where) {
    const std::string words(reinterpret_cast<const char*>(stored.content.data()), stored.content.size());
    if (words.size() > limit::text_bytes) fail(where, " is a text of ", words.size(), " bytes, expected at most ", limit::text_bytes);
    if (words.find('\0') != std::string::npos) fail(where, " has a NUL inside its text");
    return text_dataset(stored.path, words);
}

Dataset DatasetReader::read(const StoredSet& stored) {
    const std::string where = file_->name() + ": " + stored.path;
    check(stored, where);
    claim_all(stored);
    Dataset out{.path = stored.path, .type = stored.number.type, .shape = stored.shape, .rows = {}, .attributes = {}};
    const std::size_t bytes = bytes_of(stored, where);
    if (stored.is_text) {
        out = text(stored, where);
    } else if (stored.storage == StoredSet::Storage::contiguous && stored.number.is_plain() && bytes > 0) {
        out.rows = [file = file_, begin = stored.offset, row = out.row_bytes()](std::size_t first, std::size_t count, void* to) {
            file->read(begin + first * row, to, count * row);
        };
    } else if (stored.storage == StoredSet::Storage::chunked && bytes > 0 && !load_) {
        const Chunks looked_at(file_, stored, where);
    } else if (is_unwritten(stored) && stored.number.is_plain() && bytes > 0) {
        if (stored.storage == StoredSet::Storage::chunked) const Chunks looked_at(file_, stored, where);
        out.rows = [value = stored.fill, row = out.row_bytes()](std::size_t, std::size_t count, void* to) { fill(value, to, count * row); };
    } else {
        const std::size_t numbers = bytes / stored.number_bytes;
        std::vector<std::byte> raw = load(stored, where);
        if (!stored.number.is_plain()) {
            std::vector<std::byte> converted(byte_count({numbers}, size_of(stored.number.type), where));
            stored.number.convert(raw.data(), converted.data(), numbers);
            raw = std::move(converted);
        }
        out = dataset(stored.path, stored.number.type, stored.shape, std::move(raw));
    }
    out.attributes = stored.attributes;
    return out;
}

std::vector<std::byte> DatasetReader::load(const StoredSet& stored, const std::string& where) {
    const std::size_t bytes = bytes_of(stored, where);
    if (bytes == 0) return {};
    if (stored.storage == StoredSet::Storage::here) {
        if (stored.content.size() != bytes) fail(where, ": damaged: ", stored.content.size(), " bytes are stored, expected ", bytes);
        return stored.content;
    }
    if (bytes > limit::tensor_bytes) fail(where, " is ", bytes, " bytes, expected at most ", limit::tensor_bytes, " when it must be loaded whole");
    count_loaded(bytes, where);
    std::vector<std::byte> out(bytes);
    if (stored.storage == StoredSet::Storage::contiguous)
        file_->read(stored.offset, out.data(), bytes);
    else if (stored.storage == StoredSet::Storage::nothing)
        fill(stored.fill, out.data(), bytes);
    else
        load_chunks(stored, where, out.data());
    return out;
}

void DatasetReader::load_chunks(const StoredSet& stored, const std::string& where, std::byte* out) const {
    const Chunks chunks(file_, stored, where);
    const std::size_t row_bytes = bytes_of(stored, where) / stored.shape[0];
    for (std::size_t band = 0; band < chunks.bands(); ++band) chunks.read_band(band, out + band * chunks.band_rows() * row_bytes);
}

void DatasetReader::claim_all(const StoredSet& stored) {
    const std::size_t bytes = bytes_of(stored, stored.path);
    if (stored.storage == StoredSet::Storage::contiguous && bytes > 0) claim(stored.offset, bytes, stored.path);
    for (const StoredChunk& chunk : stored.chunks)
        if (chunk.bytes > 0) claim(chunk.offset, chunk.bytes, stored.path);
}

void DatasetReader::claim(std::size_t begin, std::size_t bytes, const std::string& path) {
    if (begin > file_->size() || bytes > file_->size() - begin)
        fail(file_->name(), ": ", path, ": damaged: its data lie outside the file of ", file_->size(), " bytes");
    regions_.push_back({begin, begin + bytes, path});
}

void DatasetReader::count_loaded(std::size_t bytes, const std::string& where) {
    loaded_ += bytes;
    if (is_more_than_file_holds(loaded_, file_->size())) fail(where, ": ", loaded_, " bytes up to here cannot come from a file of ", file_->size());
    if (loaded_ > limit::loaded_bytes) fail(where, ": more than ", limit::loaded_bytes, " bytes must be loaded at once");
}

void DatasetReader::finish() {
    std::sort(regions_.begin(), regions_.end(), [](const Region& a, const Region& b) { return a.begin < b.begin; });
    for (std::size_t i = 1; i < regions_.size(); ++i)
        if (regions_[i].begin < regions_[i - 1].end)
            fail(file_->name(), ": ", regions_[i].path, ": damaged: shares its bytes with ", regions_[i - 1].path);
}

}  // namespace gen::h5
