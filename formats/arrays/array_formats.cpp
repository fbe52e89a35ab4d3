#include "formats/arrays/array_formats.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "formats/arrays/hdf5_file.hpp"
#include "formats/arrays/mat_file.hpp"
#include "formats/arrays/npy_file.hpp"
#include "formats/npy.hpp"

namespace gen {
namespace {

struct ArrayFormat {
    bool (*recognises)(const Bytes& bytes);
    std::unique_ptr<const ArrayFile> (*open)(const Bytes& bytes);
};

constexpr ArrayFormat array_formats[] = {{is_npy, open_npy}, {is_npz, open_npz}, {is_mat, open_mat}, {is_hdf5, open_hdf5}};

const ArrayFormat* format_of(const Bytes& bytes) {
    const auto* const found = std::ranges::find_if(array_formats, [&](const ArrayFormat& format) { return format.recognises(bytes); });
    return found == std::end(array_formats) ? nullptr : found;
}

}  // namespace

bool is_array_file(const Bytes& bytes) { return format_of(bytes) != nullptr; }

std::unique_ptr<const ArrayFile> open_array_file(const Bytes& bytes) {
    const ArrayFormat* const format = format_of(bytes);
    if (format == nullptr) fail(bytes.name(), ": is no file of arrays, expected NPY, NPZ, MATLAB or HDF5");
    return format->open(bytes);
}

}  // namespace gen
