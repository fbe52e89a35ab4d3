#include "formats/hdf5/set_reader.hpp"

#include <algorithm>
#include <cstring>
#include <memory>

#include "core/error.hpp"
#include "formats/hdf5/attributes.hpp"
#include "formats/hdf5/filters.hpp"
#include "formats/hdf5/handle.hpp"
#include "formats/hdf5/stored_type.hpp"
#include "formats/hdf5/text.hpp"
#include "formats/limits.hpp"

namespace gen::h5 {
namespace {

// Of an array of text that is read for its words.
constexpr std::size_t most_words = 100'000;
constexpr std::size_t most_word_bytes = std::size_t{1} << 20;

// A chunk that was not written needs no byte of the file: so many of them there may be besides those that could be.
constexpr std::size_t most_unwritten = 1'000'000;

void keep_text(const std::string& raw, hid_t type, StoredSet& out) {
    const std::string text = unpadded(raw, H5Tget_strpad(type));
    out.content.resize(text.size());
    if (!text.empty()) std::memcpy(out.content.data(), text.data(), text.size());
}

// One number of the type as stored; empty where it is 0 or nobody set it.
std::vector<std::byte> fill_value(hid_t creation, hid_t type, std::size_t bytes) {
    H5D_fill_value_t status = H5D_FILL_VALUE_UNDEFINED;
    if (bytes == 0 || bytes > 8 || H5Pfill_value_defined(creation, &status) < 0 || status != H5D_FILL_VALUE_USER_DEFINED) return {};
    std::vector<std::byte> value(bytes);
    if (H5Pget_fill_value(creation, type, value.data()) < 0) return {};
    return value;
}

}  // namespace

struct SetReader::Open {
    hid_t set;
    const std::string& where;
    Handle creation;
    Handle type;
    Handle space;
    H5D_layout_t layout;

