#include "formats/hdf5/dataset_reader.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "formats/hdf5/attributes.hpp"
#include "formats/hdf5/handle.hpp"
#include "formats/hdf5/limits.hpp"
#include "formats/hdf5/number_type.hpp"

namespace gen::h5 {

/// What the structure says of one data set.
struct DatasetReader::Stored {
    hid_t set;
    std::string where;  // "digits.h5: /images"
    std::string path;
    Handle creation;
    H5D_layout_t layout;
    Handle type;
    bool is_text = false;
    NumberType number;
    Shape shape;
    std::size_t number_bytes = 0;  // as stored; of text its length
    std::size_t bytes = 0;         // of all, as stored

    Stored(hid_t id, const std::string& file, std::string name);
};

DatasetReader::Stored::Stored(hid_t id, const std::string& file, std::string name)
    : set(id),
      where(file + ": " + name),
      path(std::move(name)),
      creation(H5Dget_create_plist(set), where + ": damaged"),
      layout(H5Pget_layout(creation.get())) {
    // Before anything is asked that could make HDF5 look for another file.
    if (layout == H5D_VIRTUAL) fail(where, " is a virtual data set, expected its data in this file");
    if (layout != H5D_COMPACT && layout != H5D_CONTIGUOUS && layout != H5D_CHUNKED) fail(where, ": damaged: no layout");
    if (H5Pget_external_count(creation.get()) != 0) fail(where, " keeps its data in other files, expected them in this one");
    type = Handle(H5Dget_type(set), where + ": damaged");
    if (H5Tis_variable_str(type.get()) > 0) fail(where, " is a variable-length string, expected a fixed length: np.bytes_(\"...\")");
    is_text = H5Tget_class(type.get()) == H5T_STRING;
    if (!is_text) number = number_type(type.get(), where);
    number_bytes = is_text ? H5Tget_size(type.get()) : number.size;
    const Handle space(H5Dget_space(set), where + ": damaged");
    const H5S_class_t kind = H5Sget_simple_extent_type(space.get());
    const int rank = H5Sget_simple_extent_ndims(space.get());
    if ((kind != H5S_SCALAR && kind != H5S_SIMPLE) || rank < 0) fail(where, " has no extent, expected a number or an array");
    if (is_text && rank != 0) fail(where, " is an array of text, expected one text");
    if (static_cast<std::size_t>(rank) > limit::rank) fail(where, " has ", rank, " dimensions, expected at most ", limit::rank);
    std::vector<hsize_t> extents(static_cast<std::size_t>(rank));
    if (rank > 0) H5Sget_simple_extent_dims(space.get(), extents.data(), nullptr);
    shape.assign(extents.begin(), extents.end());
    bytes = byte_count(shape, number_bytes, where);
}

Dataset DatasetReader::read(hid_t id, const std::string& path) {
    Stored stored(id, file_->name(), path);
    std::vector<Attribute> attributes = read_attributes(id, stored.where);
    Dataset out;
    if (stored.is_text) {
        if (stored.bytes > limit::text_bytes) fail(stored.where, " is a text of ", stored.bytes, " bytes, expected at most ", limit::text_bytes);
        const std::vector<std::byte> raw = load(stored);
        const std::string text = unpadded(std::string(reinterpret_cast<const char*>(raw.data()), raw.size()), H5Tget_strpad(stored.type.get()));
        if (text.find('\0') != std::string::npos) fail(stored.where, " has a NUL inside its text");
        out = text_dataset(path, text);
    } else if (stored.layout == H5D_CONTIGUOUS && stored.number.is_plain() && stored.bytes > 0) {
        out = Dataset{.path = path, .type = stored.number.type, .shape = stored.shape, .rows = {}, .attributes = {}};
        out.rows = [file = file_, begin = locate(stored), row = out.row_bytes()](std::size_t first, std::size_t count, void* to) {
            file->read(begin + first * row, to, count * row);
        };
    } else if (stored.layout == H5D_CHUNKED && stored.bytes > 0 && !load_) {
        look_up_chunks(stored);
        out = Dataset{.path = path, .type = stored.number.type, .shape = stored.shape, .rows = {}, .attributes = {}};
    } else {
        const std::size_t numbers = stored.bytes / stored.number_bytes;
        std::vector<std::byte> raw = load(stored);
        if (!stored.number.is_plain()) {
            std::vector<std::byte> converted(byte_count({numbers}, size_of(stored.number.type), stored.where));
            stored.number.convert(raw.data(), converted.data(), numbers);
            raw = std::move(converted);
        }
        out = dataset(path, stored.number.type, stored.shape, std::move(raw));
    }
    out.attributes = std::move(attributes);
    return out;
}

std::vector<std::byte> DatasetReader::load(const Stored& stored) {
    if (stored.bytes == 0) return {};
    if (stored.layout == H5D_COMPACT) return load_compact(stored);
    if (stored.bytes > limit::tensor_bytes)
        fail(stored.where, " is ", stored.bytes, " bytes, expected at most ", limit::tensor_bytes, " when it must be loaded whole");
    if (stored.layout == H5D_CONTIGUOUS) return load_contiguous(stored);
    return load_chunks(stored);
}

std::vector<std::byte> DatasetReader::load_compact(const Stored& stored) const {
    const hsize_t there = H5Dget_storage_size(stored.set);
    if (there != stored.bytes) fail(stored.where, ": damaged: ", std::uint64_t{there}, " bytes are stored, expected ", stored.bytes);
    std::vector<std::byte> out(stored.bytes);
    check(H5Dread(stored.set, stored.type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, out.data()), stored.where + ": damaged");
    return out;
}

std::size_t DatasetReader::locate(const Stored& stored) {
    const hsize_t there = H5Dget_storage_size(stored.set);
    const haddr_t begin = H5Dget_offset(stored.set);
    if (there == 0 || begin == HADDR_UNDEF) fail(stored.where, " was never written: 0 bytes are stored, expected ", stored.bytes);
    if (there != stored.bytes) fail(stored.where, ": damaged: ", std::uint64_t{there}, " bytes are stored, expected ", stored.bytes);
    claim(begin, stored.bytes, stored.path);
    return begin;
}

std::vector<std::byte> DatasetReader::load_contiguous(const Stored& stored) {
    const std::size_t begin = locate(stored);
    count_loaded(stored.bytes, stored.where);
    std::vector<std::byte> out(stored.bytes);
    file_->read(begin, out.data(), out.size());
    return out;
}

Chunks DatasetReader::look_up_chunks(const Stored& stored) {
    if (stored.shape.empty()) fail(stored.where, ": damaged: chunks of a single number");
    Chunks chunks(file_, stored.set, stored.creation.get(), stored.shape, stored.number_bytes, stored.where);
    for (const Chunks::Chunk& chunk : chunks.chunks()) claim(chunk.address, chunk.bytes, stored.path);
    return chunks;
}

std::vector<std::byte> DatasetReader::load_chunks(const Stored& stored) {
    const Chunks chunks = look_up_chunks(stored);
    count_loaded(stored.bytes, stored.where);
    std::vector<std::byte> out(stored.bytes);
    const std::size_t band_bytes = chunks.band_rows() * (stored.bytes / stored.shape[0]);
    for (std::size_t band = 0; band < chunks.bands(); ++band) chunks.read_band(band, out.data() + band * band_bytes);
    return out;
}

void DatasetReader::claim(std::size_t begin, std::size_t bytes, const std::string& path) {
    if (begin > file_->size() || bytes > file_->size() - begin)
        fail(file_->name(), ": ", path, ": damaged: its data lie outside the file of ", file_->size(), " bytes");
    regions_.push_back({begin, begin + bytes, path});
}

void DatasetReader::count_loaded(std::size_t bytes, const std::string& where) {
    loaded_ += bytes;
    if (loaded_ > limit::loaded_bytes) fail(where, ": more than ", limit::loaded_bytes, " bytes must be loaded at once");
}

void DatasetReader::finish() {
    std::sort(regions_.begin(), regions_.end(), [](const Region& a, const Region& b) { return a.begin < b.begin; });
    for (std::size_t i = 1; i < regions_.size(); ++i)
        if (regions_[i].begin < regions_[i - 1].end)
            fail(file_->name(), ": ", regions_[i].path, ": damaged: shares its bytes with ", regions_[i - 1].path);
}

}  // namespace gen::h5
