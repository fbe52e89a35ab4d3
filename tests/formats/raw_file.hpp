#pragma once

#include <hdf5.h>

#include <functional>
#include <string>
#include <vector>

#include "formats/hdf5/handle.hpp"

namespace gen::test {

using h5::Handle;

/// A file made by HDF5's own calls, as anybody might: `fill` gets the open root; encoding-type and a version are there.
/// `access` and `creation` may be H5P_DEFAULT.
inline void raw_file(const std::string& path, const std::function<void(hid_t)>& fill, hid_t creation = H5P_DEFAULT, bool newest = true,
                     const char* encoding = "tensor") {
    const h5::Session session;
    const Handle access(H5Pcreate(H5P_FILE_ACCESS), "access");
    if (newest) H5Pset_libver_bounds(access.get(), H5F_LIBVER_V110, H5F_LIBVER_V110);
    const Handle file(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation, access.get()), path);
    const auto text = [&](const char* name, const char* value) {
        const Handle type(H5Tcopy(H5T_C_S1), "type");
        H5Tset_size(type.get(), std::string(value).size());
        const Handle space(H5Screate(H5S_SCALAR), "space");
        const Handle attribute(H5Acreate2(file.get(), name, type.get(), space.get(), H5P_DEFAULT, H5P_DEFAULT), name);
        H5Awrite(attribute.get(), type.get(), value);
    };
    text("encoding-type", encoding);
    text("encoding-version", "1.0.0");
    fill(file.get());
}

inline Handle raw_space(const std::vector<hsize_t>& extents) {
    return Handle(H5Screate_simple(static_cast<int>(extents.size()), extents.data(), nullptr), "space");
}

/// A data set of the type with these extents, nothing written.
inline Handle raw_set(hid_t where, const char* name, hid_t type, const std::vector<hsize_t>& extents, hid_t creation = H5P_DEFAULT) {
    const Handle space = raw_space(extents);
    return Handle(H5Dcreate2(where, name, type, space.get(), H5P_DEFAULT, creation, H5P_DEFAULT), name);
}

}  // namespace gen::test
