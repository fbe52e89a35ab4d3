#pragma once

#include <span>
#include <string>
#include <string_view>

#include "formats/bytes.hpp"

namespace gen {

/// A format other than HDF5, known by how its files begin; never by their names.
struct ForeignFormat {
    std::string_view type;  // of data-import --type; empty: no format of data
    std::string_view title;
    bool (*recognises)(const Bytes& bytes);
};

/// In the order in which they are tried: those with a magic number first, then CIFAR-10, whose lengths and labels fit, then text.
std::span<const ForeignFormat> foreign_formats();

bool is_png(std::span<const std::byte> head);
bool is_jpeg(std::span<const std::byte> head);

/// "an IDX file compressed with gzip"; empty if data-import does not read it.
std::string data_format(const Bytes& bytes);

/// Why a file is not HDF5, and what makes HDF5 of it: "is an IDX file compressed with gzip, expected HDF5: data-import digits.gz -o digits.h5". Of
/// what is not recognised: "not an HDF5 file".
std::string not_hdf5(const Bytes& bytes);
/// The same of a folder.
std::string folder_not_hdf5(const std::string& name);

}  // namespace gen
