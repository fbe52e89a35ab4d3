#include "formats/arrays/npy_file.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/error.hpp"
#include "formats/npy.hpp"
#include "formats/zip_reader.hpp"

namespace gen {
namespace {

std::shared_ptr<const StoredArray> open_array(const Bytes& bytes) {
    const NpyArray array = npy_array(bytes);
    expect_whole(bytes, array);
    const Shape stored = array.column_major ? Shape(array.shape.rbegin(), array.shape.rend()) : array.shape;
    auto out = std::make_shared<PlainArray>(bytes, array.offset, array.type, stored, bytes.name());
    out->reversed = array.column_major;
    out->is_bool = array.is_bool;
    return out;
}

ArrayInfo info_of(const Bytes& bytes, std::string path) try {
    const NpyArray array = npy_header(bytes);
    ArrayInfo info{std::move(path), array.shape, name_of(array.type), ArrayInfo::Holds::numbers};
    if (array.is_bool) info.type = "bool";
    if (array.words != NpyArray::Words::none) {
        info.type = "text";
        info.holds = ArrayInfo::Holds::words;
    }
    return info;
} catch (const Error& error) {
    if (error.fault() == Fault::io) throw;
    return {std::move(path), {}, "unreadable", ArrayInfo::Holds::other};
}

class NpyFile : public ArrayFile {
public:
    explicit NpyFile(const Bytes& bytes) : bytes_(bytes) {
        name = bytes.name();
        format = "npy";
        arrays.push_back(info_of(bytes, ""));
    }
    std::shared_ptr<const StoredArray> open(const ArrayInfo&) const override { return open_array(bytes_); }
    std::vector<std::string> words(const ArrayInfo&) const override { return npy_words(bytes_); }

private:
    Bytes bytes_;
};

class NpzFile : public ArrayFile {
public:
    explicit NpzFile(const Bytes& bytes) : zip_(bytes) {
        name = bytes.name();
        format = "npz";
        for (const ZipReader::Entry& entry : zip_.entries()) {
            if (!entry.name.ends_with(ending)) continue;
            const std::string path = entry.name.substr(0, entry.name.size() - ending.size());
            arrays.push_back(info_of(Bytes::of(join(name, ": ", path), zip_.head(entry, head_bytes)), path));
            entries_.push_back(&entry);
        }
        if (arrays.empty()) fail(name, ": holds no NPY array");
    }
    std::shared_ptr<const StoredArray> open(const ArrayInfo& array) const override { return open_array(member(array)); }
    std::vector<std::string> words(const ArrayInfo& array) const override { return npy_words(member(array)); }

private:
    static constexpr std::string_view ending = ".npy";
    static constexpr std::size_t head_bytes = 4096;

    Bytes member(const ArrayInfo& array) const {
        const auto at = static_cast<std::size_t>(find(array.path) - arrays.data());
        return zip_.content(*entries_[at]);
    }

    ZipReader zip_;
    std::vector<const ZipReader::Entry*> entries_;
};

// Of a file that is not whole the reader says so.
bool has_arrays_only(const Bytes& bytes) try {
    const ZipReader zip(bytes);
    return std::ranges::all_of(zip.entries(), [](const ZipReader::Entry& entry) { return entry.name.ends_with(".npy"); });
} catch (const Error& error) {
    if (error.fault() == Fault::io) throw;
    return true;
}

}  // namespace

std::unique_ptr<const ArrayFile> open_npy(const Bytes& bytes) {
    expect_whole(bytes, npy_header(bytes));
    return std::make_unique<NpyFile>(bytes);
}

bool is_npz(const Bytes& bytes) {
    constexpr std::size_t local_header = 30;
    if (!is_zip(bytes)) return false;
    const std::vector<std::byte> head = bytes.head(local_header);
    if (head.size() < local_header) return false;
    const std::size_t length = natural_at(head.data() + 26, 2, false);
    if (length < 4 || length > bytes.size() - local_header) return false;
    const std::vector<std::byte> end = bytes.read(local_header + length - 4, 4);
    return std::string_view(reinterpret_cast<const char*>(end.data()), end.size()) == ".npy" && has_arrays_only(bytes);
}

std::unique_ptr<const ArrayFile> open_npz(const Bytes& bytes) { return std::make_unique<NpzFile>(bytes); }

}  // namespace gen