    Open(hid_t id, const std::string& place)
        : set(id),
          where(place),
          creation(H5Dget_create_plist(set), where + ": damaged"),
          type(H5Dget_type(set), where + ": damaged"),
          space(H5Dget_space(set), where + ": damaged"),
          layout(H5Pget_layout(creation.get())) {}
};

StoredSet SetReader::read(hid_t set, const std::string& path, const std::string& where) {
    StoredSet out;
    out.path = path;
    const Open open(set, where);
    // Before anything is asked that could make HDF5 look for another file.
    if (open.layout == H5D_VIRTUAL)
        out.refusal = "is a virtual data set, expected its data in this file";
    else if (open.layout != H5D_COMPACT && open.layout != H5D_CONTIGUOUS && open.layout != H5D_CHUNKED)
        fail(where, ": damaged: no layout");
    else if (H5Pget_external_count(open.creation.get()) != 0)
        out.refusal = "keeps its data in other files, expected them in this one";
    if (!out.refusal.empty() && whose_ == Whose::ours) fail(where, " ", out.refusal);
    if (out.refusal.empty()) take_type(open, out);
    take_shape(open, out);
    out.attributes = read_attributes(set, where);
    if (whose_ == Whose::anyone && is_text(open.type.get())) take_words(open, out);
    if (out.refusal.empty()) take_place(open, out);
    return out;
}

void SetReader::take_type(const Open& open, StoredSet& out) const {
    const hid_t type = open.type.get();
    out.type_name = class_name(type);
    if (H5Tis_variable_str(type) > 0) {
        out.type_name = "text";
        out.refusal = "is a variable-length string, expected a fixed length: np.bytes_(\"...\")";
    } else if (H5Tget_class(type) == H5T_STRING) {
        out.type_name = "text";
        out.is_text = true;
        out.number_bytes = H5Tget_size(type);
    } else {
        out.is_bool = is_bool(type);
        const Handle base = out.is_bool ? Handle(H5Tget_super(type), open.where + ": damaged") : Handle();
        out.refusal = refusal_of_type(out.is_bool ? base.get() : type, out.number);
        if (out.is_bool && whose_ == Whose::ours) out.refusal = "is of bools, expected integers or floats; data-import makes images of it";
        if (out.refusal.empty()) out.type_name = out.is_bool ? "bool" : stored_name(out.number);
        out.number_bytes = out.number.size;
    }
}

void SetReader::take_shape(const Open& open, StoredSet& out) const {
    const H5S_class_t kind = H5Sget_simple_extent_type(open.space.get());
    const int rank = H5Sget_simple_extent_ndims(open.space.get());
    const auto refuse = [&](const std::string& why) {
        if (out.refusal.empty()) out.refusal = why;
    };
    if ((kind != H5S_SCALAR && kind != H5S_SIMPLE) || rank < 0) return refuse("has no extent, expected a number or an array");
    if (out.is_text && rank != 0) refuse("is an array of text, expected one text");
    if (static_cast<std::size_t>(rank) > limit::rank) return refuse(join("has ", rank, " dimensions, expected at most ", limit::rank));
    std::vector<hsize_t> extents(static_cast<std::size_t>(rank));
    if (rank > 0) H5Sget_simple_extent_dims(open.space.get(), extents.data(), nullptr);
    out.shape.assign(extents.begin(), extents.end());
    byte_count(out.shape, std::max<std::size_t>(out.number_bytes, 1), open.where);
}

void SetReader::take_place(const Open& open, StoredSet& out) const {
    const std::size_t bytes = byte_count(out.shape, out.number_bytes, open.where);
    if (bytes == 0) return;
    if (out.is_text && bytes > limit::text_bytes) fail(open.where, " is a text of ", bytes, " bytes, expected at most ", limit::text_bytes);
    out.fill = fill_value(open.creation.get(), open.type.get(), out.number_bytes);
    if (open.layout == H5D_COMPACT) return take_compact(open, out);
    if (open.layout == H5D_CHUNKED) return take_chunks(open, out);
    out.storage = StoredSet::Storage::contiguous;
    const hsize_t there = H5Dget_storage_size(open.set);
    const haddr_t begin = H5Dget_offset(open.set);
    if (there == 0 || begin == HADDR_UNDEF) {
        out.storage = StoredSet::Storage::nothing;
        return;
    }
    if (there != bytes) fail(open.where, ": damaged: ", std::uint64_t{there}, " bytes are stored, expected ", bytes);
    out.offset = begin;
    if (!out.is_text) return;
    // Its padding is of the type.
    std::string raw(bytes, '\0');
    if (!seen_->read(seen_->source, begin, raw.data(), bytes)) fail(open.where, ": damaged: its data lie outside the file");
    keep_text(raw, open.type.get(), out);
}

void SetReader::take_compact(const Open& open, StoredSet& out) const {
    const std::size_t bytes = byte_count(out.shape, out.number_bytes, open.where);
    const hsize_t there = H5Dget_storage_size(open.set);
    if (there != bytes) fail(open.where, ": damaged: ", std::uint64_t{there}, " bytes are stored, expected ", bytes);
    std::string raw(bytes, '\0');
    check(H5Dread(open.set, open.type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, raw.data()), open.where + ": damaged");
    if (out.is_text) return keep_text(raw, open.type.get(), out);
    out.storage = StoredSet::Storage::here;
    out.content.resize(bytes);
    std::memcpy(out.content.data(), raw.data(), bytes);
}

void SetReader::take_words(const Open& open, StoredSet& out) const {
    const hssize_t n = H5Sget_simple_extent_npoints(open.space.get());
    const std::size_t each = std::max<std::size_t>(H5Tget_size(open.type.get()), 1);
    if (n < 0 || static_cast<std::size_t>(n) > most_words || static_cast<std::size_t>(n) * each > most_word_bytes) return;
    out.words = read_texts(open.type.get(), open.space.get(), static_cast<std::size_t>(n),
                           [&](void* to) { return H5Dread(open.set, open.type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, to); });
}

void SetReader::take_chunks(const Open& open, StoredSet& out) const {
    out.storage = StoredSet::Storage::chunked;
    const int rank = static_cast<int>(out.shape.size());
    std::vector<hsize_t> extents(out.shape.size());
    if (rank == 0 || H5Pget_chunk(open.creation.get(), rank, extents.data()) != rank)
        fail(open.where, ": damaged: chunks of another rank than the data set");
    out.chunk.assign(extents.begin(), extents.end());
    if (std::find(out.chunk.begin(), out.chunk.end(), std::size_t{0}) != out.chunk.end()) fail(open.where, ": damaged: chunks of no size");
    out.filters = filters_of(open.creation.get(), out.refusal);
    if (!out.refusal.empty()) return;
    std::size_t total = 1;
    for (std::size_t d = 0; d < out.shape.size(); ++d)
        if (__builtin_mul_overflow(total, (out.shape[d] + out.chunk[d] - 1) / out.chunk[d], &total)) total = SIZE_MAX;
    if (total > seen_->size / 8 + most_unwritten) fail(open.where, " has ", total, " chunks, more than a file of ", seen_->size, " bytes can hold");
    out.chunks.reserve(total);
    std::vector<hsize_t> corner(out.shape.size(), 0);
    std::size_t stored = 0;
    for (std::size_t index = 0; index < total; ++index) {
        out.chunks.push_back(look_up(open, corner));
        stored += out.chunks.back().bytes;
        for (std::size_t d = corner.size(); d-- > 0;) {
            corner[d] += out.chunk[d];
            if (corner[d] < out.shape[d]) break;
            corner[d] = 0;
        }
    }
    if (stored != H5Dget_storage_size(open.set)) fail(open.where, ": damaged: chunk index");
}

// HDF5 1.10 tells the address of a chunk only by going through all of them; asked to read one it goes straight there, and we look over its shoulder.
StoredChunk SetReader::look_up(const Open& open, const std::vector<hsize_t>& corner) const {
    hsize_t bytes = 0;
    StoredChunk chunk;
    // A chunk that was never written may be an error to it, too: whether there are such is seen by their sum.
    if (H5Dget_chunk_storage_size(open.set, corner.data(), &bytes) < 0 || bytes == 0) return chunk;
    seen_->seen_bytes = 0;
    seen_->only_looks = true;
    std::byte nothing[1];
    const herr_t status = H5Dread_chunk(open.set, H5P_DEFAULT, corner.data(), &chunk.skipped_filters, nothing);
    seen_->only_looks = false;
    check(status, open.where + ": damaged: chunk index");
    chunk.offset = seen_->seen_at;
    chunk.bytes = seen_->seen_bytes;
    return chunk;
}

}  // namespace gen::h5
