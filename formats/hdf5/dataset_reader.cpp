#include "formats/hdf5/dataset_reader.hpp"

#include <algorithm>
#include <cstring>

#include "core/error.hpp"
#include "formats/hdf5/chunks.hpp"
#include "formats/hdf5/claims.hpp"
#include "formats/held.hpp"

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

/// `raw` gives rows of so many bytes as they are stored.
RowSource converted(const StoredSet& stored, std::size_t row, RowSource raw) {
    if (stored.number.is_plain()) return raw;
    return [raw = std::move(raw), row, number = stored.number, each = stored.number_bytes](std::size_t first, std::size_t count, void* to) {
        constexpr std::size_t piece = std::size_t{1} << 20;
        const std::size_t rows = std::max<std::size_t>(1, piece / row);
        std::vector<std::byte> some(std::min(rows, count) * row);
        for (std::size_t done = 0; done < count; done += rows) {
            const std::size_t now = std::min(rows, count - done);
            raw(first + done, now, some.data());
            const std::size_t numbers = now * row / each;
            number.convert(some.data(), static_cast<std::byte*>(to) + done * (row / each) * size_of(number.type), numbers);
        }
    };
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
    if (stored.is_text)
        out = text(stored, where);
    else if (const std::size_t bytes = bytes_of(stored, where); bytes == 0)
        out = dataset(stored.path, stored.number.type, stored.shape, {});
    else if (stored.storage == StoredSet::Storage::here)
        out = dataset(stored.path, stored.number.type, stored.shape, stored_here(stored, bytes, where));
    else
        out.rows = rows_of(stored, bytes, where);
    out.attributes = stored.attributes;
    return out;
}

/// Those of a small one, whose bytes came with its description.
std::vector<std::byte> DatasetReader::stored_here(const StoredSet& stored, std::size_t bytes, const std::string& where) const {
    if (stored.content.size() != bytes) fail(where, ": damaged: ", stored.content.size(), " bytes are stored, expected ", bytes);
    if (stored.number.is_plain()) return stored.content;
    const std::size_t numbers = bytes / stored.number_bytes;
    std::vector<std::byte> converted(byte_count({numbers}, size_of(stored.number.type), where));
    stored.number.convert(stored.content.data(), converted.data(), numbers);
    return converted;
}

RowSource DatasetReader::rows_of(const StoredSet& stored, std::size_t bytes, const std::string& where) {
    const std::size_t row = bytes / (stored.shape.empty() ? 1 : stored.shape[0]);
    if (stored.storage != StoredSet::Storage::contiguous) expect_affordable(stored, row, where);
    if (stored.storage == StoredSet::Storage::contiguous)
        return converted(stored, row, [file = file_, begin = stored.offset, row](std::size_t first, std::size_t count, void* to) {
            file->read(begin + first * row, to, count * row);
        });
    if (stored.storage == StoredSet::Storage::chunked && !is_unwritten(stored))
        return load_ ? decoded(stored, bytes, row, where) : not_loaded(stored, where);
    if (stored.storage == StoredSet::Storage::chunked) const Chunks looked_at(file_, stored, where);
    return converted(stored, row, [value = stored.fill, row](std::size_t, std::size_t count, void* to) { fill(value, to, count * row); });
}

/// Of what may be much more than the file: rows are read one by one; what is not read so is held, all of it, by whoever uses it.
void DatasetReader::expect_affordable(const StoredSet& stored, std::size_t row, const std::string& where) {
    expect_holdable(where + ": a row", row, file_->size());
    if ((kind_ == "images" && stored.path == "/images") || (kind_ == "tensor" && stored.shape.size() > 2)) return;
    held_ += gen::count(stored.shape) * std::max(size_of(stored.number.type), sizeof(real));
    expect_holdable(where, held_, file_->size());
}

RowSource DatasetReader::not_loaded(const StoredSet& stored, const std::string& where) const {
    const Chunks looked_at(file_, stored, where);
    return {};
}

/// Rows may be asked for in any order: the chunks are decoded once, a band at a time, and kept.
RowSource DatasetReader::decoded(const StoredSet& stored, std::size_t bytes, std::size_t row, const std::string& where) {
    const Chunks chunks(file_, stored, where);
    count_decoded(bytes, where);
    const std::size_t band = std::min(chunks.band_rows(), stored.shape[0]) * row;
    expect_holdable(where + ": a band of its chunks", band + 2 * chunks.chunk_bytes(), file_->size());
    const std::size_t begin = decoded_.size();
    std::vector<std::byte> raw(band);
    for (std::size_t i = 0; i < chunks.bands(); ++i) {
        const std::size_t some = std::min(band, bytes - i * band);
        chunks.read_band(i, raw.data());
        decoded_.append({raw.data(), some});
    }
    return converted(stored, row, [all = all_decoded_, begin, row](std::size_t first, std::size_t count, void* to) {
        all->read(begin + first * row, count * row, to);
    });
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

void DatasetReader::count_decoded(std::size_t bytes, const std::string& where) {
    loaded_ += bytes;
    if (is_more_than_file_holds(loaded_, file_->size())) fail(where, ": ", loaded_, " bytes up to here cannot come from a file of ", file_->size());
}

void DatasetReader::finish() {
    *all_decoded_ = decoded_.finish();
    std::sort(regions_.begin(), regions_.end(), [](const Region& a, const Region& b) { return a.begin < b.begin; });
    for (std::size_t i = 1; i < regions_.size(); ++i)
        if (regions_[i].begin < regions_[i - 1].end)
            fail(file_->name(), ": ", regions_[i].path, ": damaged: shares its bytes with ", regions_[i - 1].path);
}

}  // namespace gen::h5
