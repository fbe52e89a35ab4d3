#include "formats/arrays/array_formats.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "formats/arrays/hdf5_file.hpp"
#include "formats/arrays/mat_file.hpp"
#include "formats/arrays/npy_file.hpp"
#include "formats/npy.hpp"

namespace gen {
namespace {

struct Kind {
    bool (*recognises)(const Bytes& bytes);
    std::unique_ptr<const ArrayFile> (*open)(const Bytes& bytes);
};

constexpr Kind kinds[] = {{is_npy, open_npy}, {is_npz, open_npz}, {is_mat, open_mat}, {is_hdf5, open_hdf5}};

const Kind* kind_of(const Bytes& bytes) {
    const auto* const found = std::ranges::find_if(kinds, [&](const Kind& kind) { return kind.recognises(bytes); });
    return found == std::end(kinds) ? nullptr : found;
}

}  // namespace

bool is_array_file(const Bytes& bytes) { return kind_of(bytes) != nullptr; }

std::unique_ptr<const ArrayFile> open_array_file(const Bytes& bytes) {
    const Kind* const kind = kind_of(bytes);
    if (kind == nullptr) fail(bytes.name(), ": is no file of arrays, expected NPY, NPZ, MATLAB or HDF5");
    return kind->open(bytes);
}

}  // namespace gen
